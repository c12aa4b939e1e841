import type { CompliancePolicyDoc, PolicyItemDoc } from "../backups/docs";
import { policyItems } from "../backups/policy-items";
import { checkCompliance, compliant, scheduleOf, store } from "../backups/schedule";
import type { Answer, Call, Routes } from "../call";
import { booleanAt, isObject, type JsonObject, numberAt, objectsAt, stringAt } from "../json";
import { problem } from "../problem";
import type { GroupDoc } from "../state";
import { groupOf } from "./group-of";

/** Simulated milliseconds until a policy is active. */
const ENABLING = 30_000;

/** What all backups of a project must meet. */
export const backupCompliancePolicyRoutes: Routes = {
  getGroupBackupCompliancePolicy: (call) => ({ status: 200, body: view(call, policyOf(call)) }),
  updateGroupBackupCompliancePolicy,
  disableGroupBackupCompliancePolicy: (call) => {
    policyOf(call);
    throw problem("BACKUP_COMPLIANCE_POLICY_CANNOT_BE_DISABLED", groupOf(call).id);
  },
};

function policyOf(call: Call): CompliancePolicyDoc {
  const { id, backupCompliance } = groupOf(call);
  if (!backupCompliance) throw problem("BACKUP_COMPLIANCE_POLICY_SETTINGS_NOT_FOUND", id);
  return backupCompliance;
}

function updateGroupBackupCompliancePolicy(call: Call): Answer {
  const group = groupOf(call);
  const policy = policyFrom(call, group);
  // Absent, schedules are changed so that they meet the rules.
  const overwrite = call.query.get("overwriteBackupPolicies") !== "false";
  const covered = call.state.clusters.where(
    (cluster) => cluster.groupId === group.id && cluster.settings.backupEnabled === true,
  );
  const schedules = covered.map((cluster) => ({ cluster, schedule: scheduleOf(call, cluster, group) }));
  if (!overwrite) for (const { schedule } of schedules) checkCompliance(schedule, policy);
  for (const { cluster, schedule } of schedules) store(call, cluster, compliant(call, schedule, policy));
  call.state.groups.put(group.id, { ...group, backupCompliance: policy });
  return { status: 200, body: view(call, policy) };
}

function policyFrom(call: Call, group: GroupDoc): CompliancePolicyDoc {
  const { body, clock, ids, principal } = call;
  const person = { authorizedEmail: "", authorizedUserFirstName: "", authorizedUserLastName: "" };
  for (const name of Object.keys(person)) if (!stringAt(body, name)) throw problem("MISSING_ATTRIBUTE", name);
  const sent = isObject(body) ? body : {};
  const onDemand = isObject(sent.onDemandPolicyItem) ? { id: ids.objectId(), ...sent.onDemandPolicyItem } : null;
  const items: PolicyItemDoc[] = policyItems(objectsAt(body, "scheduledPolicyItems"), ids);
  const switches = ["copyProtectionEnabled", "encryptionAtRestEnabled", "pitEnabled"];
  return {
    items,
    doing: group.backupCompliance ? "UPDATING" : "ENABLING",
    activeAt: clock.now() + ENABLING,
    settings: {
      authorizedEmail: stringAt(body, "authorizedEmail"),
      authorizedUserFirstName: stringAt(body, "authorizedUserFirstName"),
      authorizedUserLastName: stringAt(body, "authorizedUserLastName"),
      ...Object.fromEntries(switches.map((name) => [name, booleanAt(body, name) ?? false])),
      deletable: false,
      onDemandPolicyItem: onDemand,
      projectId: group.id,
      restoreWindowDays: numberAt(body, "restoreWindowDays") ?? (booleanAt(body, "pitEnabled") ? 1 : 0),
      updatedDate: new Date(clock.now()).toISOString().replace(/\.\d+Z$/, "Z"),
      updatedUser: principal.name,
    },
  };
}

function view(call: Call, { settings, items, doing, activeAt }: CompliancePolicyDoc): JsonObject {
  const state = call.clock.now() < activeAt ? doing : "ACTIVE";
  return { ...settings, scheduledPolicyItems: items.map((item) => ({ ...item })), state };
}
