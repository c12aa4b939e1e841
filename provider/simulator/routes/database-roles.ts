import type { Call } from "../call";
import type { JsonObject } from "../json";
import { problem } from "../problem";
import { keyOf } from "../store";

/** Built-in roles that exist for every database. */
const ANY_DATABASE: ReadonlySet<string> = new Set(["read", "readWrite", "dbAdmin"]);
/** Built-in roles that exist for `admin` only. */
const ADMIN_ONLY: ReadonlySet<string> = new Set([
  "atlasAdmin",
  "backup",
  "clusterMonitor",
  "dbAdminAnyDatabase",
  "enableSharding",
  "readAnyDatabase",
  "readWriteAnyDatabase",
]);

/** Whether a database role ships with the service. */
export function isBuiltInRole(name: string): boolean {
  return ANY_DATABASE.has(name) || ADMIN_ONLY.has(name);
}

/** @throws Problem when a role does not exist in the project, or not for that database, or is given twice. */
export function checkRoles(call: Call, username: string, roles: readonly JsonObject[]): void {
  const seen = new Set<string>();
  for (const role of roles) {
    if (typeof role.roleName !== "string") throw problem("MISSING_ATTRIBUTE", "roleName");
    if (typeof role.databaseName !== "string") throw problem("MISSING_ATTRIBUTE", "databaseName");
    const { roleName, databaseName } = role;
    const custom = call.state.customRoles.get(keyOf(call.params.groupId ?? "", roleName));
    if (!custom && !isBuiltInRole(roleName)) throw problem("ATLAS_INVALID_ROLE", roleName, databaseName);
    if (!ANY_DATABASE.has(roleName) && databaseName !== "admin") {
      throw problem("ATLAS_INVALID_ROLE_DATABASE", roleName, "admin");
    }
    const identity = keyOf(roleName, databaseName, String(role.collectionName ?? ""));
    if (seen.has(identity)) throw problem("DUPLICATE_DATABASE_ROLES", username, `${roleName}@${databaseName}`);
    seen.add(identity);
  }
}
