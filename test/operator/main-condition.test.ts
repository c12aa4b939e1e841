import { describe, expect, it } from "vitest";
import { mainCondition } from "../../provider/operator/status/main-condition";

describe("the condition that reports a kind as a whole", () => {
  it.each([
    ["AtlasDataFederation", "DataFederationReady", "upstream tells of its credentials as a database user's"],
    ["AtlasFederatedAuth", "FederatedAuthReady", "it follows from the kind"],
    ["AtlasStreamInstance", "StreamInstanceReady", "it follows from the kind"],
    ["AtlasCustomRole", "ProjectCustomRolesReady", "upstream has the project's name for it"],
    ["AtlasTeam", "Ready", "upstream has no other"],
  ])("of %s is %s, because %s", (kind, condition) => {
    expect(mainCondition(kind)).toBe(condition);
  });
});
