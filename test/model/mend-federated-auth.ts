type Json = Record<string, unknown>;

/** Lets every mapping name its group, and give it a role at least. */
export function mendFederatedAuth(spec: Json): Json {
  if (spec.roleMappings === undefined) return spec;
  const roleMappings = items(spec.roleMappings).map((mapping, index) => {
    const assignments = items(mapping.roleAssignments).map((assignment) => ({ role: "any", ...assignment }));
    return {
      ...mapping,
      externalGroupName: mapping.externalGroupName ?? `group-${index}`,
      roleAssignments: assignments.length > 0 ? assignments.map(named) : [{ role: "any" }],
    };
  });
  return { ...spec, roleMappings };
}

const named = (assignment: Json): Json => ({ ...assignment, role: assignment.role || "any" });

function items(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
