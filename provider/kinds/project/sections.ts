import type { Fault } from "../../../sdk/model/errors";
import type { AtlasApi, CallOptions } from "../../atlas/api";
import type { Change, LookHints, Owned, Plan, Told } from "../contract";
import { joinPlans } from "../plan";
import { sealSpec } from "../seal-spec";
import { accessList } from "./access-list";
import { alerts } from "./alerts/section";
import { auditing } from "./auditing";
import { backupCompliance } from "./backup-compliance";
import { cloudAccess } from "./cloud-access";
import { customRoles } from "./custom-roles";
import { encryption } from "./encryption";
import { integrations } from "./integrations";
import { maintenanceWindow } from "./maintenance-window";
import { networkPeers } from "./network-peers";
import { privateEndpoints } from "./private-endpoints";
import { regionalPrivateEndpoints } from "./regional-private-endpoints";
import type {
  Items,
  ProjectSpec,
  ProjectStatus,
  ResolvedProject,
  Section,
  SectionHints,
  SectionInput,
} from "./section";
import { settings } from "./settings";
import { teams } from "./teams";
import { x509 } from "./x509";

/** The parts of a project, in the order in which they are made true. A new part is one line here. */
const sections = {
  accessList,
  privateEndpoints,
  regionalPrivateEndpoints,
  cloudAccess,
  networkPeers,
  alerts,
  integrations,
  maintenanceWindow,
  encryption,
  auditing,
  settings,
  customRoles,
  teams,
  backupCompliance,
  x509,
};

type Sections = typeof sections;
type SectionName = keyof Sections;
type PartOf<Name extends SectionName> = Sections[Name] extends Section<infer Part> ? Part : never;

/** Parts of a project by section. Those that nobody asked for are not read. */
export type ObservedParts = { [Name in SectionName]?: PartOf<Name> };

const names = Object.keys(sections) as SectionName[];

const sectionOf = <Name extends SectionName>(name: Name): Section<PartOf<Name>> =>
  sections[name] as Section<PartOf<Name>>;

const conditionsOf = (name: SectionName): readonly string[] => {
  const { condition, also = [] } = sectionOf(name);
  return [condition, ...also];
};

const reports = (name: SectionName, condition: string): boolean => conditionsOf(name).includes(condition);

function isDeclared(name: SectionName, spec: Partial<ResolvedProject>): boolean {
  const section = sectionOf(name);
  return section.isDeclared ? section.isDeclared(spec) : spec[section.field] !== undefined;
}

/** Whether a section has anything to do for these specs. */
const isWanted = (name: SectionName, specs: readonly (ResolvedProject | undefined)[]): boolean =>
  specs.some((spec) => spec !== undefined && isDeclared(name, spec));

/** Condition types of the sections that a declaration names. */
export const conditionsIn = (spec: Partial<ResolvedProject>): string[] =>
  names.filter((name) => isDeclared(name, spec)).flatMap((name) => conditionsOf(name));

/** Whether the declaration names a section that the answer of a new project does not tell. */
export const untold = (spec: ResolvedProject): boolean =>
  names.some((name) => isWanted(name, [spec]) && sectionOf(name).blank === undefined);

/** The parts of a project that was just made, as far as they are known without reading. */
export function blankParts(): ObservedParts {
  return Object.assign(
    {},
    ...names.map((name) => sectionOf(name).blank !== undefined && { [name]: sectionOf(name).blank }),
  );
}

/** Reads the parts that the declaration or the last one names, or all of them. */
export async function observeParts(
  api: AtlasApi,
  projectId: string,
  hints: LookHints<ProjectSpec, { parts: ObservedParts }>,
  options?: CallOptions,
): Promise<ObservedParts> {
  const specs = [hints.desired, hints.owned?.spec];
  const named = names.filter((name) => hints.everything || isWanted(name, specs));
  const wanted = hints.removing ? named.filter((name) => sectionOf(name).planRemoval) : named;
  return Object.assign(
    {},
    ...(await Promise.all(wanted.map((name) => observePart(api, projectId, name, hints, options)))),
  );
}

async function observePart<Name extends SectionName>(
  api: AtlasApi,
  projectId: string,
  name: Name,
  { desired, owned, everything = false, last }: LookHints<ProjectSpec, { parts: ObservedParts }>,
  options: CallOptions | undefined,
): Promise<ObservedParts> {
  const section = sectionOf(name);
  const underWay = owned?.underWay?.some((condition) => reports(name, condition)) ?? false;
  const hints = { desired, owned: owned?.spec, everything, underWay, last: last?.parts[name] };
  return { [name]: await section.observe(api, projectId, options, hints as SectionHints<PartOf<Name>>) };
}

/** The plans of all sections, in order. `parts` is absent for a project that does not exist: what it will need is planned from nothing. */
export function planParts(input: PartsInput, parts: ObservedParts): Plan {
  return joinPlans(names.map((name) => planPart(name, input, parts)));
}

type PartsInput = Pick<SectionInput<never>, "desired" | "projectId" | "now"> & { owned?: Owned<ProjectSpec> };

function planPart<Name extends SectionName>(name: Name, input: PartsInput, parts: ObservedParts): Plan {
  const section = sectionOf(name);
  const observed = parts[name] ?? section.blank ?? ({} as PartOf<Name>);
  const owned = input.owned?.spec;
  if (!isWanted(name, [input.desired, owned])) return { changes: [] };
  return section.plan({ ...input, owned, ...itemsOf(section.field, input.owned), observed });
}

/** What has to go before the project can, of what is owned. */
export function planPartsRemoval(
  parts: ObservedParts,
  owned: ResolvedProject | undefined,
  projectId: string,
): ReturnType<typeof joinPlans> {
  return joinPlans(names.map((name) => planPartRemoval(name, parts, owned, projectId)));
}

function planPartRemoval<Name extends SectionName>(
  name: Name,
  parts: ObservedParts,
  owned: ResolvedProject | undefined,
  projectId: string,
): Plan {
  const observed = parts[name];
  if (observed === undefined) return { changes: [] };
  return sectionOf(name).planRemoval?.({ observed: observed as PartOf<Name>, owned, projectId }) ?? { changes: [] };
}

/** Sends a change of one of the sections. */
export async function applyPart(api: AtlasApi, change: Change, parts: ObservedParts, options?: CallOptions) {
  const name = names.find((candidate) => reports(candidate, change.condition));
  return name ? applyTo(name, api, change, parts, options) : parts;
}

async function applyTo<Name extends SectionName>(
  name: Name,
  api: AtlasApi,
  change: Change,
  parts: ObservedParts,
  options?: CallOptions,
): Promise<ObservedParts> {
  const section = sectionOf(name);
  const part = parts[name] ?? section.blank ?? ({} as PartOf<Name>);
  return { ...parts, [name]: await section.apply(api, change, part, options) };
}

/** What is owned, where the sections in `failed` did not get through. `parts` as they are then, as far as they are known. */
export function claimParts(
  desired: ResolvedProject,
  previous: Owned<ProjectSpec> | undefined,
  failed: (condition: string) => boolean,
  parts: ObservedParts | undefined,
): Owned<ProjectSpec> {
  const unsure = names.filter((name) => conditionsOf(name).some(failed));
  const claims = unsure.map((name) => sectionOf(name).claimUnsure?.(desired, previous?.spec));
  const open = new Set<string>(unsure.map((name) => sectionOf(name).field));
  const spec = sealSpec("AtlasProject", Object.assign({}, desired, ...claims), previous?.spec, (name) =>
    open.has(name),
  );
  const items = names.flatMap((name) => claimItems(name, desired, previous, parts));
  const ids = items.flatMap(([field, one]) => (one.ids.length > 0 ? [[field, one.ids]] : []));
  const others = items.flatMap(([field, one]) => (one.others ? [[field, one.others]] : []));
  return {
    spec,
    ...(ids.length > 0 && { ids: Object.fromEntries(ids) }),
    ...(others.length > 0 && { others: Object.fromEntries(others) }),
  };
}

/** What is owned once one change of a section went through and others are still to come. */
export function claimSentPart(
  desired: ResolvedProject,
  previous: Owned<ProjectSpec> | undefined,
  change: Change,
): Owned<ProjectSpec> | undefined {
  const name = names.find((candidate) => reports(candidate, change.condition));
  const claim = previous && name && sectionOf(name).claimSent?.(desired, previous.spec, change);
  if (!claim) return previous;
  return { ...previous, spec: sealSpec("AtlasProject", { ...previous.spec, ...claim }, previous.spec, () => false) };
}

const itemsOf = (field: string, owned: Owned<ProjectSpec> | undefined): Partial<Items> => ({
  ids: owned?.ids?.[field],
  others: owned?.others?.[field],
});

function claimItems<Name extends SectionName>(
  name: Name,
  desired: ResolvedProject,
  previous: Owned<ProjectSpec> | undefined,
  parts: ObservedParts | undefined,
): [field: string, items: Items][] {
  const section = sectionOf(name);
  if (!section.claimItems) return [];
  const before = itemsOf(section.field, previous);
  const observed = parts?.[name] as PartOf<Name> | undefined;
  const items = observed && section.claimItems({ desired, observed, owned: previous?.spec, ...before });
  return [[section.field, items ?? { ...before, ids: before.ids ?? [] }]];
}

/** What the status tells of the sections that tell something themselves. */
export function statusOfParts(parts: ObservedParts, told?: Told<ProjectSpec>): Partial<ProjectStatus> {
  return Object.assign({}, ...names.map((name) => statusOfPart(name, parts, told)));
}

function statusOfPart<Name extends SectionName>(
  name: Name,
  parts: ObservedParts,
  told: Told<ProjectSpec> | undefined,
): Partial<ProjectStatus> | undefined {
  const part = parts[name];
  // What is not declared is known of a new project only: told once, it would be gone from the status at the next look.
  if (part === undefined || (told && !isDeclared(name, told.desired))) return undefined;
  return sectionOf(name).status?.(part as PartOf<Name>, told);
}

/** The declaration of the sections that know how to write themselves. */
export function specOfParts(parts: ObservedParts): Partial<ResolvedProject> {
  return Object.assign({}, ...names.map((name) => specOfPart(name, parts)));
}

function specOfPart<Name extends SectionName>(name: Name, parts: ObservedParts): Partial<ResolvedProject> | undefined {
  const part = parts[name];
  return part === undefined ? undefined : sectionOf(name).toSpec?.(part as PartOf<Name>);
}

/** What of a declaration the sections that it names cannot make true. */
export const checkParts = (desired: ResolvedProject): Fault[] =>
  names.flatMap((name) => (isWanted(name, [desired]) ? (sectionOf(name).check?.(desired) ?? []) : []));
