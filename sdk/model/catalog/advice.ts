import type { Fault } from "../errors";
import { nearest } from "../nearest";
import { instanceSizes, regions } from "./catalog.gen";

/** Something that may be a mistake and is no fault: catalogues age, and Atlas has the last word. */
export type Advice = Fault;

const providerFields = ["backingProviderName", "providerName", "cloudProvider", "provider"];
const regionFields = new Set(["regionName", "region"]);
const sizeFields = new Set(["instanceSize", "minInstanceSize", "maxInstanceSize", "instanceSizeName"]);

/**
 * Regions and instance sizes in a spec that the catalogue of their cloud provider does not have, with what may have been meant. Says
 * nothing where the spec does not say whose they are.
 */
export function adviseSpec(spec: unknown): Advice[] {
  return adviceOn(spec, "spec", undefined);
}

function adviceOn(value: unknown, path: string, inherited: string | undefined): Advice[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => adviceOn(item, `${path}[${index}]`, inherited));
  if (typeof value !== "object" || value === null) return [];
  const fields = new Map<string, unknown>(Object.entries(value));
  const provider = providerOf(fields) ?? inherited;
  return [...fields].flatMap(([field, below]) => {
    const at = `${path}.${field}`;
    if (typeof below !== "string") return adviceOn(below, at, provider);
    if (provider === undefined) return [];
    if (regionFields.has(field)) return unknownIn(regions[provider], below, at, `region of ${provider}`);
    // Shared clusters are of a size of their own, whoever runs the machines.
    if (!sizeFields.has(field) || fields.get("providerName") === "TENANT" || /^M[025]$/.test(below)) return [];
    return unknownIn(instanceSizes[provider], below, at, `instance size on ${provider}`);
  });
}

/** The cloud that an object is in: `TENANT`, `FLEX` and `SERVERLESS` are none, and name theirs beside. */
function providerOf(fields: ReadonlyMap<string, unknown>): string | undefined {
  for (const field of providerFields) {
    const value = fields.get(field);
    if (typeof value === "string" && regions[value] !== undefined) return value;
  }
  return undefined;
}

function unknownIn(known: readonly string[] | undefined, value: string, path: string, what: string): Advice[] {
  if (value === "" || known === undefined || known.some((one) => plain(one) === plain(value))) return [];
  const meant = nearest(value, known);
  const hint = meant === undefined ? "look it up in Atlas's documentation" : `did you mean ${meant}?`;
  return [{ path, message: `${JSON.stringify(value)} is no ${what} that this release knows: ${hint}` }];
}

/** `eu-west-1` and `EU_WEST_1` are the same region (the operator takes both). */
const plain = (name: string): string => name.toUpperCase().replaceAll("-", "_");
