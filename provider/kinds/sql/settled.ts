import type { AtlasSchemaSpec } from "../../../sdk/model/atlas-schema";
import { isRecord } from "../../../sdk/model/is-record";
import type { Resolved } from "../../../sdk/model/markers";
import type { DesiredSchema, InputVariables, ProjectValue } from "../../schema";
import type { Settled } from "./contract";
import type { DeclaredSchema } from "./declared-schema";

type Spec = Resolved<AtlasSchemaSpec>;
type TextFiles = NonNullable<DesiredSchema["sql"]>;

/**
 * An AtlasSchema without its project file: with what the file made of it. Nothing where the schema is not told in texts.
 * @param declared what `spec` and its project file declare
 */
export function settledSchema(spec: Spec, declared: DeclaredSchema): Settled<AtlasSchemaSpec> | undefined {
  const { desired, url, devUrl, schemas, exclude, txMode } = declared;
  if (desired === undefined || desired.session || desired.make) return undefined;
  const { config, configFrom, envName, vars, urlFrom, credentials, devURLFrom, ...own } = spec;
  const { sql, hcl, variables } = desired;
  const named = { url, devURL: devUrl, schemas: schemas && [...schemas], exclude: exclude && [...exclude], txMode };
  return { spec: { ...own, ...named, policy: policyOf(spec, declared) }, desired: { sql, hcl, variables } };
}

/** As a specification has it. */
function policyOf({ policy }: Spec, { policy: { diff, destructive } = {} }: DeclaredSchema): Spec["policy"] {
  const { skip, concurrentCreate: create, concurrentDrop: drop } = diff ?? {};
  return {
    lint: { ...policy?.lint, destructive: { error: destructive?.error } },
    diff: {
      skip: skip && Object.fromEntries(skip.map((name) => [name, true])),
      concurrent_index: { create, drop },
    },
  };
}

/** What was settled as one text, in which absent stays absent and null stays null. A secret. */
export function writeSettled(settled: Settled<Record<string, unknown>>): string {
  return JSON.stringify(settled);
}

/** Reads back what {@link writeSettled} wrote. Nothing where nothing was written. */
export function readSettled(saved: unknown): Settled<Record<string, unknown>> | undefined {
  const found: unknown = typeof saved === "string" ? JSON.parse(saved) : undefined;
  if (!isRecord(found) || !isRecord(found.spec) || !isRecord(found.desired)) return undefined;
  const { sql, hcl, variables } = found.desired;
  return { spec: found.spec, desired: { sql: filesOf(sql), hcl: filesOf(hcl), variables: variablesIn(variables) } };
}

function filesOf(saved: unknown): TextFiles | undefined {
  if (!Array.isArray(saved)) return undefined;
  return saved.filter(isRecord).map(({ name, text }) => ({ name: String(name), text: String(text) }));
}

function variablesIn(saved: unknown): InputVariables | undefined {
  if (!isRecord(saved)) return undefined;
  const values: Record<string, InputVariables[string]> = {};
  for (const [name, given] of Object.entries(saved)) {
    if (Array.isArray(given)) values[name] = given.map(String);
    else if (isRecord(given) && isProjectValue(given.value)) values[name] = { value: given.value };
  }
  return values;
}

function isProjectValue(value: unknown): value is ProjectValue {
  if (Array.isArray(value)) return value.every(isProjectValue);
  if (isRecord(value)) return Object.values(value).every(isProjectValue);
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
