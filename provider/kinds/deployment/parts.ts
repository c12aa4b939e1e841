import type { Fault } from "../../../sdk/model/errors";
import type { AtlasApi, CallOptions } from "../../atlas/api";
import type { Change, Plan } from "../contract";
import { joinPlans } from "../plan";
import { backup } from "./backup/part";
import type { ObservedCluster } from "./cluster";
import { managedNamespaces } from "./managed-namespaces";
import type { Part, PartInput } from "./part";
import { processArgs } from "./process-args";
import { searchIndexes } from "./search-indexes";
import { searchNodes } from "./search-nodes";
import type { Dedicated, DeploymentId, ResolvedDeployment } from "./types";
import { zoneMapping } from "./zone-mapping";

/** The parts of a dedicated or free deployment, in the order in which they are made true. A new part is one line here. */
const parts = { backup, processArgs, searchNodes, searchIndexes, zoneMapping, managedNamespaces };

type Parts = typeof parts;
type PartName = keyof Parts;
type StateOf<Name extends PartName> = Parts[Name] extends Part<infer State> ? State : never;

/** Parts of a deployment by name: those that are declared, as far as they are to be had. */
export type ObservedParts = { [Name in PartName]?: StateOf<Name> };

const names = Object.keys(parts) as PartName[];

const partOf = <Name extends PartName>(name: Name): Part<StateOf<Name>> => parts[name] as Part<StateOf<Name>>;

const isWanted = (name: PartName, specs: readonly (ResolvedDeployment | undefined)[]): boolean =>
  specs.some((spec) => spec !== undefined && parts[name].declared(spec));

/** Condition types of the parts that a declaration names. */
export const conditionsIn = (spec: ResolvedDeployment): string[] => [
  ...new Set(names.filter((name) => isWanted(name, [spec])).map((name) => parts[name].condition)),
];

/** What of the parts of a declaration is known to be refused by Atlas. */
export const checkParts = (desired: ResolvedDeployment): Fault[] =>
  names.filter((name) => isWanted(name, [desired])).flatMap((name) => partOf(name).check?.(desired) ?? []);

/** Reads the parts that `specs` name, or all of them. `last` is what this pass has seen. */
export async function observeParts(
  api: AtlasApi,
  id: DeploymentId,
  cluster: ObservedCluster,
  { specs, last = {} }: { specs: readonly (ResolvedDeployment | undefined)[] | "everything"; last?: ObservedParts },
  options?: CallOptions,
): Promise<ObservedParts> {
  // While a cluster is made nothing of it is to be had.
  if (cluster.stateName === "CREATING") return {};
  const wanted = names.filter((name) => specs === "everything" || isWanted(name, specs));
  const read = async <Name extends PartName>(name: Name) => ({
    [name]: await partOf(name).observe(api, id, cluster, last[name] as StateOf<Name> | undefined, options),
  });
  return Object.assign({}, ...(await Promise.all(wanted.map(read))));
}

/** The plans of all parts, in order. Without a cluster, what it will need once it runs. */
export function planParts(input: Omit<PartInput<never>, "observed">, observed: ObservedParts): Omit<Plan, "pending"> {
  const wanted = names.filter((name) => isWanted(name, [input.desired, input.owned]));
  return joinPlans(wanted.map((name) => planPart(name, input, observed)));
}

const planPart = <Name extends PartName>(
  name: Name,
  input: Omit<PartInput<never>, "observed">,
  observed: ObservedParts,
): Plan => partOf(name).plan({ ...input, observed: observed[name] as StateOf<Name> | undefined });

/** What is known after a change of one of the parts. */
export interface Applied {
  /** Absent: only a new look can tell. */
  parts?: ObservedParts;
  /** Whether Atlas works on the whole cluster now. */
  restarts: boolean;
}

/** Sends a change of one of the parts. Nothing for changes that are none of theirs. */
export async function applyPart(
  api: AtlasApi,
  change: Change,
  observed: ObservedParts,
  options?: CallOptions,
): Promise<Applied | undefined> {
  const name = names.find((candidate) => parts[candidate].operations.includes(change.call.operation));
  return name && applyTo(name, api, change, observed, options);
}

async function applyTo<Name extends PartName>(
  name: Name,
  api: AtlasApi,
  change: Change,
  observed: ObservedParts,
  options?: CallOptions,
): Promise<Applied> {
  const part = partOf(name);
  const state = await part.apply(api, change, observed[name] as StateOf<Name> | undefined, options);
  return { restarts: part.restarts ?? false, ...(state !== undefined && { parts: { ...observed, [name]: state } }) };
}

/** What is owned where the parts of failed conditions did not get through. */
export function claimParts(
  desired: ResolvedDeployment,
  previous: ResolvedDeployment | undefined,
  failed: (condition: string) => boolean,
): ResolvedDeployment {
  return names
    .filter((name) => failed(parts[name].condition))
    .reduce((claimed, name) => partOf(name).claimUnsure?.(claimed, previous) ?? claimed, desired);
}

/** What the parts tell in the status. */
export function statusOfParts(observed: ObservedParts, cluster: ObservedCluster) {
  return Object.assign(
    {},
    ...names.map((name) => tell(name, observed, (part, state) => part.status?.(state, cluster))),
  );
}

/** The declaration of a cluster with that of its parts. */
export function specOfParts(
  cluster: ObservedCluster,
  observed: ObservedParts,
  plain: ResolvedDeployment,
): ResolvedDeployment {
  const told = names.map((name) => tell(name, observed, (part, state) => part.toSpec?.(state, cluster)) ?? {});
  const deploymentSpec: Dedicated = Object.assign({}, plain.deploymentSpec, ...told.map((spec) => spec.deploymentSpec));
  return Object.assign({}, plain, ...told, { deploymentSpec });
}

function tell<Name extends PartName, Told>(
  name: Name,
  observed: ObservedParts,
  ask: (part: Part<StateOf<Name>>, state: StateOf<Name>) => Told,
): Told | undefined {
  const state = observed[name] as StateOf<Name> | undefined;
  return state === undefined ? undefined : ask(partOf(name), state);
}
