import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Spec } from "./conformance/fixture";
import { globalCluster } from "./conformance/fixtures/deployment-global";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const deployment = (more: Spec): Spec => ({
  deploymentSpec: { ...Object(globalCluster.base.deploymentSpec), ...more },
});
const paramsOf = ({ names }: Subject) => ({ groupId: names.$project, clusterName: `main-${names.$unique}` });
const clusterOf = ({ names }: Subject) =>
  world.simulator.state.clusters(names.$project)[0] ?? expect.fail("there is no cluster");

/** Zone names by location. */
function mappingOf(subject: Subject): Record<string, string | undefined> {
  const { zoneMapping = {}, shards } = clusterOf(subject);
  const zones = new Map(shards.map(({ zoneId, zoneName }) => [zoneId, zoneName]));
  return Object.fromEntries(Object.entries(zoneMapping).map(([location, zone]) => [location, zones.get(zone)]));
}

/** A global cluster on which somebody else has mapped France and manages a namespace. */
async function shared(): Promise<Subject> {
  const subject = await Subject.fresh(world, globalCluster);
  await subject.up(subject.spec());
  const params = paramsOf(subject);
  world.simulator.behindTheBack("createGroupClusterGlobalWriteCustomZoneMapping", {
    params,
    body: { customZoneMappings: [{ location: "FR", zone: "Europe" }] },
  });
  world.simulator.behindTheBack("createGroupClusterGlobalWriteManagedNamespace", {
    params,
    body: { db: "theirs", collection: "things", customShardKey: "k" },
  });
  return subject;
}

describe("a global cluster", () => {
  it("arrives with every field that is declared, and tells zones and namespaces in the status", async () => {
    const subject = await Subject.fresh(world, globalCluster);
    const namespace = {
      db: "shop",
      collection: "orders",
      customShardKey: "city",
      isCustomShardKeyHashed: true,
      isShardKeyUnique: false,
      numInitialChunks: 16,
      presplitHashedZones: true,
    };
    await subject.up(subject.spec(deployment({ managedNamespaces: [namespace] })));
    expect(mappingOf(subject)).toEqual({ DE: "Europe", US: "America" });
    expect(clusterOf(subject).managedNamespaces).toEqual([namespace]);
    expect(subject.handler.status(subject.saved.observed ?? {})).toMatchObject({
      customZoneMapping: { customZoneMapping: clusterOf(subject).zoneMapping, zoneMappingState: "READY" },
      managedNamespaces: [{ ...namespace, status: "READY" }],
    });
  });

  it("keeps what others mapped and manage, with a note, and asks for nothing", async () => {
    const subject = await shared();
    const { applied, notes } = await subject.up(subject.spec());
    expect(applied).toEqual([]);
    expect(notes).toEqual([
      "left alone, as this object does not declare them: zone mappings FR",
      "left alone, as this object does not declare them: managed namespaces theirs.things",
    ]);
  });

  it.each([
    ["another zone", [{ location: "DE", zone: "America" }], { DE: "America", FR: "Europe" }],
    ["nothing any more", undefined, { FR: "Europe" }],
  ])("puts back what others mapped when %s is declared", async (_what, customZoneMapping, expected) => {
    const subject = await shared();
    await subject.up(subject.spec(deployment({ customZoneMapping })));
    expect(mappingOf(subject)).toEqual(expected);
    expect(await subject.writesOf(() => subject.up(subject.spec(deployment({ customZoneMapping }))))).toEqual([]);
  });

  it.each(["reset-before", "reset-after"] as const)("puts it back although that call meets %s", async (kind) => {
    const subject = await shared();
    const operation = "createGroupClusterGlobalWriteCustomZoneMapping";
    world.simulator.faults.inject({ kind, match: { operation } });
    await subject.up(subject.spec(deployment({ customZoneMapping: [{ location: "DE", zone: "America" }] })));
    world.simulator.faults.clear();
    expect(mappingOf(subject)).toEqual({ DE: "America", FR: "Europe" });
  });

  it("has the same zones in any order", async () => {
    const subject = await Subject.fresh(world, globalCluster);
    await subject.up(subject.spec());
    const { replicationSpecs } = Object(globalCluster.base.deploymentSpec);
    const turned = deployment({ replicationSpecs: [...replicationSpecs].reverse() });
    expect(await subject.writesOf(() => subject.up(subject.spec(turned)))).toEqual([]);
  });

  it("names its zones by their place where they have no name", async () => {
    const subject = await Subject.fresh(world, globalCluster);
    const { replicationSpecs } = Object(globalCluster.base.deploymentSpec);
    const nameless = deployment({
      replicationSpecs: replicationSpecs.map(({ regionConfigs }: Spec) => ({ regionConfigs })),
      customZoneMapping: [{ location: "DE", zone: "Zone 2" }],
    });
    await subject.up(subject.spec(nameless));
    expect(mappingOf(subject)).toEqual({ DE: "Zone 2" });
    expect(await subject.writesOf(() => subject.up(subject.spec(nameless)))).toEqual([]);
  });
});
