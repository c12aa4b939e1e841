import { type AccessEntry, applyEntries, entryOf, observeEntries } from "../network/access-entries";
import { accessCondition, type EntriesReport, planEntries } from "../network/access-plan";
import { type Section, union } from "./section";

const failed = "ProjectIPAccessListNotCreatedInAtlas";
const report: EntriesReport = {
  path: "spec.projectIpAccessList",
  reasons: { create: failed, delete: failed, pending: "ProjectIPAccessListNotActive", failed },
};

/** The IP access list, where a project declares it. Entries from elsewhere stay. */
export const accessList: Section<AccessEntry[]> = {
  field: "projectIpAccessList",
  condition: accessCondition,
  blank: [],

  observe(api, projectId, options, { desired, underWay, last }) {
    const unsettled = underWay ? (desired?.projectIpAccessList ?? []) : [];
    return observeEntries(api, projectId, { last, unsettled }, options);
  },

  plan: ({ desired, observed, owned, projectId, now }) =>
    planEntries(
      { declared: desired.projectIpAccessList, owned: owned?.projectIpAccessList, observed, projectId, now },
      report,
    ),

  apply: (api, { call }, part, options) => applyEntries(api, call, part, options),

  claimUnsure: (desired, previous) => ({
    projectIpAccessList: union(previous?.projectIpAccessList, desired.projectIpAccessList, entryOf),
  }),
};
