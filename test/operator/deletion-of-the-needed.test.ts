import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resourceOf } from "../../provider/operator/cluster/managed-object";
import { embeddedKinds, referrerKinds } from "../../provider/operator/cluster/references";
import { SECRETS } from "../../provider/operator/cluster/secret";
import { type KindName, kindNames } from "../../sdk/model/kinds";
import { describeWithEngine } from "../../tools/engines/require-engine";
import type { Fixture } from "../kinds/conformance/fixture";
import { backedUpCluster } from "../kinds/conformance/fixtures/deployment-backup";
import { searchCluster } from "../kinds/conformance/fixtures/deployment-search";
import { awsContainer } from "../kinds/conformance/fixtures/network-container";
import { awsPeering } from "../kinds/conformance/fixtures/network-peering";
import { project } from "../kinds/conformance/fixtures/project";
import { projectBackup } from "../kinds/conformance/fixtures/project-backup";
import { streamInstance } from "../kinds/conformance/fixtures/stream-instance";
import { type World as Atlas, startWorld } from "../kinds/conformance/world";
import { declare, OWN_KEY } from "./harness/declare";
import { conditionOf, World } from "./harness/world";
import { until } from "./runtime/harness/until";

const SCALE = 2_000;
const RESOURCE_POLICY = "mongodb.com/atlas-resource-policy";
const policies: Readonly<Record<string, Record<string, string | null>>> = {
  none: { [RESOURCE_POLICY]: null },
  keep: { [RESOURCE_POLICY]: "keep" },
  delete: { [RESOURCE_POLICY]: "delete" },
  skip: { "mongodb.com/atlas-reconciliation-policy": "skip", [RESOURCE_POLICY]: "delete" },
};

/** An object that is needed: the fixture with which it is declared, who names it, and how Atlas is asked to delete it. */
interface Needed {
  kind: KindName;
  fixture: Fixture;
  dependent: KindName;
  removal?: string;
}

const madeInAtlas: Needed[] = [
  {
    kind: "AtlasNetworkContainer",
    fixture: awsContainer,
    dependent: "AtlasNetworkPeering",
    removal: "deleteGroupContainer",
  },
  { kind: "AtlasProject", fixture: streamInstance, dependent: "AtlasStreamInstance", removal: "deleteGroup" },
  { kind: "AtlasTeam", fixture: project, dependent: "AtlasProject", removal: "deleteOrgTeam" },
];

const embedded: Needed[] = [
  { kind: "AtlasBackupCompliancePolicy", fixture: projectBackup, dependent: "AtlasProject" },
  { kind: "AtlasBackupPolicy", fixture: backedUpCluster, dependent: "AtlasBackupSchedule" },
  { kind: "AtlasBackupSchedule", fixture: backedUpCluster, dependent: "AtlasDeployment" },
  { kind: "AtlasSearchIndexConfig", fixture: searchCluster, dependent: "AtlasDeployment" },
  { kind: "AtlasStreamConnection", fixture: streamInstance, dependent: "AtlasStreamInstance" },
];

/** Names of the two objects in their namespace. */
interface Pair {
  namespace: string;
  name: string;
  dependent: string;
}

describeWithEngine("kubernetes", "what becomes of a deleted object that another one names", () => {
  let atlas: Atlas;
  let world: World;
  beforeAll(async () => {
    atlas = await startWorld({ scale: SCALE });
    world = await World.start({ atlas: atlas.simulator, timeScale: SCALE });
  });
  afterAll(() => world?.stop());

  it("is looked at for every kind that others name", () => {
    expect(madeInAtlas.map(({ kind }) => kind)).toEqual(
      kindNames.filter((kind) => referrerKinds(kind).length > 0 && !embeddedKinds.includes(kind)),
    );
    expect(embedded.map(({ kind }) => kind)).toEqual(embeddedKinds);
  });

  describe.each([true, false])("with deletion protection %s", (protection) => {
    beforeAll(() => {
      world.operator({ deletionProtection: protection });
    });
    afterAll(() => world.stopOperators());

    it.each(madeInAtlas)("$kind is kept at once, or waits for $dependent and is then deleted", async (needed) => {
      await Promise.all(Object.keys(policies).map((policy) => leave(needed, policy)));
    });

    async function leave(needed: Needed, policy: string): Promise<void> {
      const { kind, dependent, removal } = needed;
      const pair = await made(needed, `${kind}-${protection}-${policy}`.toLowerCase());
      const { namespace, name } = pair;
      const { status } = await world.patch(kind, namespace, name, { metadata: { annotations: policies[policy] } });
      await world.delete(kind, namespace, name);
      const wasRemoved = (): boolean =>
        world.atlas.writes().some(({ operation, path }) => operation === removal && path.includes(String(status?.id)));
      if (policy === "delete" || (policy === "none" && !protection)) {
        await waitsFor(needed, pair);
        expect(wasRemoved()).toBe(false);
        await deleteInAtlas(dependent, namespace, pair.dependent);
        await world.gone(kind, namespace, name);
        expect(wasRemoved()).toBe(true);
      } else {
        await world.gone(kind, namespace, name);
        expect(wasRemoved()).toBe(false);
        expect(await world.get(dependent, namespace, pair.dependent)).toBeDefined();
      }
    }
  });

  describe("whatever protection says", () => {
    beforeAll(() => {
      world.operator({ deletionProtection: false });
    });
    afterAll(() => world.stopOperators());

    it.each(embedded)("$kind is held while $dependent embeds it, whatever its own policy", async (needed) => {
      const pair = await made(needed, needed.kind.toLowerCase());
      const { namespace, name } = pair;
      await world.delete(needed.kind, namespace, name);
      await waitsFor(needed, pair);
      for (const annotations of Object.values(policies)) {
        await world.patch(needed.kind, namespace, name, { metadata: { annotations } });
      }
      // What is done at once comes after what was done to the policy.
      await deleteInAtlas(needed.dependent, namespace, pair.dependent);
      // A schedule is itself held by its deployment.
      if (embeddedKinds.includes(needed.dependent)) await deleteInAtlas(needed.fixture.kind, namespace, "subject");
      await world.gone(needed.kind, namespace, name);
      expect(await world.get(needed.dependent, namespace, pair.dependent)).toBeUndefined();
    });

    it.each(madeInAtlas)(
      "$kind waits for $dependent also without credentials, and can then be released",
      async (needed) => {
        const pair = await made(needed, `${needed.kind}-locked-out`.toLowerCase());
        const { namespace, name } = pair;
        await world.patch(needed.kind, namespace, name, { metadata: { annotations: policies.delete } });
        await loseCredentials(`${namespace}/${OWN_KEY}`);
        await world.delete(needed.kind, namespace, name);
        await waitsFor(needed, pair);
        await world.patch(needed.kind, namespace, name, { metadata: { annotations: policies.keep } });
        await world.gone(needed.kind, namespace, name);
      },
    );
  });

  async function made({ kind, fixture, dependent }: Needed, namespace: string): Promise<Pair> {
    await world.namespace(namespace);
    const names = await atlas.fresh(fixture);
    await declare(world, fixture, names, namespace, true);
    if (dependent === "AtlasNetworkPeering") {
      const { base } = awsPeering;
      await world.create(dependent, namespace, "peering", {
        provider: base.provider,
        awsConfiguration: base.awsConfiguration,
        externalProjectRef: { id: names.$project },
        connectionSecret: { name: OWN_KEY },
        containerRef: { name: "subject" },
      });
    }
    const [one] = (await world.kube.list(resourceOf(kind), { namespace })).items;
    const [other] = (await world.kube.list(resourceOf(dependent), { namespace })).items;
    const pair = { namespace, name: one?.metadata.name ?? "", dependent: other?.metadata.name ?? "" };
    await world.ready(kind, namespace, pair.name);
    await world.ready(dependent, namespace, pair.dependent);
    return pair;
  }

  /** Somebody takes the Secret away by force: what holds it is removed as well. */
  async function loseCredentials(key: string): Promise<void> {
    await until(`${key} is held`, async () => Boolean((await world.kube.get(SECRETS, key))?.metadata.finalizers));
    await world.kube.delete(SECRETS, key);
    await world.kube.mergePatch(SECRETS, key, { metadata: { finalizers: null } });
  }

  async function waitsFor({ kind, dependent }: Needed, { namespace, name, dependent: other }: Pair): Promise<void> {
    const title = `${dependent} ${namespace}/${other}`;
    const held = await world.until(kind, namespace, name, `waits for ${title}`, ({ status }) =>
      Boolean(status?.conditions?.some(({ message }) => message?.includes(title))),
    );
    expect(conditionOf(held, "Ready")?.status).toBe("False");
  }

  async function deleteInAtlas(kind: KindName, namespace: string, name: string): Promise<void> {
    await world.patch(kind, namespace, name, { metadata: { annotations: policies.delete } });
    await world.delete(kind, namespace, name);
  }
});
