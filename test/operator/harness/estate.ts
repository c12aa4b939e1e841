import { type ManagedObject, resourceOf } from "../../../provider/operator/cluster/managed-object";
import { decoded, SECRETS } from "../../../provider/operator/cluster/secret";
import type { KindName } from "../../../sdk/model/kinds";
import { until } from "../runtime/harness/until";
import type { RunningOperator, World } from "./world";

interface Manifest {
  kind: KindName;
  name: string;
  spec: Record<string, unknown>;
}

/** A project with a deployment and a user, and their Secrets, in a namespace of their own: what outlives operators and clusters. */
export class Estate {
  readonly manifests: readonly Manifest[];

  private constructor(
    private readonly world: World,
    readonly namespace: string,
  ) {
    this.manifests = manifestsIn(namespace);
  }

  static async open(world: World, namespace: string): Promise<Estate> {
    await world.namespace(namespace);
    return new Estate(world, namespace);
  }

  async apply(): Promise<void> {
    const { world, namespace } = this;
    await world.credentials(namespace, "atlas-key");
    await world.secret(namespace, "app-password", { password: `password of ${namespace}` });
    for (const { kind, name, spec } of this.manifests) await world.create(kind, namespace, name, spec);
  }

  async settled(): Promise<void> {
    for (const { kind, name } of this.manifests) await this.world.ready(kind, this.namespace, name);
  }

  objects(): Promise<(ManagedObject | undefined)[]> {
    return Promise.all(this.manifests.map(({ kind, name }) => this.world.get(kind, this.namespace, name)));
  }

  async connectionSecret() {
    const { namespace } = this;
    const secret = await this.world.kube.get(SECRETS, `${namespace}/${namespace}-orders-app`);
    return secret && { data: decoded(secret), version: secret.metadata.resourceVersion };
  }

  /** Patches each object. */
  async patchAll(patch: (manifest: Manifest) => object): Promise<void> {
    for (const one of this.manifests) await this.world.patch(one.kind, this.namespace, one.name, patch(one));
  }

  /** Writes each object as `kubectl replace` does: what the manifest does not have is gone, but for the status. */
  async replaceAll(): Promise<void> {
    for (const { kind, name, spec } of this.manifests) {
      const key = `${this.namespace}/${name}`;
      const { metadata, apiVersion } = (await this.world.get(kind, this.namespace, name)) ?? { metadata: { name } };
      const { resourceVersion } = metadata;
      const bare = { apiVersion, kind, metadata: { name, namespace: this.namespace, resourceVersion }, spec };
      await this.world.kube.replace(resourceOf(kind), key, bare);
    }
  }

  /** Takes away everything of the objects but Atlas: their namespace as if it had been in another cluster. */
  async forget(): Promise<void> {
    const { world, namespace } = this;
    await this.patchAll(() => ({ metadata: { finalizers: null } }));
    for (const { kind, name } of this.manifests) await world.delete(kind, namespace, name);
    for (const name of ["app-password", "atlas-key", `${namespace}-orders-app`]) {
      await world.kube.mergePatch(SECRETS, `${namespace}/${name}`, { metadata: { finalizers: null } });
      await world.kube.delete(SECRETS, `${namespace}/${name}`);
    }
  }

  /** Resolves when every object was looked at twice more, by an operator that looks at all of them often. */
  async lookedAt({ lines }: RunningOperator): Promise<void> {
    const passes = (name: string): number =>
      lines.filter(
        (line) => line.includes(`"namespace":"${this.namespace}","name":"${name}"`) && line.includes("pass done"),
      ).length;
    const before = new Map(this.manifests.map(({ name }) => [name, passes(name)]));
    await until("everything was looked at twice", () =>
      [...before].every(([name, count]) => passes(name) >= count + 2),
    );
  }
}

function manifestsIn(namespace: string): Manifest[] {
  return [
    {
      kind: "AtlasProject",
      name: "shop",
      spec: {
        name: namespace,
        connectionSecretRef: { name: "atlas-key" },
        projectIpAccessList: [{ cidrBlock: "192.0.2.0/24", comment: "office" }],
      },
    },
    {
      kind: "AtlasDeployment",
      name: "orders",
      spec: {
        projectRef: { name: "shop" },
        flexSpec: { name: "orders", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } },
      },
    },
    {
      kind: "AtlasDatabaseUser",
      name: "app",
      spec: {
        projectRef: { name: "shop" },
        username: "app",
        roles: [{ roleName: "readWrite", databaseName: "shop" }],
        passwordSecretRef: { name: "app-password" },
      },
    },
  ];
}
