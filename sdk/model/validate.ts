import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { type Fault, ValidationError } from "./errors";
import type { Form } from "./form";
import { strictFormats } from "./formats";
import { checkingKeywords, factKeywords } from "./keywords";
import { checkSpec, type KindName, type SpecOf, specSchema, strictlyCheckSpec } from "./kinds";
import type { Resolved } from "./markers";
import { faultOf } from "./messages";
import { resolvedSchema } from "./resolved-schema";
import { isAtOrBelow, writePath } from "./spec-path";

export type { Form };

export interface ValidateOptions {
  /** Tells values that are not known yet (outputs in a Pulumi preview). Nothing is said of them or of what they hold. */
  isUnknown?: (value: unknown) => boolean;
}

/** After these nothing can be said of how fields belong together. */
const shapeKeywords = new Set(["type", "required"]);

/**
 * Says everything that is wrong with a declared spec, in the order of the schema; nothing when it is right. The same rules and
 * words for every engine. Paths begin with `spec`.
 */
export function validateSpec(kind: KindName, spec: unknown, form: Form, options: ValidateOptions = {}): Fault[] {
  if (spec === undefined || spec === null) return [{ path: "spec", message: "is required" }];
  const validate = validator(kind, form);
  const errors = validate(spec) ? [] : (validate.errors ?? []);
  if (errors.length === 0 && !options.isUnknown) {
    const valid = spec as SpecOf<typeof kind>;
    return [...checkSpec(kind, valid), ...strictlyCheckSpec(kind, valid, form)];
  }
  const unknown = options.isUnknown ? unknownPaths(spec, options.isUnknown, "spec") : [];
  const known = ({ path }: Fault) => !unknown.some((one) => isAtOrBelow(path, one));
  const faults = errors.map((error) => ({ ...faultOf(error, "spec", spec), keyword: error.keyword })).filter(known);
  const found = faults.map(({ path, message }) => ({ path, message }));
  if (faults.some((fault) => shapeKeywords.has(fault.keyword))) return found;
  const complete = unknown.length === 0 ? spec : withoutUnknown(spec, options.isUnknown ?? (() => false));
  // Without what is unknown, an object may lack what the checks rely on.
  if (complete !== spec && !hasShape(validate, complete)) return found;
  const shaped = complete as SpecOf<typeof kind> | Resolved<SpecOf<typeof kind>>;
  // What a rule says of an object as a whole may be otherwise once all of it is known.
  const sure = (fault: Fault) => known(fault) && !unknown.some((one) => isAtOrBelow(one, fault.path));
  return [...found, ...[...checkSpec(kind, shaped), ...strictlyCheckSpec(kind, shaped, form)].filter(sure)];
}

/**
 * A declared spec without what is not known yet, if it has the right shape so far: what rules beyond the schema can be asked about.
 */
export function shapedSpec(
  kind: KindName,
  spec: unknown,
  form: Form,
  { isUnknown }: ValidateOptions = {},
): SpecOf<KindName> | Resolved<SpecOf<KindName>> | undefined {
  if (spec === undefined || spec === null) return undefined;
  const complete = isUnknown ? withoutUnknown(spec, isUnknown) : spec;
  return hasShape(validator(kind, form), complete) ? (complete as SpecOf<KindName>) : undefined;
}

function hasShape(validate: ValidateFunction, spec: unknown): boolean {
  return validate(spec) || !validate.errors?.some((error) => shapeKeywords.has(error.keyword));
}

/** @throws ValidationError with every fault, if there is one */
export function assertValidSpec(kind: KindName, name: string, spec: unknown, form: Form): void {
  const faults = validateSpec(kind, spec, form);
  if (faults.length > 0) throw new ValidationError(`${kind}/${name}`, faults);
}

let ajv: Ajv | undefined;
const compiled: Record<Form, Map<KindName, ValidateFunction>> = { manifest: new Map(), resolved: new Map() };

/** Compiling costs some milliseconds a kind, so it waits until the kind is used. */
function validator(kind: KindName, form: Form): ValidateFunction {
  const known = compiled[form].get(kind);
  if (known) return known;
  ajv ??= newAjv();
  const schema = specSchema(kind);
  const made = ajv.compile(form === "manifest" ? schema : resolvedSchema(schema));
  compiled[form].set(kind, made);
  return made;
}

function newAjv(): Ajv {
  // The schemas are checked when they are generated; checking them here would take as long as compiling the first one.
  const made = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, validateSchema: false });
  addFormats.default(made, ["email", "date-time"]);
  made.addFormat("int64", true);
  for (const [name, format] of Object.entries(strictFormats)) made.addFormat(name, format.test);
  for (const keyword of checkingKeywords) made.addKeyword(keyword);
  for (const keyword of factKeywords) made.addKeyword(keyword);
  return made;
}

function unknownPaths(value: unknown, isUnknown: (value: unknown) => boolean, path: string): string[] {
  if (isUnknown(value)) return [path];
  if (Array.isArray(value))
    return value.flatMap((item, index) => unknownPaths(item, isUnknown, writePath(path, [index])));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => unknownPaths(item, isUnknown, writePath(path, [name])));
}

function withoutUnknown(value: unknown, isUnknown: (value: unknown) => boolean): unknown {
  if (isUnknown(value)) return undefined;
  if (Array.isArray(value)) return value.map((item) => withoutUnknown(item, isUnknown));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutUnknown(item, isUnknown)]));
}
