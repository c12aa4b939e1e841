import type { ManagedStatus } from "../cluster/managed-object";
import { type Condition, findCondition, setCondition } from "../runtime";
import type { Outcome } from "./outcome";
import { progress, progressOf } from "./progress";

/**
 * Kinds that upstream's newer framework serves. Their statuses have two conditions in the shape of Kubernetes' own, each with a reason, a
 * message and the generation that it speaks of: `Ready`, and `State`, the step of its life that the object is in.
 */
export const stateKinds: ReadonlySet<string> = new Set(["AtlasThirdPartyIntegration", "AtlasOrgSettings"]);

/** The status of an object of such a kind after a pass over this generation. */
export function stateStatusAfter(
  before: ManagedStatus | undefined,
  { ready, verdicts, fields, stalled }: Outcome,
  generation: number | undefined,
  leaving: boolean,
): ManagedStatus {
  const { conditions, observedGeneration: _looked, ...shown } = before ?? {};
  const trouble = verdicts.find(({ status, message }) => status === "False" && message);
  // Their `Ready` always has a message: what has just begun is told from what fails by this condition only.
  const begun = ready || trouble || stalled ? undefined : progress();
  const progressing = progressOf({ ready, verdicts, stalled }, []) ?? begun;
  const told: Omit<Condition, "lastTransitionTime">[] = [
    {
      type: "Ready",
      status: ready ? "True" : "False",
      reason: ready ? "Settled" : trouble && !trouble.waiting ? "Error" : "Pending",
      message: ready ? "as declared" : (trouble?.message ?? "not yet as declared"),
    },
    { type: "State", status: "True", reason: stateOf(ready, generation, leaving), message: "" },
    ...(stalled ? [{ type: "Stalled", status: "True" as const, ...stalled }] : []),
    ...(progressing ? [progressing] : []),
  ];
  const types = new Set(told.map(({ type }) => type));
  const lasting = (conditions ?? []).filter(({ type }) => types.has(type));
  return {
    ...(fields ?? shown),
    conditions: told.reduce<Condition[]>(
      (list, condition) => setCondition(list, { ...condition, observedGeneration: generation }),
      lasting,
    ),
    // Upstream has it in the conditions only, where kstatus does not look.
    ...(generation !== undefined && { observedGeneration: generation }),
  };
}

/** The generation that a status speaks of. That of upstream, or under upstream's definitions, tells it in a condition only. */
export const observedGenerationOf = (status: ManagedStatus | undefined): number | undefined =>
  status?.observedGeneration ?? findCondition(status?.conditions, "Ready")?.observedGeneration;

function stateOf(ready: boolean, generation: number | undefined, leaving: boolean): string {
  if (leaving) return "Deleting";
  const first = generation === 1;
  if (ready) return first ? "Created" : "Updated";
  return first ? "Creating" : "Updating";
}
