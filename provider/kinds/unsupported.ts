import type { Fault } from "../../sdk/model/errors";

/** Faults for declared fields that are part of the model and not yet made true: refused, so that nobody takes them for done. */
export function notYetSupported<Spec extends object>(
  spec: Spec | undefined,
  fields: readonly (keyof Spec & string)[],
  prefix = "spec",
): Fault[] {
  return fields
    .filter((field) => !isEmpty(spec?.[field]))
    .map((field) => ({
      path: `${prefix}.${field}`,
      message: "is not yet supported: take it out, and set it in Atlas",
    }));
}

/** Whether a field says nothing: manifests of former versions hold empty lists and switches that are off. */
const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);
