import { describe, expect, it } from "vitest";
import { applyResponse } from "../../../provider/operator/databases/apply-response";
import { type Progress, statusAfter, statusKept } from "../../../provider/operator/databases/conditions";
import { nextAttemptMs } from "../../../provider/operator/databases/retry";

const before = {
  observedGeneration: -1,
  failed: 2,
  planURL: "atlas://plan",
  conditions: [{ type: "AnotherOperatorActs", status: "True" as const }],
};

describe("the status of a database object", () => {
  it.each([
    {
      progress: { state: "reconciling" } as Progress,
      conditions: "Ready=False Reconciling=True Stalled=False",
      failed: 0,
      argo: "Progressing",
    },
    {
      progress: { state: "waiting", reason: "GettingDevDB", message: "GettingDevDB" } as Progress,
      conditions: "Ready=False Reconciling=True Stalled=False",
      failed: 2,
      argo: "Progressing",
    },
    {
      progress: { state: "failed", reason: "ApplyingSchema", message: "no" } as Progress,
      conditions: "Ready=False Reconciling=False Stalled=True",
      failed: 3,
      argo: "Degraded",
    },
    {
      progress: { state: "ready", message: "", fields: { observed_hash: "h" } } as Progress,
      conditions: "Ready=True Reconciling=False Stalled=False",
      failed: 0,
      argo: "Healthy",
    },
  ])("is that of upstream: $progress.state", ({ progress, conditions, failed, argo }) => {
    const after = statusAfter(before, progress, 4);
    expect(after.conditions?.map(({ type, status }) => `${type}=${status}`).join(" ")).toBe(conditions);
    expect(after.conditions?.every(({ observedGeneration }) => observedGeneration === 4)).toBe(true);
    expect(after).toMatchObject({ failed, observedGeneration: 4 });
    expect(after.planURL).toBe(progress.state === "ready" ? undefined : "atlas://plan");
    expect(argoHealth(after.conditions)).toBe(argo);
  });

  it.each([
    { because: "which nobody changed", now: { observed_hash: "new" }, version: "1" },
    { because: "which somebody else brought on", now: { observed_hash: "new", lastAppliedVersion: "2" }, version: "2" },
  ])("tells of the version of a database $because, and of the last change as it was", ({ now, version }) => {
    const ready = { ...before, lastApplied: 7, lastAppliedVersion: "1", observed_hash: "old" };
    const kept = statusKept(ready, { lastApplied: 8, ...now });
    expect(kept).toMatchObject({ lastApplied: 7, observed_hash: "new", lastAppliedVersion: version, conditions: [] });
    expect(statusKept(undefined, { observed_hash: "new" })).not.toHaveProperty("lastAppliedVersion");
  });

  it("keeps a message within what its definition takes", () => {
    const progress: Progress = { state: "failed", reason: "Migrating", message: "x".repeat(40_000) };
    expect(statusAfter(undefined, progress, 1).conditions?.[0]?.message).toHaveLength(32_768);
  });
});

/** The rule for db.atlasgo.io that Argo CD ships. */
function argoHealth(conditions: readonly { type: string; status: string; message?: string }[] = []): string {
  const ready = conditions.find(({ type }) => type === "Ready");
  if (!ready) return "Progressing";
  if (ready.status === "True") return "Healthy";
  return ready.message === "Reconciling" || ready.message === "GettingDevDB" ? "Progressing" : "Degraded";
}

describe("what is said of a schema that was applied", () => {
  const step = (...sql: string[]) => ({ title: "step", sql });

  it.each([
    { steps: [], response: '{"Changes":{}}', because: "nothing had to be done" },
    { steps: [step("A", "B"), step("C")], response: '{"Changes":{"Applied":["A","B","C"]}}', because: "all fit" },
    {
      steps: [step("A", "B".repeat(1_030))],
      response: '{"Changes":{"Applied":["A","-- truncated 1030 bytes..."]}}',
      because: "only the first fits",
    },
    {
      steps: [step(`A (\n${"B".repeat(1_030)}`)],
      response: '{"Changes":{"Applied":["A (","-- truncated 1031 bytes..."]}}',
      because: "of the first only its first line fits",
    },
  ])("is upstream's sentence and report, cut as there: $because", ({ steps, response }) => {
    expect(applyResponse(steps)).toBe(`The schema has been applied successfully. Apply response: ${response}`);
  });
});

describe("the next attempt", () => {
  const backoff = { firstMs: 5_000, maxMs: 300_000 };

  it.each([
    { failed: 1, limit: undefined, wait: 5_000, because: "it failed for the first time" },
    { failed: 3, limit: undefined, wait: 20_000, because: "waits double" },
    { failed: 20, limit: undefined, wait: 300_000, because: "they have an end" },
    { failed: 21, limit: undefined, wait: undefined, because: "20 attempts beside the first is upstream's limit" },
    { failed: 2, limit: 2, wait: 10_000, because: "the limit is not reached" },
    { failed: 3, limit: 2, wait: undefined, because: "the limit counts attempts beside the first" },
    { failed: 5_000, limit: 0, wait: 300_000, because: "0 is no limit" },
  ])("is after $wait ms where $because", ({ failed, limit, wait }) => {
    const object = { metadata: { name: "a" }, spec: { backoffLimit: limit }, status: { failed } };
    expect(nextAttemptMs(object, { backoff })).toBe(wait);
  });
});
