import { once } from "node:events";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { encoded, SECRETS } from "../../provider/operator/cluster/secret";
import type { OperatorInstall } from "../../sdk/cdk8s";
import type { Manifest } from "../../sdk/cdk8s/operator/manifest";
import { operatorManifests } from "../../sdk/cdk8s/operator/manifests";
import { freePort } from "../../tools/engines/free-port";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { manifestDirectory, start } from "../cli/atlas-iac";
import { installRights, REFUSAL } from "./harness/installed";
import { conditionOf, GLOBAL_SECRET, OPERATOR_NAMESPACE, World } from "./harness/world";
import { until } from "./runtime/harness/until";

const annotations = { "mongodb.com/atlas-resource-policy": "delete" };

describeWithEngine("kubernetes", "the operator with the rights that its installation gives it", () => {
  let world: World;

  beforeAll(async () => {
    world = await World.start();
  });
  afterEach(() => world?.stopOperators());
  afterAll(() => world?.stop());

  it.each([
    { name: "wide", watchNamespaces: [], namespace: "anywhere", because: "it looks after the whole cluster" },
    { name: "narrow", watchNamespaces: ["shop"], namespace: "shop", because: "it watches this namespace only" },
  ])(
    "makes, changes and deletes, elected, where $because, and is refused nothing",
    async ({ name, watchNamespaces, namespace }) => {
      await world.namespace(namespace);
      const namespaceOfOperator = { namespace: OPERATOR_NAMESPACE, globalSecretName: GLOBAL_SECRET };
      const install = { name, watchNamespaces, ...namespaceOfOperator };
      const config = await installRights(world.plane, world.kube, install);
      const watched = watchNamespaces.length > 0 ? { watchNamespaces } : {};
      const operator = world.operator({ config, leaderElection: true, globalSecretName: GLOBAL_SECRET, ...watched });

      await world.credentials(namespace, "key");
      await world.secret(namespace, "password", { password: "a password of some length" });
      await world.create(
        "AtlasProject",
        namespace,
        "shop",
        { name, connectionSecretRef: { name: "key" } },
        { annotations },
      );
      const projectRef = { name: "shop" };
      const providerSettings = { backingProviderName: "AWS", regionName: "EU_WEST_1" };
      const flex = { projectRef, flexSpec: { name: "main", providerSettings } };
      await world.create("AtlasDeployment", namespace, "main", flex, { annotations });
      const roles = [{ roleName: "read", databaseName: "shop" }];
      const user = { projectRef, username: "app", roles, passwordSecretRef: { name: "password" } };
      await world.create("AtlasDatabaseUser", namespace, "app", user, { annotations });
      await world.ready("AtlasDatabaseUser", namespace, "app");

      const connectionSecret = `${namespace}/${name}-main-app`;
      await until("the connection secret is there", () => world.kube.get(SECRETS, connectionSecret));
      const key = await world.kube.get(SECRETS, `${namespace}/key`);
      expect(key?.metadata.finalizers).toEqual(["atlas-iac/credentials-in-use"]);

      await world.delete("AtlasDatabaseUser", namespace, "app");
      await world.delete("AtlasDeployment", namespace, "main");
      await world.delete("AtlasProject", namespace, "shop");
      await world.gone("AtlasProject", namespace, "shop");
      expect(world.atlas.state.group(name)).toBeUndefined();
      expect(await world.kube.get(SECRETS, connectionSecret)).toBeUndefined();
      await operator.stop();
      const { stdout } = await world.plane.kubectl(["get", "events.events.k8s.io", "-n", namespace, "-o", "name"]);
      expect(stdout).not.toBe("");
      expect(operator.lines.filter((line) => REFUSAL.test(line))).toEqual([]);
    },
  );

  it("hears of its own Secret, made and mended later, in a namespace that it does not watch", async () => {
    await world.namespace("apart");
    const watchNamespaces = ["apart"];
    const install = { name: "late", namespace: OPERATOR_NAMESPACE, globalSecretName: "late-key", watchNamespaces };
    const config = await installRights(world.plane, world.kube, install);
    world.operator({ config, globalSecretName: "late-key", watchNamespaces });
    await world.create("AtlasProject", "apart", "late", { name: "late" });
    const says = (text: RegExp) =>
      world.until("AtlasProject", "apart", "late", `says ${text}`, (one) =>
        text.test(conditionOf(one, "ProjectReady")?.message ?? ""),
      );
    await says(/Secret atlas-system\/late-key does not exist/);
    await world.secret(OPERATOR_NAMESPACE, "late-key", { orgId: world.atlas.orgId });
    await says(/publicApiKey/);
    const { publicKey, privateKey } = world.atlas.apiKey;
    const data = encoded({ orgId: world.atlas.orgId, publicApiKey: publicKey, privateApiKey: privateKey });
    await world.kube.mergePatch(SECRETS, `${OPERATOR_NAMESPACE}/late-key`, { data });
    await world.ready("AtlasProject", "apart", "late");
  });

  it("names a Secret that its role does not reach, also when it is needed to delete something", async () => {
    for (const name of ["fenced", "keys"]) await world.namespace(name);
    const watchNamespaces = ["fenced"];
    const install = { name: "fenced", namespace: OPERATOR_NAMESPACE, globalSecretName: GLOBAL_SECRET, watchNamespaces };
    const config = await installRights(world.plane, world.kube, install);
    const operator = world.operator({ config, globalSecretName: GLOBAL_SECRET, watchNamespaces });
    await world.create("AtlasProject", "fenced", "afar", { name: "afar" }, { annotations });
    await world.ready("AtlasProject", "fenced", "afar");
    const connectionSecretRef = { name: "key", namespace: "keys" };
    await world.patch("AtlasProject", "fenced", "afar", { spec: { connectionSecretRef } });
    const notifications = [{ typeName: "PAGER_DUTY", serviceKeyRef: { name: "pager", namespace: "keys" } }];
    const alertConfigurations = [{ eventTypeName: "HOST_DOWN", enabled: true, notifications }];
    await world.create("AtlasProject", "fenced", "paged", { name: "paged", alertConfigurations });

    const told = (name: string, type: string, text: RegExp) =>
      world.until("AtlasProject", "fenced", name, `says ${text}`, (one) =>
        text.test(conditionOf(one, type)?.message ?? ""),
      );
    const key = /Secret keys\/key may not be read by the operator: its role does not reach there/;
    const afar = await told("afar", "ProjectReady", key);
    expect(conditionOf(afar, "ProjectReady")?.reason).toBe("AtlasAPIAccessNotConfigured");
    await told("paged", "ProjectReady", /^spec\.alert.*Secret keys\/pager may not be read/);

    await world.delete("AtlasProject", "fenced", "afar");
    await told("afar", "ProjectReady", /cannot be deleted: Secret keys\/key may not.*annotate it with .*: keep/);
    await operator.stop();
  });

  it("runs as its Deployment says, with every flag that an installation can give", async () => {
    await world.namespace("rendered");
    const [metrics, probes] = [await freePort(), await freePort()];
    const install: OperatorInstall & { name: string; namespace: string } = {
      name: "rendered",
      namespace: OPERATOR_NAMESPACE,
      watchNamespaces: ["rendered"],
      atlasDomain: world.atlas.url,
      globalSecretName: GLOBAL_SECRET,
      objectDeletionProtection: false,
      labelSelector: "team=shop,tier!=test",
      devDatabases: true,
      prewarmDevDB: false,
      allowCustomConfig: true,
      atlasCommand: "/opt/atlas/atlas",
      logLevel: "debug",
      extraArgs: [`--metrics-bind-address=127.0.0.1:${metrics}`, `--health-probe-bind-address=127.0.0.1:${probes}`],
    };
    const account = await installRights(world.plane, world.kube, install);
    using directory = manifestDirectory();
    const kubeconfig = join(directory.path, directory.write("kubeconfig", account.exportConfig()));
    const { args, env } = containerIn(operatorManifests(install), "rendered-5d9c7b6f4-x2x7k");
    const child = start(args, { env: { ...env, KUBECONFIG: kubeconfig, ATLAS_IAC_TIME_SCALE: "400" } });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text) => (said += text));
    const ended = once(child, "exit");
    try {
      await world.create("AtlasProject", "rendered", "shop", { name: "rendered" });
      await world.ready("AtlasProject", "rendered", "shop");
      const answers = await Promise.all(
        [`${probes}/healthz`, `${probes}/readyz`, `${metrics}/metrics`].map((at) => fetch(`http://127.0.0.1:${at}`)),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      await world.delete("AtlasProject", "rendered", "shop");
      await world.gone("AtlasProject", "rendered", "shop");
      expect(world.atlas.state.group("rendered")).toBeUndefined();
      child.kill("SIGTERM");
      expect(await ended).toEqual([0, null]);
    } catch (error) {
      throw new Error(`the operator said:\n${said}`, { cause: error });
    } finally {
      child.kill("SIGKILL");
    }
    expect(said).toContain('"debug"');
    expect(REFUSAL.test(said)).toBe(false);
  });
});

/** What the kubelet starts for a Deployment's pod: its arguments, and its environment with what the pod is called and where it is. */
function containerIn(manifests: readonly Manifest[], podName: string): { args: string[]; env: Record<string, string> } {
  const deployment = manifests.find(({ kind }) => kind === "Deployment");
  const [container] = Object(deployment?.spec).template.spec.containers;
  const fields: Record<string, string> = { "metadata.name": podName, "metadata.namespace": OPERATOR_NAMESPACE };
  const variables: { name: string; value?: string; valueFrom?: { fieldRef: { fieldPath: string } } }[] = container.env;
  const env = variables.map(({ name, value, valueFrom }) => [
    name,
    value ?? fields[valueFrom?.fieldRef.fieldPath ?? ""],
  ]);
  return { args: ["operator", ...container.args], env: Object.fromEntries(env) };
}
