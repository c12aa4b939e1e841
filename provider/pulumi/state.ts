import { AtlasIacError } from "../../sdk/model/errors";
import { isRecord } from "../../sdk/model/is-record";
import { isKindName, kindInfo } from "../../sdk/model/kinds";
import type { Owned, Pending } from "../kinds/contract";
import { readOwned } from "../kinds/owned";
import type { AnyHandler } from "../kinds/registry";
import { type Hidden, pulumiNames, savedInputs } from "./inputs";
import { type Json, plain } from "./json";

/** Version of the form below. Raised when an older release could not read what this one writes. */
export const STATE_VERSION = 1;

/** What state keeps of a resource beside its outputs. None of it is a secret: seals stand for those. */
export interface Recorded {
  identity: Json;
  observed?: Json;
  owned?: Owned<Json>;
}

/** State was written by a newer release: this one must not guess what it means. */
export class NewerStateError extends AtlasIacError {
  readonly code = "NewerState";
}

/** Outputs of a resource, and what the next operation must know, as the engine saves them. */
export function writeState(
  handler: AnyHandler,
  properties: unknown,
  outputs: Json,
  recorded: Recorded & { pending?: Pending },
): Json {
  const { identity, observed, owned, pending } = recorded;
  const names = pulumiNames(handler.kind);
  return plain({
    ...savedInputs(properties),
    ...Object.fromEntries(Object.entries(outputs).map(([field, value]) => [names[field] ?? field, value])),
    status: observed && statusOf(handler, observed, outputs),
    __stateVersion: STATE_VERSION,
    __identity: identity,
    __observed: observed,
    __owned: owned,
    __pending: pending?.reason,
  });
}

/** Without credentials, should Atlas ever show one there: it blackens them. */
function statusOf(handler: AnyHandler, observed: Json, desired: Json): Json {
  const status = structuredClone(plain(handler.status(observed, { desired, now: new Date() })));
  const { kind } = handler;
  const secrets = isKindName(kind) ? kindInfo(kind).statusSecrets : [];
  for (const path of secrets) reduce(status, path.replaceAll("[]", "").split("."), () => undefined);
  return status;
}

/**
 * Reads back what `writeState` wrote. Nothing for properties that were never saved, as those of `get` on its first read.
 * @throws NewerStateError
 */
export function readState(properties: unknown, { urn }: Pick<Hidden, "urn">): Recorded | undefined {
  const all = plain(properties);
  if (all.__stateVersion === undefined) return undefined;
  assertKnownVersion(all.__stateVersion, urn);
  return {
    identity: isRecord(all.__identity) ? all.__identity : {},
    observed: isRecord(all.__observed) ? all.__observed : undefined,
    owned: readOwned(all.__owned),
  };
}

/** @throws NewerStateError when the form of what was saved is one that this release does not know */
export function assertKnownVersion(version: unknown, urn: string): void {
  if (typeof version === "number" && version <= STATE_VERSION) return;
  throw new NewerStateError(`State of ${urn} has format ${version}; this atlas-iac knows up to ${STATE_VERSION}.`, {
    hint: "Install the newest atlas-iac for this program: npm install atlas-iac@latest",
  });
}

/** The specification as outputs: without secrets, and of embedded objects, which hold some, only what they are called. */
export function outputsOf(kind: Hidden["kind"], spec: Json): Json {
  const outputs = structuredClone(spec);
  for (const path of kindInfo(kind).secrets.filter((one) => one.includes("[]"))) {
    reduce(outputs, path.replaceAll("[]", "").split("."), () => undefined);
  }
  for (const { path, marker } of kindInfo(kind).references) {
    const steps = path.replaceAll("[]", "").split(".");
    if (marker === "secret" || marker === "secretKey") reduce(outputs, steps, () => undefined);
    if (marker === "embedded") reduce(outputs, steps, nameOnly);
  }
  return outputs;
}

/** Of what was seen in Atlas nobody knows which object declares it. */
const nameOnly = (value: unknown): Json | undefined =>
  isRecord(value) && value.id !== "" ? { id: value.id } : undefined;

/** Outputs after a look that found something else than was applied: what Atlas has, where it tells. */
export function refreshedOutputs(previous: Json, actual: Json): Json {
  return Object.fromEntries(Object.entries(previous).map(([field, value]) => [field, actual[field] ?? value]));
}

/** Puts what `make` makes of it in the place of a field, at any depth; takes the field out where that is nothing. */
function reduce(value: unknown, [field, ...rest]: string[], make: (inner: unknown) => unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) reduce(item, [field ?? "", ...rest], make);
  } else if (isRecord(value) && field !== undefined && value[field] !== undefined) {
    const inner = value[field];
    if (rest.length > 0) reduce(inner, rest, make);
    else value[field] = Array.isArray(inner) ? reduceAll(inner, make) : make(inner);
    if (value[field] === undefined) delete value[field];
  }
}

/** Nothing where nothing can be made of any item; the engine takes no list with gaps. */
function reduceAll(items: readonly unknown[], make: (inner: unknown) => unknown): unknown[] | undefined {
  const made = items.map(make).filter((item) => item !== undefined);
  return made.length > 0 || items.length === 0 ? made : undefined;
}
