import { AtlasIacError } from "../../sdk/model/errors";
import { isRecord } from "../../sdk/model/is-record";
import { isKindName, type KindName, kindInfo } from "../../sdk/model/kinds";
import { type Json, plain } from "./json";
import { isUnknown } from "./unknowns";

/** What the resource class tells beside the specification: see `HiddenInputs` of sdk/pulumi. */
export interface Hidden {
  kind: KindName;
  urn: string;
  preview: boolean;
  /** URN of the project that it refers to. */
  project?: string;
  profile?: string;
  /** Existing object to take over. */
  adopt?: string;
  timeouts: { create?: string; update?: string; delete?: string };
  onCreateTimeout: "keep" | "delete";
  waitForApplied: boolean;
  /** A replacement is made only once the old object is gone. */
  deleteBeforeReplace: boolean;
}

/** The engine hands over something that no class of this package makes. */
export class MalformedInputsError extends AtlasIacError {
  readonly code = "MalformedInputs";
}

/** Splits properties of the engine into the specification and what comes beside it. Absent and null are the same. */
export function splitProperties(properties: unknown): { spec: Json; hidden: Hidden } {
  const all = plain(properties);
  const declared = Object.entries(all).filter(([name]) => !isHidden(name) && name !== "status");
  const hidden = readHidden(all);
  const names = new Map(Object.entries(pulumiNames(hidden.kind)).map(([field, name]) => [name, field]));
  const spec = Object.fromEntries(declared.map(([name, value]) => [names.get(name) ?? name, value]));
  return { spec: plain(withSecrets(spec, all.__secrets)), hidden };
}

/** Puts the secrets of lists where they belong. What is not known yet stays so. */
function withSecrets(value: unknown, secrets: unknown): unknown {
  if (secrets === undefined || secrets === null || isUnknown(value)) return value;
  if (Array.isArray(value) && Array.isArray(secrets)) {
    return value.map((item, index) => withSecrets(item, secrets[index]));
  }
  if (!isRecord(value) || !isRecord(secrets)) return value ?? secrets;
  const merged = Object.entries(secrets).map(([field, inner]) => [field, withSecrets(value[field], inner)]);
  return { ...value, ...Object.fromEntries(merged) };
}

/** Fields of the specification that Pulumi calls otherwise, by their own names. */
export function pulumiNames(kind: string): Readonly<Record<string, string>> {
  return isKindName(kind) ? (kindInfo(kind).pulumiNames ?? {}) : {};
}

/** Hidden inputs that say something of saved state: whose it is and how it is to be dealt with. No secrets. */
export function savedInputs(properties: unknown): Json {
  const all = Object.entries(plain(properties));
  return Object.fromEntries(all.filter(([name]) => isHidden(name) && !unsaved.has(name)));
}

/** Secrets, and inputs that are there so that outputs of their names are secret. */
const unsaved = new Set(["__secrets", "__identity", "__observed", "__owned", "__database"]);

/** Whether a property is one that no difference counts in. */
export function isHidden(name: string): boolean {
  return name.startsWith("__");
}

function readHidden(all: Json): Hidden {
  const kind = all.__kind;
  if (typeof kind !== "string" || !isKindName(kind)) {
    throw new MalformedInputsError(
      `Resource ${text(all.__urn) ?? ""} is of a kind that this atlas-iac does not know: ${kind}`,
      {
        hint: "Install the release of atlas-iac that made it, or a newer one.",
      },
    );
  }
  const timeouts = isRecord(all.__timeouts) ? all.__timeouts : {};
  return {
    kind,
    urn: text(all.__urn) ?? "",
    preview: all.__preview === true,
    project: text(all.__project),
    profile: text(all.__profile),
    adopt: text(all.__import),
    timeouts: { create: text(timeouts.create), update: text(timeouts.update), delete: text(timeouts.delete) },
    onCreateTimeout: all.__onCreateTimeout === "delete" ? "delete" : "keep",
    waitForApplied: all.__waitForApplied === true,
    deleteBeforeReplace: all.__deleteBeforeReplace === true,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
