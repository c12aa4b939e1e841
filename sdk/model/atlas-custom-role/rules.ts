import type { CustomRole, CustomRoleAction, CustomRoleResource } from "../atlas-project/custom-roles";
import { privilegeActions } from "../catalog/catalog.gen";
import { unknownIn } from "../catalog/unknown-in";
import type { Fault } from "../errors";

/** What Atlas would refuse of a role, declared by itself or in a project (Atlas Admin API, createGroupCustomDbRoleRole). */
export function roleFaults({ name, actions = [], inheritedRoles = [] }: CustomRole, path: string): Fault[] {
  const empty = actions.length === 0 && inheritedRoles.length === 0;
  const named = actions.map((action, index) => ({ action, at: `${path}.actions[${index}]` }));
  const own = inheritedRoles.findIndex((role) => role.name === name);
  return [
    ...nameFaults(name, `${path}.name`),
    ...(empty ? [{ path, message: "allows nothing: give it actions or inheritedRoles" }] : []),
    ...named.flatMap(({ action, at }) => actionFaults(action, at)),
    ...(own < 0 ? [] : [{ path: `${path}.inheritedRoles[${own}].name`, message: "is the role itself" }]),
  ];
}

/** Rights of a role that the catalogue does not have. */
export const roleAdvice = ({ actions = [] }: CustomRole, path: string): Fault[] =>
  actions.flatMap(({ name }, index) => unknownIn(privilegeActions, name, `${path}.actions[${index}].name`, "right"));

function nameFaults(name: string, path: string): Fault[] {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name)) {
    const allowed = "letters, digits, - and _, the first of them a letter or digit";
    return [{ path, message: `must be ${allowed}, not ${JSON.stringify(name)}` }];
  }
  return name.startsWith("xgen-") ? [{ path, message: "may not begin with xgen-, which Atlas keeps for itself" }] : [];
}

function actionFaults({ resources }: CustomRoleAction, path: string): Fault[] {
  if (resources.length === 0) return [{ path: `${path}.resources`, message: "must have at least 1 item" }];
  return resources.flatMap((resource, index) => resourceFaults(resource, `${path}.resources[${index}]`));
}

function resourceFaults({ cluster, database, collection }: CustomRoleResource, path: string): Fault[] {
  const placed = Boolean(database) || Boolean(collection);
  if (cluster && placed) {
    return [{ path, message: "is the whole cluster or a database and collection, but both are given" }];
  }
  if (!cluster && database === undefined && collection === undefined) {
    return [{ path, message: "must be the whole cluster (cluster: true) or name a database" }];
  }
  return [];
}
