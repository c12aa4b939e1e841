import type { AtlasDatabaseUserSpec } from "../atlas-database-user";
import type { Claim } from "../claims";
import type { Resolved } from "../markers";

/** A database user claims its name on the database that it logs in to. */
export function claims({ username, databaseName }: AtlasDatabaseUserSpec | Resolved<AtlasDatabaseUserSpec>): Claim[] {
  if (!username) return [];
  const name = `${databaseName || "admin"}/${username}`;
  return [{ path: "spec.username", thing: "database user", name, within: "project" }];
}
