import * as pulumi from "@pulumi/pulumi";
import { AtlasIacError } from "../model/errors";
import { isMarker, type Marker, type MarkerTree } from "./facts";
import { declarationOf, registeredType, typeToken } from "./registry";

/** A reference holds something that is neither a resource of the right kind nor its id. */
export class WrongReferenceError extends AtlasIacError {
  readonly code = "WrongReference";
}

/**
 * Turns what a program declared into what the provider receives: resources become their Atlas ids, secret values become Pulumi
 * secrets. Everything else is left as it is.
 *
 * @param value Declared value, with outputs and promises at any depth.
 * @param tree Where the references are.
 * @param path Where `value` stands, for errors.
 */
export function resolveReferences(value: unknown, tree: MarkerTree | Marker, path: string): unknown {
  if (value === undefined || value === null) return value;
  if (isMarker(tree)) return resolveMarker(value, tree, path);
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    return pulumi.output(value).apply((known) => resolveReferences(known, tree, path));
  }
  if (Array.isArray(value)) return value.map((item, index) => resolveReferences(item, tree, `${path}[${index}]`));
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => {
      const below = tree[field];
      return [field, below === undefined ? inner : resolveReferences(inner, below, `${path}.${field}`)];
    }),
  );
}

function resolveMarker(value: unknown, marker: Marker, path: string): unknown {
  switch (marker.is) {
    case "resource":
      return resolveResource(value, marker.kind, path);
    case "embedded":
      return resolveEmbedded(value, marker.kind, path);
    case "secret":
      return Array.isArray(value) ? value.map((item) => pulumi.secret(item)) : pulumi.secret(value);
    case "credentials":
    case "configMap":
      return value;
  }
}

function resolveResource(value: unknown, kind: string, path: string): unknown {
  if (Array.isArray(value)) return value.map((item, index) => resolveResource(item, kind, `${path}[${index}]`));
  if (pulumi.CustomResource.isInstance(value)) return ofKind(value, kind, path).id;
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    return pulumi.output(value).apply((known) => resolveResource(known, kind, path));
  }
  if (value === undefined || typeof value === "string") return value;
  throw new WrongReferenceError(`${path} refers to an ${kind}, but is given ${describe(value)}.`, {
    hint: `Give the ${kind} resource itself, or its Atlas id as a string.`,
  });
}

function resolveEmbedded(value: unknown, kind: string, path: string): unknown {
  if (Array.isArray(value)) return value.map((item, index) => resolveEmbedded(item, kind, `${path}[${index}]`));
  if (pulumi.CustomResource.isInstance(value)) {
    const resource = ofKind(value, kind, path);
    const spec = declarationOf(resource)?.spec;
    // Its id is its name. The URN tells that already in a preview, so that the referrer's plan is whole.
    if (spec !== undefined) return { id: resource.urn.apply((urn) => urn.split("::").at(-1)), spec };
  }
  throw new WrongReferenceError(`${path} takes an ${kind} declared in this program, but is given ${describe(value)}.`, {
    hint: `An ${kind} has no id in Atlas that could stand for it: give the resource itself.`,
  });
}

function ofKind(resource: pulumi.CustomResource, kind: string, path: string): pulumi.CustomResource {
  const type = registeredType(resource);
  if (type === typeToken(kind)) return resource;
  throw new WrongReferenceError(`${path} refers to an ${kind}, but is given a resource of type ${type}.`, {
    hint: `Give a resource made by new ${kind}(…) or ${kind}.get(…).`,
  });
}

function describe(value: unknown): string {
  if (pulumi.CustomResource.isInstance(value)) return `a resource of type ${registeredType(value)}`;
  return Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
}
