type Json = Record<string, unknown>;

/** A role with a name that Atlas takes, and rights that hold in one place each. */
export function mendRole(role: Json, index = 0): Json {
  const actions = items(role.actions).map((action) => ({ ...action, resources: places(action.resources) }));
  const inheritedRoles = items(role.inheritedRoles);
  const empty = actions.length === 0 && inheritedRoles.length === 0;
  return {
    ...role,
    name: `role-${index}`,
    ...(role.actions !== undefined && { actions }),
    ...(role.inheritedRoles !== undefined && { inheritedRoles }),
    ...(empty && { inheritedRoles: [{ name: "read", database: "admin" }] }),
  };
}

/** In the examples the first right holds in a collection, and a second one in the cluster. */
function places(resources: unknown): Json[] {
  const declared = items(resources).flatMap(({ cluster, ...place }) => [
    { database: "shop", ...place },
    ...(cluster === undefined ? [] : [{ cluster: true }]),
  ]);
  return declared.length > 0 ? declared : [{ cluster: true }];
}

function items(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
