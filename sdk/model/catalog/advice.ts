import type { Fault } from "../errors";
import { type KindName, kindAdvice, type SpecOf, specSchema } from "../kinds";
import type { Resolved } from "../markers";
import { type Form, shapedSpec, type ValidateOptions } from "../validate";
import { instanceSizes, regions } from "./catalog.gen";
import { unknownIn } from "./unknown-in";

/** Something that may be a mistake and is no fault: catalogues age, and Atlas has the last word. */
export type Advice = Fault;

const providerFields = ["backingProviderName", "providerName", "cloudProvider", "provider"];
const regionFields = new Set(["regionName", "region"]);
const sizeFields = new Set(["instanceSize", "minInstanceSize", "maxInstanceSize", "instanceSizeName"]);

/**
 * Words in a spec that the catalogues of this release do not have, with what may have been meant, and fields that have no effect where
 * they stand. The arguments are those of `validateSpec`.
 */
export function adviseSpec(kind: KindName, spec: unknown, form: Form, options: ValidateOptions = {}): Advice[] {
  const shaped = kindAdvice(kind) && shapedSpec(kind, spec, form, options);
  const words = adviceOnWords(kind, spec);
  return shaped === undefined ? words : [...words, ...adviceOnFields(kind, shaped, form)];
}

/** The same of a spec that `validateSpec` has found no fault in, and which it need not look at again. */
export function adviseValidSpec(kind: KindName, spec: unknown, form: Form): Advice[] {
  return [...adviceOnWords(kind, spec), ...adviceOnFields(kind, spec as SpecOf<typeof kind>, form)];
}

function adviceOnFields<K extends KindName>(kind: K, spec: SpecOf<K> | Resolved<SpecOf<K>>, form: Form): Advice[] {
  return kindAdvice(kind)?.(spec, form) ?? [];
}

function adviceOnWords(kind: KindName, spec: unknown): Advice[] {
  if (!hasWords(kind)) return [];
  return adviceOn(spec, undefined).map(({ path, message }) => ({ path: `spec${path}`, message }));
}

const wordy = new Map<KindName, boolean>();

/** Whether a kind has regions or sizes at all. Most have none, and there may be ten thousand objects of one. */
function hasWords(kind: KindName): boolean {
  const known = wordy.get(kind);
  if (known !== undefined) return known;
  const schema = JSON.stringify(specSchema(kind));
  const found = [...regionFields, ...sizeFields].some((field) => schema.includes(`"${field}":`));
  wordy.set(kind, found);
  return found;
}

/**
 * Regions and instance sizes that their cloud provider has not. Says nothing where the spec does not say whose they are. Paths are those
 * below the value, and written only where there is advice, as there hardly ever is.
 */
function adviceOn(value: unknown, inherited: string | undefined): Advice[] {
  if (typeof value !== "object" || value === null) return [];
  const provider = Array.isArray(value) ? inherited : (providerOf(value) ?? inherited);
  const found: Advice[] = [];
  for (const field in value) {
    const below: unknown = Reflect.get(value, field);
    if (typeof below === "string") {
      if (provider !== undefined) found.push(...adviceOnWord(value, field, below, provider));
      continue;
    }
    for (const { path, message } of adviceOn(below, provider)) {
      found.push({ path: `${Array.isArray(value) ? `[${field}]` : `.${field}`}${path}`, message });
    }
  }
  return found;
}

function adviceOnWord(around: object, field: string, word: string, provider: string): Advice[] {
  if (regionFields.has(field)) return unknownIn(regions[provider], word, `.${field}`, `region of ${provider}`);
  // Shared clusters are of a size of their own, whoever runs the machines.
  if (!sizeFields.has(field) || Reflect.get(around, "providerName") === "TENANT" || /^M[025]$/.test(word)) return [];
  return unknownIn(instanceSizes[provider], word, `.${field}`, `instance size on ${provider}`);
}

/** The cloud that an object is in: `TENANT`, `FLEX` and `SERVERLESS` are none, and name theirs beside. */
function providerOf(around: object): string | undefined {
  for (const field of providerFields) {
    const value: unknown = Reflect.get(around, field);
    if (typeof value === "string" && regions[value] !== undefined) return value;
  }
  return undefined;
}
