import { adviseSpec } from "../../sdk/model/catalog/advice";
import type { ClaimRegister } from "../../sdk/model/claim-register";
import type { Fault } from "../../sdk/model/errors";
import { validateSpec } from "../../sdk/model/validate";
import type { AtlasApi } from "../atlas/api";
import type { Breakage, Plan } from "../kinds/contract";
import { foresee } from "../kinds/converge";
import { adoption } from "./adopt";
import type { Clients } from "./clients";
import { type Context, contextOf, passOptions } from "./context";
import { declaredElsewhere } from "./declared-once";
import { describe, OperationError } from "./failures";
import { pulumiNames } from "./inputs";
import type { Json } from "./json";
import { dependsOn, isUnknown, unknownPaths } from "./unknowns";

/** What is wrong with a property; with the resource as a whole where the property is empty. */
export interface CheckFailure {
  property: string;
  reason: string;
}

/** What the checks of one run of the engine share. */
export interface Run {
  clients: Clients;
  /** What the resources of the program declare. */
  declared: ClaimRegister;
}

/** Resources that were seen to exist in this process: a second check of one without old inputs prepares its replacement. */
const existing = new Set<string>();

/**
 * Says what is wrong with the inputs of a resource. For one that a preview would create it also looks at Atlas, reads only: the
 * engine calls nothing else then.
 */
export async function check(
  { clients, declared }: Run,
  olds: unknown,
  news: Json,
): Promise<{ inputs: Json; failures: CheckFailure[] }> {
  try {
    const context = contextOf(news);
    const unknown = unknownPaths(context.spec);
    const failures = declarationFaults(context, unknown, declared).map(failureOf);
    const creates = Object.keys(olds ?? {}).length === 0 && !existing.has(context.hidden.urn);
    if (!creates) existing.add(context.hidden.urn);
    if (failures.length === 0) advise(context, unknown);
    if (failures.length > 0 || !creates || !context.hidden.preview) return { inputs: news, failures };
    return { inputs: news, failures: await lookAhead(clients, context, unknown) };
  } catch (error) {
    throw new OperationError(error);
  }
}

function declarationFaults(
  { hidden, handler, spec }: Context,
  unknown: readonly string[],
  declared: ClaimRegister,
): Fault[] {
  const invalid = validateSpec(hidden.kind, spec, "resolved", { isUnknown });
  const refused = () => (handler.check?.(spec) ?? []).filter(({ path }) => !dependsOn(path, unknown));
  const faults = invalid.length > 0 ? invalid : [...refused(), ...declaredElsewhere(hidden, spec, declared)];
  return faults.map((fault) => inPulumi(hidden, fault));
}

/** Warns of what may be a mistake and is no fault. */
function advise({ hidden, spec, log }: Context, unknown: readonly string[]): void {
  const known = adviseSpec(hidden.kind, spec, "resolved", { isUnknown }).filter(
    ({ path }) => !dependsOn(path, unknown),
  );
  for (const one of known) log.warn(failureOf(inPulumi(hidden, one)).reason);
}

/** A fault under the name that its field has in a program. */
function inPulumi({ kind }: Context["hidden"], { path, message }: Fault): Fault {
  const names = pulumiNames(kind);
  const named = path.replace(/^spec\.(\w+)/, (whole, field) => (names[field] ? `spec.${names[field]}` : whole));
  return { path: named, message };
}

async function lookAhead(clients: Clients, context: Context, unknown: readonly string[]): Promise<CheckFailure[]> {
  if (unknown.length > 0) {
    context.log.progress("whether it exists already is known after apply");
    return [];
  }
  try {
    const { conflict, plan } = await foreseen(context, clients.client(context.hidden.profile));
    if (conflict === undefined) return foretold(context, plan);
    if (!context.hidden.deleteBeforeReplace) return [{ property: "", reason: conflict.describe() }];
    // The engine does not tell a check that `--replace` names the resource: what exists may well be what has to go first.
    context.log.warn(
      `${conflict.message}\nIf this resource is being replaced, it goes first; otherwise the up will fail.`,
    );
    return [];
  } catch (error) {
    return [{ property: "", reason: describe(error) }];
  }
}

/** What an up would tell of an object that it makes or takes over. What ends it is told as a failure. */
function foretold({ hidden, log }: Context, { broken = [], notes = [] }: Plan): CheckFailure[] {
  for (const note of notes) log.info(note);
  if (hidden.adopt === undefined) return broken.map(obstacle);
  // The engine knows of no import here: it announces a creation.
  log.info(`will be taken over as it is, as import: ${hidden.adopt} says; nothing is created in Atlas`);
  for (const { message } of broken) log.warn(message);
  return [];
}

/** What would end an up: nothing that it could do would mend it. */
const obstacle = ({ message, hint }: Breakage): CheckFailure => ({
  property: "",
  reason: [message, ...(hint === undefined ? [] : [hint])].join("\n  "),
});

async function foreseen(context: Context, api: AtlasApi) {
  const { spec, hidden } = context;
  const found = hidden.adopt === undefined ? {} : await adoption(context, api, hidden.adopt);
  return foresee({
    ...passOptions(context, api, "create"),
    ...found,
    wait: undefined,
    desired: spec,
    existing: hidden.adopt === undefined ? "conflict" : "import",
  });
}

/** A fault of the specification as the engine takes it. */
export function failureOf({ path, message }: Fault): CheckFailure {
  const property = path.replace(/^spec\.?/, "");
  return { property, reason: property === "" ? message : `${property}: ${message}` };
}
