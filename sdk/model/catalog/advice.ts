import type { Fault } from "../errors";
import { type KindName, kindAdvice } from "../kinds";
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
  const advise = kindAdvice(kind);
  const shaped = advise && shapedSpec(kind, spec, form, options);
  return [...adviceOn(spec, "spec", undefined), ...(shaped === undefined ? [] : (advise?.(shaped, form) ?? []))];
}

/** Regions and instance sizes that their cloud provider has not. Says nothing where the spec does not say whose they are. */
function adviceOn(value: unknown, path: string, inherited: string | undefined): Advice[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => adviceOn(item, `${path}[${index}]`, inherited));
  const provider = providerOf(value) ?? inherited;
  return Object.entries(value).flatMap(([field, below]: [string, unknown]) =>
    typeof below === "string"
      ? adviceOnWord(value, field, below, path, provider)
      : adviceOn(below, `${path}.${field}`, provider),
  );
}

function adviceOnWord(
  around: object,
  field: string,
  word: string,
  path: string,
  provider: string | undefined,
): Advice[] {
  if (provider === undefined) return [];
  const at = `${path}.${field}`;
  if (regionFields.has(field)) return unknownIn(regions[provider], word, at, `region of ${provider}`);
  // Shared clusters are of a size of their own, whoever runs the machines.
  if (!sizeFields.has(field) || Reflect.get(around, "providerName") === "TENANT" || /^M[025]$/.test(word)) return [];
  return unknownIn(instanceSizes[provider], word, at, `instance size on ${provider}`);
}

/** The cloud that an object is in: `TENANT`, `FLEX` and `SERVERLESS` are none, and name theirs beside. */
function providerOf(around: object): string | undefined {
  for (const field of providerFields) {
    const value: unknown = Reflect.get(around, field);
    if (typeof value === "string" && regions[value] !== undefined) return value;
  }
  return undefined;
}
