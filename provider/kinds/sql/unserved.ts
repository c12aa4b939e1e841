import type { Fault } from "../../../sdk/model/errors";
import type { Resolved } from "../../../sdk/model/markers";
import type { DatabaseTarget } from "../../../sdk/model/sql-database/target";

/** What of a database target is not served outside a cluster. */
export function unservedOf({ devDB, devURL, devURLFrom }: Resolved<DatabaseTarget>): Fault[] {
  return devDB?.spec === undefined || devURL !== undefined || devURLFrom !== undefined
    ? []
    : [{ path: "spec.devDB", message: "a pod can only be started in a cluster: name a running database as devURL" }];
}
