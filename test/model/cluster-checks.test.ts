import { describe, expect, it } from "vitest";
import type { KindName } from "../../sdk/model/kinds";
import { validateSpec } from "../../sdk/model/validate";

type Spec = Record<string, unknown>;
const faultsOf = (kind: KindName, spec: Spec): string[] =>
  validateSpec(kind, spec, "manifest").map(({ path, message }) => `${path}: ${message}`);

const cluster = (more: Spec = {}, provider: Spec = {}): Spec => ({
  projectRef: { name: "shop" },
  name: "main",
  providerSettings: { providerName: "AWS", instanceSizeName: "M10", regionName: "EU_WEST_1", ...provider },
  ...more,
});

describe("a cluster of former releases", () => {
  it.each([
    [cluster(), [], "it is whole"],
    [cluster({ name: undefined }), ["spec.name: is required"], "every cluster has a name"],
    [
      cluster({}, { regionName: undefined }),
      ["spec.providerSettings.regionName: is required where replicationSpecs names no region"],
      "it has to be somewhere",
    ],
    [
      cluster({ autoScaling: { autoIndexingEnabled: true } }),
      ["spec.autoScaling.autoIndexingEnabled: must be false: no cluster has it any more"],
      "Atlas dropped it",
    ],
    [
      cluster({}, { encryptEBSVolume: false }),
      ["spec.providerSettings.encryptEBSVolume: must be true: Atlas encrypts all disks"],
      "Atlas dropped the choice",
    ],
    [
      cluster({ diskSizeGB: 40 }, { providerName: "AZURE", diskTypeName: "P10" }),
      ["spec.providerSettings.diskTypeName: P10 is a disk of 128 GB, but diskSizeGB is 40"],
      "there is one disk",
    ],
    [
      cluster({}, { providerName: "TENANT", instanceSizeName: "M0" }),
      ["spec.providerSettings.backingProviderName: is required when providerName is TENANT"],
      "a free cluster runs somewhere as well",
    ],
    [
      cluster({ replicationSpecs: [{ zoneName: "Zone 1" }] }, { regionName: undefined }),
      ["spec.providerSettings.regionName: is required where replicationSpecs names no region"],
      "a zone has to be somewhere as well",
    ],
    [
      {
        projectRef: { name: "shop" },
        advancedClusterSpec: {
          name: "main",
          replicationSpecs: [{ regionConfigs: [{ providerName: "TENANT", electableSpecs: { instanceSize: "M0" } }] }],
        },
      },
      [
        "spec.advancedClusterSpec.replicationSpecs[0].regionConfigs[0].backingProviderName: is required when providerName is TENANT",
      ],
      "so does one in the later form",
    ],
    [
      { projectRef: { name: "shop" }, advancedClusterSpec: {} },
      ["spec.advancedClusterSpec.name: is required"],
      "its schema does not ask for one",
    ],
  ])("%j has the faults %j, because %s", (spec, faults) => {
    expect(faultsOf("AtlasCluster", JSON.parse(JSON.stringify(spec)))).toEqual(faults);
  });

  it("has one form", () => {
    const both = cluster({ clusterSpec: { name: "main", providerSettings: Object(cluster()).providerSettings } });
    expect(faultsOf("AtlasCluster", both)).not.toEqual([]);
  });
});

describe("a search configuration", () => {
  const analyzer = (name: string, tokenizer: Spec): Spec => ({ analyzers: [{ name, tokenizer }] });
  it.each([
    [analyzer("mine", { type: "standard" }), [], "it needs nothing more"],
    [
      analyzer("mine", { type: "nGram", minGram: 2 }),
      ["spec.analyzers[0].tokenizer.maxGram: is required when type is nGram"],
      "terms have a longest one",
    ],
    [
      analyzer("lucene.mine", { type: "keyword" }),
      ["spec.analyzers[0].name: may not begin with lucene."],
      "those are Atlas's own",
    ],
  ])("%j has the faults %j, because %s", (spec, faults) => {
    expect(faultsOf("AtlasSearchIndexConfig", spec)).toEqual(faults);
  });
});
