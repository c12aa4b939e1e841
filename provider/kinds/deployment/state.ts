import type { Pending } from "../contract";
import { condition } from "./types";

const reasons: Record<string, { reason: string; doing: string }> = {
  CREATING: { reason: "DeploymentCreating", doing: "is being made" },
  UPDATING: { reason: "DeploymentUpdating", doing: "is being changed" },
  REPAIRING: { reason: "DeploymentUpdating", doing: "is being repaired" },
  DELETING: { reason: "DeploymentUpdating", doing: "is being deleted" },
};

/** What Atlas is busy with, by the state it shows; nothing when the deployment is idle. */
export function busy(name: string, stateName: string): Pending | undefined {
  if (stateName === "IDLE") return undefined;
  const { reason, doing } = reasons[stateName] ?? { reason: "DeploymentUpdating", doing: `is in state ${stateName}` };
  return { condition, reason, message: `deployment ${name} ${doing}`, retryAfterMs: 10_000 };
}
