import { describe, expect, it } from "vitest";
import { Hindrance } from "../../provider/operator/controllers/errors";
import { noAccess } from "../../provider/operator/credentials/clients";
import { findCondition } from "../../provider/operator/runtime";
import { troubleOf } from "../../provider/operator/status/failures";
import { holds, lacks, type Outcome } from "../../provider/operator/status/outcome";
import { stateStatusAfter } from "../../provider/operator/status/states";
import { isReady, statusAfter } from "../../provider/operator/status/verdict";

const making = { ...lacks("DeploymentReady", "DeploymentCreating", "deployment main is made"), waiting: true as const };
const broken = lacks("IPAccessListReady", "ProjectIPAccessListNotCreatedInAtlas", "POST …: 400");
const outcome = (more: Partial<Outcome>): Outcome => ({ ready: false, verdicts: [], whole: true, ...more });
const lockedOut = new Hindrance("lacks the label", { condition: "Ready", reason: "Test", again: "on-change" });

describe("the condition Reconciling", () => {
  it.each([
    { outcome: outcome({ verdicts: [making] }), tells: "deployment main is made", because: "Atlas is at it" },
    { outcome: outcome({ verdicts: [making, broken] }), tells: undefined, because: "something else is wrong" },
    {
      outcome: outcome({ ready: true, verdicts: [holds("DeploymentReady")] }),
      tells: undefined,
      because: "all is done",
    },
    {
      outcome: outcome({ verdicts: [broken], stalled: { reason: "Test", message: "never" } }),
      tells: undefined,
      because: "only another declaration helps",
    },
    {
      outcome: troubleOf("AtlasDeployment", noAccess("AtlasDeployment", "Secret a/b does not exist", { waiting: true }))
        .outcome,
      tells: "Secret a/b does not exist",
      because: "the Secret may come with the same manifests",
    },
    {
      outcome: troubleOf("AtlasDeployment", lockedOut).outcome,
      tells: undefined,
      because: "the Secret is there and wrong",
    },
  ])("says $tells where $because", ({ outcome: told, tells }) => {
    const status = statusAfter(undefined, told, 1);
    expect(findCondition(status.conditions, "Reconciling")?.message).toBe(tells);
    const other = stateStatusAfter(undefined, told, 1, false);
    expect(findCondition(other.conditions, "Reconciling")?.message).toBe(tells);
  });

  it("begins when a new declaration is looked at after a failure, says nothing before the first outcome, and goes with it", () => {
    const begun = outcome({ whole: false });
    expect(statusAfter(undefined, begun, 1).conditions?.map(({ type }) => type)).toEqual(["Ready"]);
    const failed = statusAfter(undefined, outcome({ verdicts: [broken] }), 1);
    const again = statusAfter(failed, begun, 2);
    expect(findCondition(again.conditions, "Reconciling")).toMatchObject({ status: "True", reason: "Reconciling" });
    expect(findCondition(again.conditions, "IPAccessListReady")?.status).toBe("False");
    const done = statusAfter(again, outcome({ ready: true, verdicts: [holds("IPAccessListReady")] }), 2);
    expect(done.conditions?.map(({ type }) => type)).toEqual(["Ready", "IPAccessListReady"]);
  });
});

describe("what an earlier pass told, in a pass that does not get far", () => {
  const hindered = (condition: string): Outcome =>
    outcome({ whole: false, verdicts: [lacks(condition, "Test", "no")] });
  const stateOf = (status: ReturnType<typeof statusAfter>, type: string) =>
    findCondition(status.conditions, type)?.status;

  it("of the label with its version goes where the pass got past that", () => {
    const mislabelled = statusAfter(undefined, hindered("ResourceVersionIsValid"), 1);
    expect(stateOf(statusAfter(mislabelled, hindered("ResourceVersionIsValid"), 1), "ResourceVersionIsValid")).toBe(
      "False",
    );
    expect(stateOf(statusAfter(mislabelled, hindered("ProjectReady"), 1), "ResourceVersionIsValid")).toBeUndefined();
  });

  it("of the declaration is open where that is another one now", () => {
    const invalid = statusAfter(undefined, hindered("ValidationSucceeded"), 1);
    expect(stateOf(statusAfter(invalid, hindered("ProjectReady"), 1), "ValidationSucceeded")).toBe("False");
    expect(stateOf(statusAfter(invalid, hindered("ProjectReady"), 2), "ValidationSucceeded")).toBe("Unknown");
    expect(stateOf(statusAfter(invalid, hindered("ValidationSucceeded"), 2), "ValidationSucceeded")).toBe("False");
  });

  it("of another operator that acted goes", () => {
    const left = { conditions: [{ ...holds("AnotherOperatorActs"), lastTransitionTime: "2026-01-01T00:00:00Z" }] };
    expect(stateOf(statusAfter(left, hindered("ProjectReady"), 1), "AnotherOperatorActs")).toBeUndefined();
  });
});

it("the generation that was looked at is told where kstatus looks, of kinds of either sort", () => {
  const done = outcome({ ready: true });
  for (const after of [statusAfter, stateStatusAfter]) {
    const first = after(undefined, done, 1, false);
    expect(first.observedGeneration).toBe(1);
    const failed = after(first, outcome({ verdicts: [broken] }), 2, false);
    expect(failed.observedGeneration).toBe(2);
    expect([isReady(first, 1), isReady(first, 2), isReady(failed, 2)]).toEqual([true, false, false]);
  }
});

it("a status of upstream's newer framework speaks of the generation that its condition names", () => {
  const { conditions } = stateStatusAfter(undefined, outcome({ ready: true }), 3, false);
  expect([isReady({ conditions }, 3), isReady({ conditions }, 4)]).toEqual([true, false]);
});
