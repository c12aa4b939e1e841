import { AtlasIacError } from "../../sdk/model/errors";
import { titleOf } from "./manifest-set";
import { type ObjectPlan, summarise } from "./outcome";

/** A plan for programs. Fields are added with time, never renamed. */
export function plansAsJson(plans: readonly ObjectPlan[]) {
  return { objects: plans.map(objectAsJson), summary: summarise(plans) };
}

function objectAsJson({ object, outcome, changes, fixed, obstacles, pending, notes, writers, error }: ObjectPlan) {
  const { kind, name, namespace, file, line } = object;
  return {
    ...{ kind, name, namespace, file, line, outcome },
    changes: changes.map(({ action, scope, description, call, differences = [] }) => ({
      ...{ action, scope, description, operation: call.operation, differences },
    })),
    fixed,
    obstacles,
    pending: pending?.message,
    notes,
    partOf: writers?.map(titleOf),
    error: error && {
      code: error instanceof AtlasIacError ? error.code : error.name,
      message: error.message,
      hint: error instanceof AtlasIacError ? error.hint : undefined,
    },
  };
}
