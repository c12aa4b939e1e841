import type { AtlasCall } from "../../atlas/api";
import { same } from "../canonical";
import type { Change, Difference, Plan } from "../contract";
import { foreignNote, groupParams, union } from "../project/section";
import {
  type AccessEntry,
  type DeclaredEntry,
  entryOf,
  isExpired,
  isSecurityGroup,
  normaliseEntry,
} from "./access-entries";

/** Who declares the entries, and how what becomes of them is reported (upstream's names). */
export interface EntriesReport {
  /** Field of the spec. */
  path: string;
  reasons: { create: string; delete: string; pending: string; failed: string };
}

export interface EntriesInput {
  /** Absent: nothing is declared, so what is there from elsewhere is not worth telling. */
  declared?: readonly DeclaredEntry[];
  /** What was declared here before. */
  owned?: readonly DeclaredEntry[];
  observed: readonly AccessEntry[];
  /** Missing while the project does not exist. */
  projectId?: string;
  now: Date;
}

export const accessCondition = "IPAccessListReady";

/** Simulated or not, Atlas takes some seconds to roll an entry out. */
const rolloutPause = 10_000;

/**
 * Entries that differ are sent in one call, comment and date included; entries that were declared here and no longer are get deleted,
 * one call each. Entries from elsewhere stay, whatever else the list holds.
 */
export function planEntries(
  { declared, owned = [], observed, projectId, now }: EntriesInput,
  report: EntriesReport,
): Plan {
  const current = (declared ?? []).filter((entry) => !isExpired(entry, now));
  const wanted = union(undefined, current.map(normaliseEntry), ({ entry }) => entry);
  const there = new Map(observed.map(({ rollout: _rollout, ...entry }) => [entry.entry, entry]));
  const differing = wanted.filter((entry) => !same(entry, there.get(entry.entry)));
  const kept = new Set((declared ?? []).map(entryOf));
  const ours = new Set(owned.map(entryOf));
  const undeclared = observed.map(({ entry }) => entry).filter((entry) => !kept.has(entry));
  const foreign = declared ? undeclared.filter((entry) => !ours.has(entry)) : [];
  return {
    changes: [
      ...(differing.length > 0 ? [addition(differing, there, projectId, report)] : []),
      ...undeclared.filter((entry) => ours.has(entry)).map((entry) => entryDeletion(entry, projectId, report)),
    ],
    ...rolloutOf(
      observed.filter(({ entry }) => kept.has(entry)),
      report,
    ),
    notes: foreignNote("access list entries", foreign),
  };
}

function rolloutOf(entries: readonly AccessEntry[], { reasons }: EntriesReport): Pick<Plan, "underWay" | "broken"> {
  const named = (state: AccessEntry["rollout"]) =>
    entries.flatMap(({ entry, rollout }) => (rollout === state ? [entry] : [])).join(", ");
  const pending = named("PENDING");
  const failed = named("FAILED");
  return {
    ...(pending && {
      underWay: [
        {
          condition: accessCondition,
          reason: reasons.pending,
          message: `Atlas is rolling out access from ${pending}`,
          retryAfterMs: rolloutPause,
        },
      ],
    }),
    ...(failed && {
      broken: [
        {
          condition: accessCondition,
          reason: reasons.failed,
          message: `Atlas could not roll out access from ${failed}: take the entry out, and put it in again`,
        },
      ],
    }),
  };
}

function addition(
  entries: AccessEntry[],
  there: ReadonlyMap<string, AccessEntry>,
  projectId: string | undefined,
  { path, reasons }: EntriesReport,
): Change {
  const call: AtlasCall<"createGroupAccessListEntry"> = {
    operation: "createGroupAccessListEntry",
    params: groupParams(projectId),
    body: entries.map(({ entry, comment, ...rest }) => ({
      ...(isSecurityGroup(entry) ? { awsSecurityGroup: entry } : { cidrBlock: entry }),
      // An empty comment is sent only to clear one.
      ...((comment || there.get(entry)?.comment) && { comment }),
      ...rest,
    })),
  };
  const differences: Difference[] = entries.map((to) => {
    const from = there.get(to.entry);
    return { path, ...(from && { from }), to };
  });
  const known = entries.every(({ entry }) => there.has(entry));
  const names = entries.map(({ entry }) => entry).join(", ");
  const description = `${known ? "change" : "allow access from"} ${names}${known ? " in the access list" : ""}`;
  const action = known ? "update" : "create";
  return part(action, reasons.create, description, call, differences);
}

/** Ends access from one source. */
export function entryDeletion(entry: string, projectId: string | undefined, { path, reasons }: EntriesReport): Change {
  const call: AtlasCall<"deleteGroupAccessListEntry"> = {
    operation: "deleteGroupAccessListEntry",
    params: groupParams(projectId, { entryValue: entry }),
  };
  return part("delete", reasons.delete, `end access from ${entry}`, call, [{ path, from: entry }]);
}

function part(
  action: Change["action"],
  reason: string,
  description: string,
  call: AtlasCall,
  differences: Difference[],
): Change {
  return { action, scope: "part", condition: accessCondition, reason, description, call, differences };
}
