import type { Json } from "../cluster/managed-object";
import type { Target } from "./deployments";

interface Scope {
  name: unknown;
  type: unknown;
}

/** Whether a user may reach a deployment: without scopes, every one. */
export function inScope(desired: Json, { name, scope }: Pick<Target, "name" | "scope">): boolean {
  const scopes = scopesOf(desired);
  return scopes.length === 0 || scopes.some((one) => one.name === name && one.type === scope);
}

/**
 * Clusters that a user is scoped to and that its project does not have. Atlas takes any name; what is there of other types, such as
 * federated databases and stream workspaces, the list of deployments does not tell in full, and upstream does not look either.
 */
export function absentClusters(desired: Json, deployments: readonly Target[]): string[] {
  const there = new Set(deployments.filter(({ scope }) => scope === "CLUSTER").map(({ name }) => name));
  const named = scopesOf(desired).flatMap(({ name, type }) =>
    type === "CLUSTER" && typeof name === "string" ? [name] : [],
  );
  return [...new Set(named)].filter((name) => !there.has(name));
}

function scopesOf({ scopes }: Json): Scope[] {
  if (!Array.isArray(scopes)) return [];
  return scopes.map((one: unknown) => ({
    name: Reflect.get(Object(one), "name"),
    type: Reflect.get(Object(one), "type"),
  }));
}
