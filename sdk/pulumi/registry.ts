import type * as pulumi from "@pulumi/pulumi";

/** What a resource was declared with, kept beside it because outputs are not there yet while a program runs. */
export interface Declaration {
  /** The specification as the provider receives it; absent for a resource that was only read. */
  readonly spec?: pulumi.Inputs;
  /** Name of the credential profile the resource is managed with; absent for that of the stack. */
  readonly profile?: pulumi.Input<string>;
}

const declarations = new WeakMap<pulumi.Resource, Declaration>();

/** Type under which resources of a kind are registered with the engine. Part of every state file: never changes. */
export function typeToken(kind: string): string {
  return `pulumi-nodejs:dynamic/atlas:${kind}`;
}

/** Type with which a resource was registered; also for resources made by another copy of the Pulumi SDK. */
export function registeredType(resource: pulumi.Resource): string {
  return String(Reflect.get(resource, "__pulumiType"));
}

export function remember(resource: pulumi.Resource, declaration: Declaration): void {
  declarations.set(resource, declaration);
}

export function declarationOf(resource: pulumi.Resource): Declaration | undefined {
  return declarations.get(resource);
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
