import { sealShown } from "../seal";
import { fieldsOf, type IntegrationType, isIntegrationType } from "./facts";

/** A declared value of one field, by the Admin API's name of the field, and where it is declared. */
export interface DeclaredField {
  value: string | boolean;
  path: string;
}

/** An integration as it is declared, wherever that is. In what is owned, secret values are seals. */
export interface DeclaredIntegration {
  type: IntegrationType;
  fields: Readonly<Record<string, DeclaredField>>;
}

/** An integration as Atlas shows it. */
export interface ObservedIntegration {
  type: IntegrationType;
  /** Absent where Atlas tells none. */
  id?: string;
  /** What is shown as it was sent. */
  plain: Readonly<Record<string, string | boolean>>;
  /** Seals of what is shown although it may come from a Secret. */
  seals: Readonly<Record<string, string>>;
}

/** The declared fields of a type, in the Admin API's words; what is not declared, or belongs to another type, is left out. */
export function declaredIntegration(
  type: IntegrationType,
  values: Readonly<Record<string, Partial<DeclaredField>>>,
): DeclaredIntegration {
  const known = fieldsOf(type).flatMap(([field]) => {
    const { value, path = "spec" } = values[field] ?? {};
    return value === undefined || value === "" ? [] : [[field, { value, path }] as const];
  });
  return { type, fields: Object.fromEntries(known) };
}

/** What Atlas answered; nothing for types that nobody can declare. */
export function observedIntegration(answer: object, projectId: string): ObservedIntegration | undefined {
  const told: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(answer));
  const { type, id } = told;
  if (typeof type !== "string" || !isIntegrationType(type)) return undefined;
  const plain: Record<string, string | boolean> = {};
  const seals: Record<string, string> = {};
  for (const [field, showing] of fieldsOf(type)) {
    const value = told[field];
    if (typeof value !== "string" && typeof value !== "boolean") continue;
    if (showing === "plain") plain[field] = value;
    if (showing === "confidential") seals[field] = sealShown(String(value), `${projectId}/${type}/${field}`);
  }
  return { type, ...(typeof id === "string" && { id }), plain, seals };
}
