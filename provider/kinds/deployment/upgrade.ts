import type { AtlasCall } from "../../atlas/api";
import type { RequestBody } from "../../atlas/contract/operations.gen";
import type { Change, Difference, Pending, Plan } from "../contract";
import { clusterBody, planCreation } from "./cluster-creation";
import { declaredShards, placeOf } from "./shards";
import { busy } from "./state";
import { condition, type DeploymentId, type ResolvedDeployment } from "./types";

/** A shared cluster that is to become a dedicated one. */
interface Shared {
  type: "flex" | "free";
  stateName: string;
}

/**
 * What makes a shared cluster the dedicated one that is declared: Atlas moves its data and gives it another id. What the call does not
 * take is changed afterwards, as far as it differs then.
 */
export function planUpgrade(desired: ResolvedDeployment, { type, stateName }: Shared, id: DeploymentId): Plan {
  const [creation, ...others] = planCreation(desired, id).changes;
  if (!creation) return { changes: [] };
  const call = type === "flex" ? flexUpgrade(desired, id) : freeUpgrade(desired, id);
  const from = type === "flex" ? "Flex" : "free";
  const differences: Difference[] = [{ path: "spec.upgradeToDedicated", from, to: "dedicated" }];
  const description = `upgrade ${from} deployment ${id.name} to a dedicated one`;
  const upgrade = { action: "update", scope: "resource", reason: "DedicatedMigrationFailed" } as const;
  const change: Change = { ...upgrade, condition, description, call, differences };
  return { changes: [change, ...others], pending: progressing(stateName, id) };
}

function progressing(stateName: string, id: DeploymentId): Pending | undefined {
  if (stateName !== "UPDATING") return busy(id.name, stateName);
  const message = `deployment ${id.name} is being changed before or while it becomes a dedicated one`;
  return { condition, reason: "DedicatedMigrationProgressing", message, retryAfterMs: 10_000 };
}

function flexUpgrade(desired: ResolvedDeployment, id: DeploymentId): AtlasCall<"tenantGroupFlexClusterUpgrade"> {
  const body = desired.deploymentSpec && clusterBody(desired.deploymentSpec, id);
  const params = { groupId: id.projectId };
  // The contract has a type of its own for the same body.
  return {
    operation: "tenantGroupFlexClusterUpgrade",
    params,
    body: body as RequestBody<"tenantGroupFlexClusterUpgrade">,
  };
}

/** The call is older than clusters of several regions: it takes the size and place of the first one. */
function freeUpgrade(
  { deploymentSpec }: ResolvedDeployment,
  id: DeploymentId,
): AtlasCall<"upgradeGroupClusterTenantUpgrade"> {
  const regions = deploymentSpec ? (declaredShards(deploymentSpec)[0]?.regions ?? []) : [];
  const [first] = [...regions].sort(
    (a, b) => (b.priority ?? 0) - (a.priority ?? 0) || (placeOf(a) < placeOf(b) ? -1 : 1),
  );
  const body = {
    name: id.name,
    providerBackupEnabled: deploymentSpec?.backupEnabled ?? false,
    providerSettings: {
      providerName: first?.providerName,
      regionName: first?.regionName,
      instanceSizeName: first?.electableSpecs?.instanceSize,
    },
  } as RequestBody<"upgradeGroupClusterTenantUpgrade">;
  return { operation: "upgradeGroupClusterTenantUpgrade", params: { groupId: id.projectId }, body };
}
