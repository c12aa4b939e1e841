import { describe, expect, it } from "vitest";
import { type Condition, setCondition, unsetConditions } from "../../../provider/operator/runtime/kube/conditions";

const early = new Date("2026-01-01T00:00:00.123Z");
const late = new Date("2026-01-02T00:00:00.456Z");
const notReady: Condition[] = setCondition(undefined, { type: "Ready", status: "False", reason: "Busy" }, early);

describe("setting a condition", () => {
  it.each([
    {
      because: "another message is no transition",
      status: "False" as const,
      reason: "Busy",
      time: "2026-01-01T00:00:00Z",
    },
    {
      because: "another reason is no transition",
      status: "False" as const,
      reason: "Broken",
      time: "2026-01-01T00:00:00Z",
    },
    {
      because: "another status is a transition",
      status: "True" as const,
      reason: "Done",
      time: "2026-01-02T00:00:00Z",
    },
  ])("moves the transition time by the rule that $because", ({ status, reason, time }) => {
    const set = setCondition(notReady, { type: "Ready", status, reason, message: "new", observedGeneration: 7 }, late);
    expect(set).toEqual([
      { type: "Ready", status, reason, message: "new", observedGeneration: 7, lastTransitionTime: time },
    ]);
  });

  it("keeps the order and changes no list in place", () => {
    const frozen = Object.freeze([...notReady]);
    const two = setCondition(frozen, { type: "Valid", status: "True" }, early);
    const three = setCondition(two, { type: "Ready", status: "True" }, late);
    expect(three.map(({ type }) => type)).toEqual(["Ready", "Valid"]);
    expect(unsetConditions(three, "Ready").map(({ type }) => type)).toEqual(["Valid"]);
  });
});
