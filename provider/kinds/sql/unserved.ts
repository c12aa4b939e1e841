import type { Fault } from "../../../sdk/model/errors";
import type { Resolved } from "../../../sdk/model/markers";
import type { DatabaseTarget } from "../../../sdk/model/sql-database/target";

const project =
  "needs a project file, which the embedded engine does not read: give the database and what it shall be here";

/** What of a database target the embedded engine does not serve. */
export function unservedOf({ config, configFrom, vars, devDB, devURL, devURLFrom }: Resolved<DatabaseTarget>): Fault[] {
  return [
    ...(config === undefined ? [] : [{ path: "spec.config", message: project }]),
    ...(configFrom === undefined ? [] : [{ path: "spec.configFrom", message: project }]),
    ...(vars === undefined || vars.length === 0 ? [] : [{ path: "spec.vars", message: project }]),
    ...(devDB?.spec === undefined || devURL !== undefined || devURLFrom !== undefined
      ? []
      : [{ path: "spec.devDB", message: "a pod can only be started in a cluster: name a running database as devURL" }]),
  ];
}

/** What only Ariga's own service does. */
export function cloudFault(path: string, given: unknown): Fault[] {
  return given === undefined
    ? []
    : [{ path, message: "is served by Atlas Cloud: use the `atlas` command line for it" }];
}
