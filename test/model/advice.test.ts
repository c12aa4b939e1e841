import { describe, expect, it } from "vitest";
import { adviseSpec } from "../../sdk/model";

const cluster = (region: object) => ({ deploymentSpec: { replicationSpecs: [{ regionConfigs: [region] }] } });
const at = "spec.deploymentSpec.replicationSpecs[0].regionConfigs[0]";

const cases = [
  {
    because: "all of it is in the catalogue",
    spec: cluster({ providerName: "AWS", regionName: "EU_WEST_1", electableSpecs: { instanceSize: "M10" } }),
    paths: [],
  },
  {
    because: "the region has a slip",
    spec: cluster({ providerName: "AWS", regionName: "EU_WST_1" }),
    paths: [`${at}.regionName`],
    says: "did you mean EU_WEST_1?",
  },
  {
    because: "the region is another cloud's",
    spec: cluster({ providerName: "AZURE", regionName: "EU_WEST_1" }),
    paths: [`${at}.regionName`],
    says: "no region of AZURE",
  },
  {
    because: "sizes below a provider are that provider's",
    spec: cluster({ providerName: "AWS", autoScaling: { compute: { maxInstanceSize: "M41" } } }),
    paths: [`${at}.autoScaling.compute.maxInstanceSize`],
    says: "did you mean M40?",
  },
  {
    because: "a shared cluster names the cloud beside, and has a size of its own",
    spec: cluster({
      providerName: "TENANT",
      backingProviderName: "AWS",
      regionName: "US_EAST_1",
      electableSpecs: { instanceSize: "M0" },
    }),
    paths: [],
  },
  {
    because: "a Flex cluster has only the cloud behind it",
    spec: { flexSpec: { name: "f", providerSettings: { backingProviderName: "GCP", regionName: "EU_WEST_1" } } },
    paths: ["spec.flexSpec.providerSettings.regionName"],
  },
  {
    because: "data federation has names of its own for regions",
    spec: { cloudProviderConfig: {}, dataProcessRegion: { cloudProvider: "AWS", region: "DUBLIN_IRL" } },
    paths: [],
  },
  {
    because: "regions may be written as the cloud writes them",
    spec: { provider: "AWS", region: "eu-west-1" },
    paths: [],
  },
  { because: "nobody knows whose region it is", spec: { region: "NOWHERE" }, paths: [] },
];

describe("adviseSpec", () => {
  it.each(cases)("has advice on $paths: $because", ({ spec, paths, says = "" }) => {
    const advice = adviseSpec("AtlasDeployment", spec, "manifest");
    expect(advice.map(({ path }) => path)).toEqual(paths);
    for (const { message } of advice) expect(message).toContain(says);
  });
});
