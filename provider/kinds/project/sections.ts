import type { AtlasApi, CallOptions } from "../../atlas/api";
import type { Change, Plan } from "../contract";
import { joinPlans } from "../plan";
import { accessList } from "./access-list";
import { customRoles } from "./custom-roles";
import { maintenanceWindow } from "./maintenance-window";
import type { ResolvedProject, Section, SectionInput } from "./section";
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

/** Whether a section has anything to do for these specs. */
const isWanted = (name: SectionName, specs: readonly (ResolvedProject | undefined)[]): boolean =>
  specs.some((spec) => spec?.[sections[name].field] !== undefined);

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

/** Reads the parts that `specs` name, or all of them. */
export async function observeParts(
  api: AtlasApi,
  projectId: string,
  specs: readonly (ResolvedProject | undefined)[] | "everything",
  options?: CallOptions,
): Promise<ObservedParts> {
  const wanted = names.filter((name) => specs === "everything" || isWanted(name, specs));
  const read = wanted.map(async (name) => ({ [name]: await sections[name].observe(api, projectId, options) }));
  return Object.assign({}, ...(await Promise.all(read)));
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

/** Sends a change of one of the sections. */
export async function applyPart(api: AtlasApi, change: Change, parts: ObservedParts, options?: CallOptions) {
  const name = names.find((candidate) => sections[candidate].condition === change.condition);
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
  const unsure = names.filter((name) => failed(sections[name].condition));
  return Object.assign({}, desired, ...unsure.map((name) => sectionOf(name).claimUnsure?.(desired, previous)));
}
