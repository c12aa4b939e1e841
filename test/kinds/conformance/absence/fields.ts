import type { HandledKind } from "../../../../provider/kinds/registry";
import type { JsonSchema } from "../../../../sdk/model/json-schema";
import { specSchema } from "../../../../sdk/model/kinds";
import { resolvedSchema } from "../../../../sdk/model/resolved-schema";
import type { Fixture, Spec } from "../fixture";
import { fixtures } from "../fixtures";
import { furtherValues } from "./values";

/** Names from the top of a spec down. */
export type Path = readonly string[];

export interface Field {
  kind: HandledKind;
  path: Path;
  /** Of its resolved form. */
  schema: JsonSchema;
  /** What stands there in a manifest, where that is no plain value. */
  marker?: string;
}

/** A declaration that sets a field. */
export interface Setting {
  fixture: Fixture;
  /** Laid over the fixture's base. */
  set: Spec;
  /** Needs an object that no other setting has touched. */
  alone?: true;
}

/** Objects at the top of a spec whose own fields are told of one by one. */
const opened: Partial<Record<HandledKind, readonly string[]>> = {
  AtlasDeployment: ["deploymentSpec", "flexSpec", "serverlessSpec"],
  AtlasProject: ["auditing", "encryptionAtRest", "maintenanceWindow", "regionalizedPrivateEndpoint", "settings"],
};

/** Every field at the top of a kind's spec, and those of the objects that are told of one by one. */
export function fieldsOf(kind: HandledKind): Field[] {
  const fieldsIn = (schema: JsonSchema, above: Path): Field[] =>
    Object.entries(schema.properties ?? {}).flatMap(([name, of]) => [
      { kind, path: [...above, name], schema: resolvedSchema(of), marker: of["x-marker"]?.marker },
      ...(above.length === 0 && opened[kind]?.includes(name) ? fieldsIn(of, [name]) : []),
    ]);
  return fieldsIn(specSchema(kind), []);
}

export const fieldName = ({ path }: Pick<Field, "path">): string => path.join(".");

/** The value of a field in a declaration; `undefined` where it is absent. */
export function valueAt(spec: Spec, path: Path): unknown {
  return path.reduce<unknown>((value, name) => Reflect.get(Object(value ?? {}), name), spec);
}

/** What a setting lays over the base, with another value in a field; `undefined` takes it out. */
export function withValue({ fixture, set }: Setting, [top = "", inner]: Path, value: unknown): Spec {
  if (inner === undefined) return { ...set, [top]: value };
  const whole = { ...fixture.base, ...set };
  return { ...set, [top]: { ...Object(whole[top] ?? {}), [inner]: value } };
}

/** A declaration that sets the field: with a value of `furtherValues`, or else a fixture's own, or one of its changes. */
export function settingOf(field: Field): Setting | undefined {
  const { kind, path } = field;
  const ours = fixtures.filter((fixture) => fixture.kind === kind);
  const further = furtherValues.find((one) => one.kind === kind && one.field === fieldName(field));
  if (further) {
    const { on, given, beside = {}, value } = further;
    const known = ours.find(({ title }) => on === undefined || title === on);
    const fixture = known && { ...known, given: given ?? known.given };
    return fixture && { fixture, set: withValue({ fixture, set: beside }, path, value), alone: true };
  }
  const sets = (spec: Spec) => !isEmpty(valueAt(spec, path));
  const inBase = ours.find(({ base }) => sets(base));
  if (inBase) return { fixture: inBase, set: {} };
  for (const fixture of ours) {
    const mutation = fixture.mutations.find(({ set, final }) => !final && sets(set));
    if (mutation) return { fixture, set: mutation.set };
  }
  return undefined;
}

export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
