import { describe, expect, it } from "vitest";
import { compareInstanceSizes } from "../../sdk/model/atlas-deployment/instance-size";
import { validateSpec } from "../../sdk/model/validate";

type Json = Record<string, unknown>;

function faults(spec: Json): string[] {
  const found = validateSpec("AtlasDeployment", { projectRef: { name: "shop" }, ...spec }, "manifest");
  return found.map(({ path, message }) => `${path}: ${message}`);
}

const region = (change: Json = {}): Json => ({
  providerName: "AWS",
  regionName: "US_EAST_1",
  priority: 7,
  electableSpecs: { instanceSize: "M10", nodeCount: 3 },
  ...change,
});
const cluster = (change: Json, ...regions: Json[]): Json => ({
  deploymentSpec: {
    name: "main",
    replicationSpecs: [{ regionConfigs: regions.length > 0 ? regions : [region()] }],
    ...change,
  },
});
const flex = (change: Json = {}): Json => ({
  flexSpec: { name: "small", providerSettings: { backingProviderName: "AWS", regionName: "US_EAST_1" }, ...change },
});
/** A second region, without nodes of the first's kind. */
const second = (change: Json = {}): Json =>
  region({ regionName: "EU_WEST_1", priority: 0, electableSpecs: undefined, ...change });
const scaling = (compute: Json): Json => ({ autoScaling: { compute: { enabled: true, ...compute } } });
const at = "spec.deploymentSpec.replicationSpecs[0].regionConfigs[0]";

describe("a deployment", () => {
  it.each<{ spec: Json; says: string[]; because: string }>([
    { spec: cluster({}), says: [], because: "one region is enough" },
    { spec: flex(), says: [], because: "Flex needs a name and a place" },
    {
      spec: {},
      says: ["spec: exactly one of deploymentSpec, flexSpec and serverlessSpec must be given, but none is"],
      because: "a deployment is of some shape",
    },
    {
      spec: { ...cluster({}), ...flex() },
      says: [
        "spec: exactly one of deploymentSpec, flexSpec and serverlessSpec must be given, but deploymentSpec and flexSpec are",
      ],
      because: "a deployment is of one shape",
    },
    {
      spec: flex({ providerSettings: { backingProviderName: "AWS", regionName: "" } }),
      says: ["spec.flexSpec.providerSettings.regionName: must not be empty"],
      because: "a cluster runs somewhere",
    },
    {
      spec: flex({ providerSettings: { backingProviderName: "TENANT", regionName: "US_EAST_1" } }),
      says: ['spec.flexSpec.providerSettings.backingProviderName: "TENANT" is not one of AWS, GCP, AZURE'],
      because: "Flex is named by who hosts it",
    },
    {
      spec: cluster({ name: "my_cluster" }),
      says: [
        'spec.deploymentSpec.name: "my_cluster" is not made of letters, digits and -, beginning with a letter or digit',
      ],
      because: "names become host names",
    },
    {
      spec: cluster({}, region({ providerName: undefined })),
      says: [`${at}.providerName: is required`],
      because: "a region is somebody's",
    },
    {
      spec: cluster({}, region({ providerName: "TENANT", electableSpecs: { instanceSize: "M0" } })),
      says: [`${at}.backingProviderName: is required when providerName is TENANT`],
      because: "a free cluster runs at a provider too",
    },
    {
      spec: cluster({}, region({ providerName: "SERVERLESS" })),
      says: [`${at}.providerName: "SERVERLESS" is not one of AWS, GCP, AZURE, TENANT`],
      because: "serverless is no provider of a cluster",
    },
    {
      spec: cluster({}, region({ providerName: "AWZ" })),
      says: [`${at}.providerName: "AWZ" is not one of AWS, GCP, AZURE, TENANT; did you mean AWS?`],
      because: "slips are named",
    },
    {
      spec: cluster({
        tags: [
          { key: "a", value: "b" },
          { key: "a", value: "c" },
        ],
      }),
      says: ['spec.deploymentSpec.tags[1].key: "a" is used already by item 0; each key must be unique'],
      because: "tags are told apart by key",
    },
    {
      spec: { ...cluster({}), backupRef: { name: "daily" } },
      says: ["spec.backupRef: may only be given when deploymentSpec.backupEnabled is true"],
      because: "a schedule without backups does nothing",
    },
    {
      spec: { ...cluster({ backupEnabled: true }), backupRef: { name: "daily" } },
      says: [],
      because: "a schedule with backups is right",
    },
    {
      spec: cluster({ managedNamespaces: [{ db: "a", collection: "b" }] }),
      says: ["spec.deploymentSpec.managedNamespaces: may only be given when clusterType is GEOSHARDED"],
      because: "only global clusters have zones",
    },
    {
      spec: cluster({
        clusterType: "GEOSHARDED",
        customZoneMapping: [
          { location: "DE", zone: "a" },
          { location: "DE", zone: "b" },
        ],
      }),
      says: [
        'spec.deploymentSpec.customZoneMapping[1].location: "DE" is used already by item 0; each location must be unique',
      ],
      because: "a place is in one zone",
    },
    {
      spec: cluster({
        searchIndexes: [
          { name: "a", DBName: "d", collectionName: "c", type: "search" },
          { name: "a", DBName: "d", collectionName: "c", type: "vectorSearch", vectorSearch: { fields: [] } },
        ],
      }),
      says: [
        'spec.deploymentSpec.searchIndexes[1].name: "a" is used already by item 0; each name must be unique',
        "spec.deploymentSpec.searchIndexes[0].search: is required when type is search",
      ],
      because: "indexes have names and definitions",
    },
    {
      spec: cluster({ searchNodes: [{ nodeCount: 1 }] }),
      says: ["spec.deploymentSpec.searchNodes[0].nodeCount: 1 is less than 2, the smallest that is allowed"],
      because: "search comes in pairs",
    },
    {
      spec: { serverlessSpec: { name: "old", providerSettings: { providerName: "AWS" } } },
      says: [
        'spec.serverlessSpec.providerSettings.providerName: "AWS" is not one of SERVERLESS',
        "spec.serverlessSpec.providerSettings.backingProviderName: is required",
      ],
      because: "serverless names its host apart",
    },
    {
      spec: { ...cluster({}), processArgs: { oplogMinRetentionHours: "a day" } },
      says: ['spec.processArgs.oplogMinRetentionHours: "a day" does not match ^[0-9]+(\\.[0-9]+)?$'],
      because: "hours are a number",
    },
  ])("$because", ({ spec, says }) => {
    expect(faults(spec)).toEqual(says);
  });
});

describe("autoscaling", () => {
  const limits = { maxInstanceSize: "M40", minInstanceSize: "M10", scaleDownEnabled: true };
  it.each<{ regions: Json[]; says: string[]; because: string }>([
    { regions: [region(scaling(limits))], says: [], because: "the size lies within its limits" },
    {
      regions: [region(scaling({ maxInstanceSize: "M40" }))],
      says: [],
      because: "what never shrinks needs no smallest size",
    },
    {
      regions: [region(scaling({ ...limits, minInstanceSize: undefined }))],
      says: [`${at}.autoScaling.compute.minInstanceSize: is required when scaleDownEnabled is true`],
      because: "what shrinks needs a smallest size",
    },
    {
      regions: [region(scaling({}))],
      says: [`${at}.autoScaling.compute.maxInstanceSize: is required when enabled is true`],
      because: "what grows needs a largest size",
    },
    {
      regions: [region(scaling({ maxInstanceSize: "huge" }))],
      says: [`${at}.autoScaling.compute.maxInstanceSize: "huge" is not an instance size such as M10 or R40_NVME`],
      because: "sizes are written in one way",
    },
    {
      regions: [region(scaling({ ...limits, minInstanceSize: "M50" }))],
      says: [
        `${at}.autoScaling.compute.minInstanceSize: M50 is larger than maxInstanceSize, M40`,
        `${at}.electableSpecs.instanceSize: M10 is smaller than M50, the smallest size that autoscaling may choose`,
      ],
      because: "limits have an order",
    },
    {
      regions: [region({ ...scaling(limits), readOnlySpecs: { instanceSize: "R40", nodeCount: 1 } })],
      says: [`${at}.readOnlySpecs.instanceSize: R40 is larger than M40, the largest size that autoscaling may choose`],
      because: "R40 comes after M40",
    },
    {
      regions: [region({ ...scaling(limits), analyticsSpecs: { instanceSize: "M60", nodeCount: 1 } })],
      says: [`${at}.analyticsSpecs.instanceSize: M60 is larger than M40, the largest size that autoscaling may choose`],
      because: "analytics nodes without scaling of their own follow the others'",
    },
    {
      regions: [
        region({
          ...scaling(limits),
          analyticsAutoScaling: { compute: { enabled: true, maxInstanceSize: "M80" } },
          analyticsSpecs: { instanceSize: "M60", nodeCount: 1 },
        }),
      ],
      says: [],
      because: "analytics nodes may have limits of their own",
    },
    {
      regions: [region(scaling(limits)), second()],
      says: [
        `spec.deploymentSpec.replicationSpecs[0].regionConfigs[1].autoScaling: must be the same in every region, but differs from ${at}.autoScaling`,
      ],
      because: "Atlas scales all regions alike",
    },
    {
      regions: [region({ autoScaling: { compute: { enabled: false } } }), second()],
      says: [],
      because: "absent and switched off are the same",
    },
  ])("$because", ({ regions, says }) => {
    expect(faults(cluster({}, ...regions))).toEqual(says);
  });
});

describe("instance sizes", () => {
  it("are ordered by number, then family, then disk, then generation", () => {
    const sizes = ["M200", "M40_NVME", "R40", "M10", "M40_GEN_2", "R40_NVME", "M40", "M5"];
    expect(sizes.toSorted((a, b) => compareInstanceSizes(a, b) ?? 0)).toEqual([
      "M5",
      "M10",
      "M40",
      "M40_GEN_2",
      "M40_NVME",
      "R40",
      "R40_NVME",
      "M200",
    ]);
  });

  it.each(["", "M", "40", "X40", "M40_SSD", "m10"])("cannot be compared when one is %j", (size) => {
    expect(compareInstanceSizes(size, "M10")).toBeUndefined();
  });
});
