import type { SpecOf, StatusOf } from "../../../sdk/model";
import { contradictoryEntries } from "../../../sdk/model/atlas-ip-access-list/contradictions";
import { ValidationError } from "../../../sdk/model/errors";
import type { Breakage, Change, KindHandler, LookHints, ObservedStatus } from "../contract";
import {
  type AccessEntry,
  applyEntries,
  declarationOf,
  entryOf,
  isExpired,
  observeEntries,
} from "../network/access-entries";
import { accessCondition, type EntriesReport, entryDeletion, planEntries } from "../network/access-plan";
import { union } from "../project/section";
import { projectIdOf } from "../project-id";

type Spec = SpecOf<"AtlasIPAccessList">;
type Status = ObservedStatus<StatusOf<"AtlasIPAccessList">>;

/** A list is its entries in a project's list. */
export interface AccessListId {
  projectId: string;
}

export interface ObservedAccessList {
  projectId: string;
  /** All entries of the project, also those from elsewhere. */
  entries: AccessEntry[];
}

const report: EntriesReport = {
  path: "spec.entries",
  reasons: {
    create: "IPAccessListFailedToCreate",
    delete: "IPAccessListFailedToDelete",
    pending: "IPAccessListPending",
    failed: "IPAccessListFailedToGetState",
  },
};

/** Entries of a project's access list, of which it exists as long as one of its own does. Entries from elsewhere stay. */
export const ipAccessListHandler: KindHandler<Spec, Status, ObservedAccessList, AccessListId> = {
  kind: "AtlasIPAccessList",
  identityGrammar: "projectId",

  check: ({ entries }) => contradictoryEntries("spec.entries", entries),

  identify: async (_api, desired, recorded) => recorded ?? { projectId: projectIdOf("AtlasIPAccessList", desired) },

  async observe(api, { projectId }, hints, options) {
    const { desired, owned, last } = hints;
    const unsettled = owned?.underWay?.includes(accessCondition) ? (desired?.entries ?? []) : [];
    const entries = await observeEntries(api, projectId, { last: last?.entries, unsettled }, options);
    return entries.some(isOfInterest(hints)) ? { projectId, entries } : undefined;
  },

  plan({ desired, observed, owned }, { projectId }, now) {
    const list = { declared: desired.entries, owned: owned?.spec.entries, observed: observed?.entries ?? [] };
    const { changes, ...rest } = planEntries({ ...list, projectId, now }, report);
    if (observed) return { ...rest, changes };
    return changes.length > 0 ? { ...rest, changes: changes.map(whole) } : { ...rest, changes, broken: [nothingLeft] };
  },

  planRemoval(observed, owned, { projectId }) {
    const ours = new Set((owned?.spec.entries ?? []).map(entryOf));
    const left = (observed?.entries ?? []).filter(({ entry }) => ours.has(entry));
    return { changes: left.map(({ entry }) => entryDeletion(entry, projectId, report)) };
  },

  async apply(api, { call }, { id, observed }, options) {
    const entries = await applyEntries(api, call, observed?.entries ?? [], options);
    return { id, observed: { projectId: id.projectId, entries } };
  },

  claim(desired, previous, failed) {
    if (!failed(accessCondition)) return { spec: desired };
    return { spec: { ...desired, entries: union(previous?.spec.entries, desired.entries, entryOf) } };
  },

  atlasId: ({ projectId }) => projectId,

  status({ entries }, told) {
    const declared = told?.desired.entries;
    const expired = (declared ?? []).filter((entry) => isExpired(entry, told?.now ?? new Date(0))).map(entryOf);
    const ours = declared && new Set(declared.map(entryOf));
    const shown = entries.filter(({ entry }) => !ours || ours.has(entry));
    return {
      entries: [
        ...shown.map(({ entry, rollout }) => ({ entry, status: rollout ?? "ACTIVE" })),
        ...expired.map((entry) => ({ entry, status: "EXPIRED" })),
      ],
    };
  },

  toSpec: ({ entries }) => ({ entries: entries.map(declarationOf) }),

  parseIdentity(text) {
    if (!/^[0-9a-f]{24}$/.test(text)) {
      const message = `${JSON.stringify(text)} is not a project id: 24 hexadecimal digits`;
      throw new ValidationError("AtlasIPAccessList", [{ path: "import", message }]);
    }
    return { projectId: text };
  },
};

/** Entries by which it is told that the list exists: those declared here, now or before; any where nothing is. */
function isOfInterest({ desired, owned }: LookHints<Spec, ObservedAccessList>): (entry: AccessEntry) => boolean {
  if (!desired && !owned) return () => true;
  const named = new Set([...(desired?.entries ?? []), ...(owned?.spec.entries ?? [])].map(entryOf));
  return ({ entry }) => named.has(entry);
}

const nothingLeft: Breakage = {
  condition: accessCondition,
  reason: report.reasons.create,
  message: "there is nothing to make of it, as the time of every entry is over: see deleteAfterDate",
};

const whole = (change: Change): Change => ({ ...change, scope: "resource" });
