import type { AtlasMigrationSpec } from "../atlas-migration";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { targetFaults } from "../sql-database/target-checks";

type Spec = AtlasMigrationSpec | Resolved<AtlasMigrationSpec>;

/** Rules of migrations that their JSON Schema cannot say. */
export function check(spec: Spec): Fault[] {
  return [...targetFaults(spec), ...remoteFaults(spec), ...addressFaults(spec), ...downFaults(spec)];
}

/** The token of the environment is for the address that the environment's owner means, not for one that an object names. */
function addressFaults({ cloud }: Spec): Fault[] {
  if (cloud?.url === undefined || cloud.tokenFrom?.secretKeyRef !== undefined) return [];
  return [{ path: "spec.cloud.tokenFrom", message: "is required with cloud.url: no other token is sent there" }];
}

function remoteFaults({ dir, cloud, config, configFrom }: Spec): Fault[] {
  if (!dir.remote) return [];
  const hasToken = cloud?.tokenFrom?.secretKeyRef !== undefined || config !== undefined || configFrom !== undefined;
  return [
    ...(dir.remote.name === undefined ? [{ path: "spec.dir.remote.name", message: "is required" }] : []),
    ...(hasToken ? [] : [{ path: "spec.cloud.tokenFrom", message: "is required with dir.remote" }]),
  ];
}

/** Who approves a step back depends on where the directory is kept (Ariga's atlas-operator: ProtectedFlowError). */
function downFaults({ dir, protectedFlows }: Spec): Fault[] {
  const { allow, autoApprove } = protectedFlows?.migrateDown ?? {};
  const path = "spec.protectedFlows.migrateDown.autoApprove";
  if (!allow) return [];
  if (dir.remote && autoApprove) {
    return [{ path, message: "must not be true with dir.remote: Atlas Cloud approves going down" }];
  }
  if (!dir.remote && !autoApprove) {
    return [
      { path, message: "must be true where allow is and the directory is not in Atlas Cloud: nobody could approve" },
    ];
  }
  return [];
}
