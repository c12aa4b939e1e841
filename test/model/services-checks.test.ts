import { describe, expect, it } from "vitest";
import { validateSpec } from "../../sdk/model/validate";

const projectRef = { name: "shop" };
const webhook = { urlSecretRef: { name: "hook" } };
const pagerDuty = { serviceKeySecretRef: { name: "key" }, region: "EU" };

describe("an integration", () => {
  it.each([
    { because: "it is whole", spec: { type: "WEBHOOK", webhook }, says: [] },
    {
      because: "the block of the type is missing",
      spec: { type: "WEBHOOK" },
      says: ["exactly one of datadog, microsoftTeams, newRelic, opsGenie, pagerDuty, prometheus, slack, victorOps"],
    },
    {
      because: "the block is another type's",
      spec: { type: "WEBHOOK", pagerDuty },
      says: ["goes with type PAGER_DUTY only, and type is WEBHOOK"],
    },
    {
      because: "PagerDuty has two regions",
      spec: { type: "PAGER_DUTY", pagerDuty: { ...pagerDuty, region: "AP" } },
      says: ['"AP"'],
    },
  ])("is told what is wrong with it: $because", ({ spec, says }) => {
    const faults = validateSpec("AtlasThirdPartyIntegration", { projectRef, ...spec }, "manifest");
    expect(faults).toHaveLength(says.length);
    for (const text of says) expect(faults.map(({ message }) => message).join()).toContain(text);
  });
});

describe("a project", () => {
  it("is told that Flowdock is no more, wherever it asks for it", () => {
    const faults = validateSpec(
      "AtlasProject",
      {
        name: "shop",
        integrations: [{ type: "FLOWDOCK", flowName: "shop" }],
        alertConfigurations: [{ notifications: [{ typeName: "FLOWDOCK" }] }],
      },
      "manifest",
    );
    expect(faults.map(({ path }) => path)).toEqual([
      "spec.integrations[0].type",
      "spec.alertConfigurations[0].notifications[0].typeName",
    ]);
    expect(faults[0]?.message).toContain("which is no more");
  });
});
