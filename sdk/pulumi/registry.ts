import type * as pulumi from "@pulumi/pulumi";

/** What a resource was declared with, kept beside it because outputs are not there yet while a program runs. */
export interface Declaration {
  /** URN that the engine gives it. */
  readonly urn: string;
  /** The specification as the provider receives it; absent for a resource that was only read. */
  readonly spec?: pulumi.Inputs;
  /** Whether the program made a secret of something in it that is none to us. */
  readonly marked?: Promise<boolean>;
  /** Name of the credential profile the resource is managed with; absent for that of the stack. */
  readonly profile?: pulumi.Input<string>;
}

const declarations = new WeakMap<pulumi.Resource, Declaration>();
/** Resources by the outputs that are their ids, so that one that is named by its id is known for what it is. */
const byId = new WeakMap<object, pulumi.Resource>();

/** Type under which resources of a kind are registered with the engine. Part of every state file: never changes. */
export function typeToken(kind: string): string {
  return `pulumi-nodejs:dynamic/atlas:${kind}`;
}

/** Type with which a resource was registered; also for resources made by another copy of the Pulumi SDK. */
export function registeredType(resource: pulumi.Resource): string {
  return String(Reflect.get(resource, "__pulumiType"));
}

export function remember(resource: pulumi.CustomResource, declaration: Declaration): void {
  declarations.set(resource, declaration);
  byId.set(resource.id, resource);
}

export function declarationOf(resource: pulumi.Resource): Declaration | undefined {
  return declarations.get(resource);
}

/** URN of the resource that a reference is given as, or whose id it is given as. Absent: no resource of this program. */
export function urnBehind(reference: unknown): string | undefined {
  if (typeof reference !== "object" || reference === null) return undefined;
  const resource = byId.get(reference) ?? reference;
  return declarations.get(resource as pulumi.Resource)?.urn;
}

/**
 * The URN that the engine will give a resource. Computed here because a dynamic provider is not told it, and because the output
 * of a parent must not become a dependency of its child.
 */
export function urnOf(
  place: { stack: string; project: string },
  kind: string,
  name: string,
  parent?: pulumi.Resource,
): string {
  const types = [typeToken(kind)];
  for (let above: unknown = parent; isResource(above); above = Reflect.get(above, "__parentResource")) {
    const type = registeredType(above);
    if (type === "pulumi:pulumi:Stack") break;
    types.unshift(type);
  }
  return `urn:pulumi:${place.stack}::${place.project}::${types.join("$")}::${name}`;
}

function isResource(value: unknown): value is pulumi.Resource {
  return typeof value === "object" && value !== null && "__pulumiType" in value;
}
