import * as pulumi from "@pulumi/pulumi";
import { isMarker, type Marker, type MarkerTree } from "./facts";
import { declarationOf } from "./registry";

/** A declared value without the secrets that stand in its lists, and these by themselves, in the same places. */
export interface Split {
  readonly value: unknown;
  /** Absent: there are none. */
  readonly secrets?: unknown;
}

/**
 * Takes the secrets out of the lists of a declared value. The engine treats a list with a secret in it as one secret: nobody would see
 * any more what of it changes. Elsewhere it hides the secret only.
 *
 * @param tree Where the references are.
 */
export function splitSecrets(value: unknown, tree: MarkerTree | Marker): Split {
  return split(value, tree, false, (secret) => pulumi.secret(secret));
}

function split(value: unknown, tree: MarkerTree | Marker, inList: boolean, mark: (secret: unknown) => unknown): Split {
  if (value === undefined || value === null || !holdsSecrets(tree)) return { value };
  if (isMarker(tree)) return inList ? { value: undefined, secrets: mark(value) } : { value };
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    // A secret within what becomes known later would make a secret of all of it.
    const both = pulumi.output(value).apply((known) => split(known, tree, inList, (secret) => secret));
    return { value: both.apply((one) => one.value), secrets: pulumi.secret(both.apply((one) => one.secrets)) };
  }
  if (Array.isArray(value)) {
    const parts = value.map((item) => split(item, tree, true, mark));
    const secrets = parts.map((part) => part.secrets);
    return { value: parts.map((part) => part.value), ...present(secrets, secrets.some(isGiven)) };
  }
  if (typeof value !== "object") return { value };
  const parts = Object.entries(value).map(
    ([field, inner]) => [field, split(inner, tree[field] ?? {}, inList, mark)] as const,
  );
  const secrets = parts.filter(([, part]) => isGiven(part.secrets)).map(([field, part]) => [field, part.secrets]);
  return {
    value: Object.fromEntries(parts.map(([field, part]) => [field, part.value])),
    ...present(Object.fromEntries(secrets), secrets.length > 0),
  };
}

const isGiven = (secrets: unknown): boolean => secrets !== undefined;

const present = (secrets: unknown, given: boolean): Pick<Split, "secrets"> => (given ? { secrets } : {});

function holdsSecrets(tree: MarkerTree | Marker): boolean {
  return isMarker(tree) ? tree.is === "secret" : Object.values(tree).some(holdsSecrets);
}

/** Whether the program itself made a secret of something that is none to us. What stands in places of secrets does not count. */
export async function holdsMarkedSecrets(value: unknown, tree: MarkerTree | Marker): Promise<boolean> {
  if (isMarker(tree) && tree.is !== "configMap" && tree.is !== "embedded") return false;
  if (pulumi.Resource.isInstance(value)) return (await declarationOf(value)?.marked) ?? false;
  if (pulumi.Output.isInstance(value)) return pulumi.isSecret(pulumi.output(value));
  if (value instanceof Promise) return holdsMarkedSecrets(await value, tree);
  if (typeof value !== "object" || value === null) return false;
  const below = (field: string) => (isMarker(tree) || Array.isArray(value) ? tree : (tree[field] ?? {}));
  const found = await Promise.all(
    Object.entries(value).map(([field, inner]) => holdsMarkedSecrets(inner, below(field))),
  );
  return found.includes(true);
}
