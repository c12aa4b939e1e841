import { describe, expect, it } from "vitest";
import { assertServedByGovernment, isGovernment } from "../../provider/operator/controllers/government";

describe("Atlas for Government", () => {
  it.each([
    ["https://cloud.mongodbgov.com/", true, "its host says so"],
    ["https://cloud.mongodb.com/", false, "it is the one for all"],
    ["https://mongodbgov.com.example.com", false, "only the end of the host counts"],
    ["", false, "nothing is said"],
  ])("is at %s: %s, as %s", (domain, expected) => {
    expect(isGovernment(domain)).toBe(expected);
  });

  it.each([
    ["AtlasIPAccessList", {}, "AtlasIPAccessList"],
    ["AtlasStreamInstance", {}, "AtlasStreamInstance"],
    ["AtlasDeployment", { flexSpec: {} }, "Flex and serverless"],
  ] as const)("has no %s with %j", (kind, spec, what) => {
    expect(() => assertServedByGovernment(kind, spec)).toThrow(
      `Atlas for Government has no ${what === "Flex and serverless" ? `${what} deployments` : `objects of kind ${what}`}`,
    );
  });

  it.each([
    ["AtlasDeployment", { deploymentSpec: {} }],
    ["AtlasProject", {}],
    ["AtlasDatabaseUser", {}],
  ] as const)("has %s with %j", (kind, spec) => {
    expect(() => assertServedByGovernment(kind, spec)).not.toThrow();
  });
});
