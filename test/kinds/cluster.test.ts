import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clusterHandler } from "../../provider/kinds/cluster/handler";
import { deploymentOf } from "../../provider/kinds/cluster/to-deployment";
import type { Spec } from "./conformance/fixture";
import { firstCluster } from "./conformance/fixtures/cluster";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const cluster = (more: Spec = {}, provider: Spec = {}): Spec => ({
  projectRef: "p",
  name: "main",
  providerSettings: { providerName: "AWS", instanceSizeName: "M30", regionName: "EU_WEST_1", ...provider },
  ...more,
});
const deployed = (spec: Spec) => deploymentOf(Object(spec)).deploymentSpec;
const region = (spec: Spec) => deployed(spec)?.replicationSpecs?.[0]?.regionConfigs?.[0];

describe("a cluster of former releases", () => {
  it("of one region has three nodes in it", () => {
    expect(deployed(cluster({ diskSizeGB: 40, providerBackupEnabled: true, numShards: 2 }))).toEqual({
      name: "main",
      diskSizeGB: 40,
      backupEnabled: true,
      replicationSpecs: [
        {
          numShards: 2,
          regionConfigs: [
            {
              providerName: "AWS",
              regionName: "EU_WEST_1",
              priority: 7,
              electableSpecs: { instanceSize: "M30", nodeCount: 3 },
              autoScaling: { compute: { enabled: false }, diskGB: { enabled: false } },
            },
          ],
        },
      ],
    });
  });

  it("of several regions has the nodes that each names, all of one size", () => {
    const regionsConfig = {
      EU_WEST_1: { electableNodes: 3, priority: 7, readOnlyNodes: 0, analyticsNodes: 1 },
      EU_CENTRAL_1: { electableNodes: 2, priority: 6 },
    };
    const spec = cluster(
      { replicationSpecs: [{ zoneName: "Zone 1", regionsConfig }] },
      { volumeType: "PROVISIONED", diskIOPS: 3000 },
    );
    const hardware = { instanceSize: "M30", ebsVolumeType: "PROVISIONED", diskIOPS: 3000 };
    expect(deployed(spec)?.replicationSpecs).toMatchObject([
      {
        zoneName: "Zone 1",
        regionConfigs: [
          {
            regionName: "EU_WEST_1",
            electableSpecs: { ...hardware, nodeCount: 3 },
            analyticsSpecs: { ...hardware, nodeCount: 1 },
          },
          { regionName: "EU_CENTRAL_1", electableSpecs: { ...hardware, nodeCount: 2 } },
        ],
      },
    ]);
  });

  it.each<[Spec, Spec, string]>([
    [cluster({ autoScaling: { diskGBEnabled: true } }), { diskGB: { enabled: true } }, "the disk's is the cluster's"],
    [
      cluster(
        { autoScaling: { compute: { enabled: true, scaleDownEnabled: true } } },
        { autoScaling: { compute: { minInstanceSize: "M30", maxInstanceSize: "M50" } } },
      ),
      { compute: { enabled: true, scaleDownEnabled: true, minInstanceSize: "M30", maxInstanceSize: "M50" } },
      "limits are the provider's",
    ],
  ])("%j scales by %j, as %s", (spec, expected) => {
    expect(region(spec)?.autoScaling).toMatchObject(expected);
  });

  it("on Azure has the disk that its type stands for", () => {
    expect(deployed(cluster({}, { providerName: "AZURE", diskTypeName: "P10" }))?.diskSizeGB).toBe(128);
  });

  it("that is free has a size and a place, and nothing else", () => {
    const tenant = { providerName: "TENANT", backingProviderName: "AWS", instanceSizeName: "M0" };
    expect(region(cluster({}, tenant))).toEqual({
      providerName: "TENANT",
      backingProviderName: "AWS",
      regionName: "EU_WEST_1",
      priority: 7,
      electableSpecs: { instanceSize: "M0" },
    });
  });

  it("names its own fields where Atlas lets nobody change something, and where it refuses", async () => {
    const subject = await Subject.fresh(world, firstCluster);
    await subject.up(subject.spec({ mongoDBMajorVersion: "8.0" }));
    const { plan } = await subject.preview(subject.spec({ mongoDBMajorVersion: "7.0" }));
    expect(plan.impossible).toEqual([{ path: "spec.mongoDBMajorVersion", from: "8.0", to: "7.0" }]);
    const free = cluster({ pitEnabled: true }, { providerName: "TENANT", instanceSizeName: "M0" });
    expect(clusterHandler.check?.(Object(free))).toEqual([expect.objectContaining({ path: "spec.pitEnabled" })]);
  });

  it("is changed in place when it is declared in the other form, and only then", () => {
    const { projectRef, ...settings } = cluster();
    const later = { projectRef, clusterSpec: settings };
    expect(clusterHandler.keeps?.(Object(cluster()), Object(later))).toBe(true);
    expect(clusterHandler.keeps?.(Object(cluster()), Object({ ...later, projectRef: "q" }))).toBe(false);
    expect(clusterHandler.keeps?.(Object(cluster()), Object(cluster({ name: "other" })))).toBe(false);
  });
});
