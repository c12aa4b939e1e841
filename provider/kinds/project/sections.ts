import type { AtlasApi, CallOptions } from "../../atlas/api";
import type { Change, LookHints, Plan } from "../contract";
import { joinPlans } from "../plan";
import { accessList } from "./access-list";
import { customRoles } from "./custom-roles";
import { maintenanceWindow } from "./maintenance-window";
import type { ProjectSpec, ResolvedProject, Section, SectionHints, SectionInput } from "./section";
import { settings } from "./settings";
import { teams } from "./teams";

/** The parts of a project, in the order in which they are made true. A new part is one line here. */
const sections = { accessList, maintenanceWindow, settings, customRoles, teams };

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

/** Whether a section has anything to do for these specs. */
const isWanted = (name: SectionName, specs: readonly (ResolvedProject | undefined)[]): boolean =>
  specs.some((spec) => spec?.[sections[name].field] !== undefined);

/** Condition types of the sections that a declaration names. */
export const conditionsIn = (spec: Partial<ResolvedProject>): string[] =>
  names.filter((name) => spec[sections[name].field] !== undefined).flatMap((name) => conditionsOf(name));

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
  const underWay = owned?.underWay !== undefined && reports(name, owned.underWay);
  const hints = { desired, owned: owned?.spec, everything, underWay, last: last?.parts[name] };
  return { [name]: await section.observe(api, projectId, options, hints as SectionHints<PartOf<Name>>) };
}

/** The plans of all sections, in order. `parts` is absent for a project that does not exist: what it will need is planned from nothing. */
export function planParts(input: Omit<SectionInput<never>, "observed">, parts: ObservedParts): Plan {
  return joinPlans(names.map((name) => planPart(name, input, parts)));
}

function planPart<Name extends SectionName>(
  name: Name,
  input: Omit<SectionInput<never>, "observed">,
  parts: ObservedParts,
): Plan {
  const section = sectionOf(name);
  const observed = parts[name] ?? section.blank ?? ({} as PartOf<Name>);
  return isWanted(name, [input.desired, input.owned]) ? section.plan({ ...input, observed }) : { changes: [] };
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

/** What is owned where the sections in `failed` did not get through. */
export function claimParts(
  desired: ResolvedProject,
  previous: ResolvedProject | undefined,
  failed: (condition: string) => boolean,
): ResolvedProject {
  const unsure = names.filter((name) => conditionsOf(name).some(failed));
  return Object.assign({}, desired, ...unsure.map((name) => sectionOf(name).claimUnsure?.(desired, previous)));
}
