import type { SpecOf, StatusOf } from "../../../sdk/model";
import type { Fault } from "../../../sdk/model/errors";
import type { Resolved } from "../../../sdk/model/markers";
import type { AtlasApi, CallOptions } from "../../atlas/api";
import type { Change, ObservedStatus, Plan, Told } from "../contract";
import { withSureSecrets } from "../seal-spec";

export type ProjectSpec = SpecOf<"AtlasProject">;
export type ResolvedProject = Resolved<ProjectSpec>;
export type ProjectStatus = ObservedStatus<StatusOf<"AtlasProject">>;

/** Atlas ids of items that have no name of their own. */
export interface Items {
  /** Of those that are owned. */
  ids: readonly string[];
  /** Of those that were there and not owned when some were still to be made; absent where none were. */
  others?: readonly string[];
}

/** What a section plans from. */
export interface SectionInput<Part> extends Partial<Items> {
  desired: ResolvedProject;
  observed: Part;
  /** What this resource applied last; absent when nothing was. */
  owned?: ResolvedProject;
  /** Missing while the project does not exist. */
  projectId?: string;
  now: Date;
}

/** What is worth a closer look. */
export interface SectionHints<Part> {
  desired?: ResolvedProject;
  owned?: ResolvedProject;
  /** Whether all of it is wanted, also what was not declared here: for imports. */
  everything: boolean;
  /** Whether Atlas was still busy with this section when the last pass ended. */
  underWay: boolean;
  /** As seen before in this pass. */
  last?: Part;
}

/** A part of a project that is read and changed by calls of its own. */
export interface Section<Part> {
  /** Field of the spec that declares it. */
  readonly field: keyof ProjectSpec;
  /** Whether a declaration asks for it. Absent: it does when it has the field. Pure. */
  isDeclared?(spec: Partial<ResolvedProject>): boolean;
  /** Condition type that reports it: unique among the sections, so that a change finds its section. */
  readonly condition: string;
  /** Further condition types that report it, as unique. */
  readonly also?: readonly string[];
  /** The part in a project that was just made; absent where only Atlas knows. */
  readonly blank?: Part;
  observe(api: AtlasApi, projectId: string, options: CallOptions | undefined, hints: SectionHints<Part>): Promise<Part>;
  /** Pure. */
  plan(input: SectionInput<Part>): Plan;
  /**
   * What has to go before the project can: Atlas closes none with such a part in it. Pure. Absent: nothing.
   */
  planRemoval?(input: Pick<SectionInput<Part>, "observed" | "owned" | "projectId">): Plan;
  /** What of a declaration this section cannot make true. Pure. */
  check?(desired: ResolvedProject): Fault[];
  /** Sends one change of this section, and answers with the part as it is then. */
  apply(api: AtlasApi, change: Change, part: Part, options?: CallOptions): Promise<Part>;
  /** What is owned while it is open whether the section's changes went through. Absent: what is declared now. */
  claimUnsure?(desired: ResolvedProject, previous: ResolvedProject | undefined): Partial<ResolvedProject>;
  /** What is owned of it once one change went through and others are still to come. Absent: what was owned before. */
  claimSent?(desired: ResolvedProject, previous: ResolvedProject, change: Change): Partial<ResolvedProject>;
  /** Which of its items are owned, where they have no name of their own. Pure. */
  claimItems?(input: Pick<SectionInput<Part>, "desired" | "observed" | "owned" | keyof Items>): Items;
  /** What the status tells of it. Pure. */
  status?(part: Part, told?: Told<ProjectSpec>): Partial<ProjectStatus>;
  /** The declaration of what was observed; nothing where it holds nothing. Pure. */
  toSpec?(part: Part): Partial<ResolvedProject>;
}

/** Path parameters of a call on the project: none while its id is unknown. */
export const groupParams = (
  projectId: string | undefined,
  more: Record<string, string> = {},
): Record<string, string> => ({
  ...(projectId !== undefined && { groupId: projectId }),
  ...more,
});

/** `items` of both lists, each identity once, the later list winning. */
export function union<Item>(
  previous: readonly Item[] | undefined,
  desired: readonly Item[] | undefined,
  identity: (item: Item) => string,
): Item[] {
  return [...new Map([...(previous ?? []), ...(desired ?? [])].map((item) => [identity(item), item])).values()];
}

/** As {@link union}, for what is owned while it is open what was sent: secrets that were surely sent are sealed, others are not. */
export function unionUnsure<Item>(
  previous: readonly Item[] = [],
  desired: readonly Item[] | undefined,
  identity: (item: Item) => string,
): Item[] {
  const before = new Map(previous.map((item) => [identity(item), item]));
  const sure = desired?.map((item) => withSureSecrets(item, before.get(identity(item))));
  return union(previous, sure, identity);
}

/** A note on what is in Atlas and not declared: it was not made here, so it stays. */
export function foreignNote(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 5).join(", ");
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return [`left alone, as this object does not declare them: ${what} ${shown}${more}`];
}
