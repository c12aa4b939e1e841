import type { AtlasDatabaseUserSpec } from "../atlas-database-user";
import { repetitions } from "../contradictions";
import type { Fault } from "../errors";
import { repeatedLabels } from "../key-value-advice";
import type { Resolved } from "../markers";
import type { DatabaseUserRole, DatabaseUserScope } from "./access";

/** What may be a mistake in a database user. */
export function advise(spec: AtlasDatabaseUserSpec | Resolved<AtlasDatabaseUserSpec>): Fault[] {
  return [
    ...repetitions("spec.roles", spec.roles, roleName),
    ...repetitions("spec.scopes", spec.scopes ?? [], ({ type, name }: DatabaseUserScope) => `${type} ${name}`),
    ...repeatedLabels(spec.labels, "spec.labels"),
  ];
}

const roleName = ({ roleName: name, databaseName, collectionName }: DatabaseUserRole): string =>
  `${name} on ${databaseName}${collectionName ? `.${collectionName}` : ""}`;
