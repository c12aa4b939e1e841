import type { SpecOf } from "../../../sdk/model";
import type { AtlasCall } from "../../atlas/api";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import { hasAtlasCode } from "../../atlas/errors";
import { noneIfAbsent } from "../absence";
import { asSet } from "../canonical";
import type { Change, Pending, Plan } from "../contract";
import { differences, fieldNames } from "../differences";
import { ReasonedError } from "../errors";
import { groupParams, type ResolvedProject, type Section } from "./section";

type Declared = SpecOf<"AtlasBackupCompliancePolicy">;
type Item = NonNullable<Declared["scheduledPolicyItems"]>[number];

/** What a policy demands, under the names of a declaration. */
type Rules = Required<Omit<Declared, "overwriteBackupPolicies" | "onDemandPolicy" | "restoreWindowDays">> &
  Pick<Declared, "onDemandPolicy" | "restoreWindowDays">;

export interface CompliancePolicy {
  /** Absent: the project has none. */
  rules?: Rules;
  /** `ACTIVE`, or what Atlas is at. */
  state?: string;
  /** Whether Atlas's support has unlocked it. */
  deletable?: boolean;
}

const condition = "BackupCompliancePolicyReady";
const path = "spec.backupCompliancePolicyRef.spec";

/**
 * What all backups of the project must meet. The declaration is the whole policy: what it leaves out is off. Atlas lets nobody take a
 * policy back by itself: one that was declared and no longer is stays a failure until Atlas's support has unlocked it.
 */
export const backupCompliance: Section<CompliancePolicy> = {
  field: "backupCompliancePolicyRef",
  condition,
  blank: {},

  async observe(api, projectId, options) {
    const call: AtlasCall<"getGroupBackupCompliancePolicy"> = {
      operation: "getGroupBackupCompliancePolicy",
      params: groupParams(projectId),
    };
    return observedPolicy(await noneIfAbsent(api.send(call, options)));
  },

  plan({ desired, observed, owned, projectId }) {
    const declared = declaredIn(desired);
    if (!declared) return declaredIn(owned) && observed.rules ? withdrawal(observed, projectId) : { changes: [] };
    const rules = rulesOf(declared);
    const differing = differences(rules, observed.rules ?? {}, path);
    // Left out, it is none: that is a difference as well.
    if (!rules.onDemandPolicy && observed.rules?.onDemandPolicy) {
      differing.push({ path: `${path}.onDemandPolicy`, from: observed.rules.onDemandPolicy });
    }
    const underWay = busy(observed);
    if (differing.length === 0) return { changes: [], underWay };
    const call: AtlasCall<"updateGroupBackupCompliancePolicy"> = {
      operation: "updateGroupBackupCompliancePolicy",
      params: groupParams(projectId),
      query: { overwriteBackupPolicies: String(declared.overwriteBackupPolicies ?? false) },
      body: bodyOf(rules, observed.rules, projectId),
    };
    const what = fieldNames(differing).replaceAll("backupCompliancePolicyRef.spec.", "");
    const part = { scope: "part", condition, reason: "ProjectBackupCompliancePolicyNotCreatedInAtlas", call } as const;
    const change: Change = observed.rules
      ? {
          ...part,
          action: "update",
          description: `change the backup compliance policy: ${what}`,
          differences: differing,
        }
      : { ...part, action: "create", description: "set a backup compliance policy, which Atlas lets nobody take back" };
    return { changes: [change], underWay };
  },

  async apply(api, { call }, _part, options) {
    if (call.operation === "disableGroupBackupCompliancePolicy") {
      await noneIfAbsent(api.send(call, options));
      return {};
    }
    const update = call as AtlasCall<"updateGroupBackupCompliancePolicy">;
    return observedPolicy(await api.send(update, options).catch(notMet));
  },

  claimUnsure: ({ backupCompliancePolicyRef }, previous) => ({
    backupCompliancePolicyRef: backupCompliancePolicyRef ?? previous?.backupCompliancePolicyRef,
  }),

  toSpec: ({ rules }) => (rules ? { backupCompliancePolicyRef: { id: "", spec: { ...rules } } } : {}),
};

const declaredIn = (spec: ResolvedProject | undefined): Declared | undefined =>
  // Who resolves an embedded reference puts the spec of its kind there.
  spec?.backupCompliancePolicyRef?.spec as Declared | undefined;

function rulesOf({ overwriteBackupPolicies: _order, restoreWindowDays: days, ...declared }: Declared): Rules {
  return {
    copyProtectionEnabled: false,
    encryptionAtRestEnabled: false,
    pointInTimeEnabled: false,
    ...declared,
    // Atlas shows no days as zero.
    ...(days && { restoreWindowDays: days }),
    scheduledPolicyItems: asSet((declared.scheduledPolicyItems ?? []).map(itemOf)),
  };
}

function observedPolicy(answer: ResponseBody<"getGroupBackupCompliancePolicy"> | undefined): CompliancePolicy {
  // A project that never had a policy is answered with none, or with an empty one.
  if (!answer?.authorizedEmail) return {};
  const { onDemandPolicyItem: onDemand, scheduledPolicyItems: items = [], restoreWindowDays } = answer;
  const { retentionUnit, retentionValue } = onDemand ?? {};
  const rules = {
    authorizedEmail: answer.authorizedEmail,
    authorizedUserFirstName: answer.authorizedUserFirstName,
    authorizedUserLastName: answer.authorizedUserLastName,
    copyProtectionEnabled: answer.copyProtectionEnabled ?? false,
    encryptionAtRestEnabled: answer.encryptionAtRestEnabled ?? false,
    pointInTimeEnabled: answer.pitEnabled ?? false,
    scheduledPolicyItems: asSet(items.map((item) => itemOf(item as Item))),
    ...(retentionUnit && { onDemandPolicy: { retentionUnit, retentionValue } }),
    ...(restoreWindowDays && { restoreWindowDays }),
  };
  // Atlas's words are wider than the model's enumerations.
  return { rules: rules as Rules, state: answer.state ?? "ACTIVE", deletable: answer.deletable ?? false };
}

function bodyOf(
  { onDemandPolicy, pointInTimeEnabled, restoreWindowDays, ...rules }: Rules,
  before: Rules | undefined,
  projectId: string | undefined,
): RequestBody<"updateGroupBackupCompliancePolicy"> {
  const days = restoreWindowDays ?? (pointInTimeEnabled ? before?.restoreWindowDays : undefined);
  return {
    ...rules,
    ...(projectId !== undefined && { projectId }),
    pitEnabled: pointInTimeEnabled,
    ...(days !== undefined && { restoreWindowDays: days }),
    ...(onDemandPolicy && {
      onDemandPolicyItem: { frequencyType: "ondemand", frequencyInterval: 0, ...onDemandPolicy },
    }),
  };
}

function withdrawal({ deletable }: CompliancePolicy, projectId: string | undefined): Plan {
  const reason = "ProjectBackupCompliancePolicyCannotDelete";
  if (!deletable) {
    const message =
      "Atlas lets nobody take back a backup compliance policy: declare it again, or have MongoDB support unlock it";
    return { changes: [], broken: [{ condition, reason, message }] };
  }
  const call: AtlasCall = { operation: "disableGroupBackupCompliancePolicy", params: groupParams(projectId) };
  const description = "take back the backup compliance policy, which MongoDB support has unlocked";
  return { changes: [{ action: "delete", scope: "part", condition, reason, description, call }] };
}

function busy({ state = "ACTIVE" }: CompliancePolicy): Pending[] {
  if (state === "ACTIVE") return [];
  const message = `the backup compliance policy is not active yet: ${state}`;
  return [{ condition, reason: "ProjectBackupCompliancePolicyUpdating", message, retryAfterMs: 10_000 }];
}

/** Some backup schedule of the project does less than is demanded, and was not to be overwritten. */
function notMet(error: unknown): never {
  if (!hasAtlasCode(error, "BACKUP_POLICIES_NOT_MEETING_BACKUP_COMPLIANCE_POLICY_REQUIREMENTS")) throw error;
  const message = `some backup schedule of the project does less: ${error.message}`;
  throw new ReasonedError("ProjectBackupCompliancePolicyNotMet", message, {
    hint: "Change the schedules first, or set overwriteBackupPolicies, which changes them.",
    cause: error,
  });
}

const itemOf = ({ frequencyType, frequencyInterval, retentionUnit, retentionValue }: Item): Item => ({
  frequencyType,
  frequencyInterval,
  retentionUnit,
  retentionValue,
});
