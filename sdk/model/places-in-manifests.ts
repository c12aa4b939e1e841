import type { Places } from "./claim-register";

/** Namespace of objects that say none, unless they are applied in another: as Kubernetes has it. */
export const defaultNamespace = "default";

/** A custom resource, as far as it says what it is in. */
export interface PlacedObject {
  name: string;
  namespace?: string;
  spec?: unknown;
}

/**
 * What the claims of a custom resource are made within: projects by object and by Atlas id, organisations by the Secret with their
 * credentials.
 * @param operator Tells operators apart, whose credentials those objects have that name none. Each namespace may have its own.
 */
export function placesOfObject({ name, namespace = defaultNamespace, spec }: PlacedObject, operator = ""): Places {
  const project = part(spec, "projectRef");
  const external = text(part(spec, "externalProjectRef"), "id");
  const credentials = part(spec, "connectionSecretRef") ?? part(spec, "connectionSecret");
  const within = (reference: unknown): string[] => {
    const named = text(reference, "name");
    return named === undefined ? [] : [`object ${text(reference, "namespace") || namespace}/${named}`];
  };
  return {
    itself: [`object ${namespace}/${name}`],
    project: external === undefined ? within(project) : [`id ${external}`],
    account: credentials === undefined ? [`operator ${operator}/${namespace}`] : within(credentials),
    atlas: ["atlas"],
  };
}

function part(value: unknown, field: string): unknown {
  return typeof value === "object" && value !== null ? (Reflect.get(value, field) ?? undefined) : undefined;
}

function text(value: unknown, field: string): string | undefined {
  const found = part(value, field);
  return typeof found === "string" ? found : undefined;
}
