import type { Places } from "./claim-register";
import { isRecord } from "./is-record";

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
export function placesOfObject(object: PlacedObject, operator = () => ""): Places {
  const { name, namespace = defaultNamespace, spec } = object;
  return (within) => {
    switch (within) {
      case "itself":
        return [`object ${namespace}/${name}`];
      case "project": {
        const id = text(part(spec, "externalProjectRef"), "id");
        return id === undefined ? named(part(spec, "projectRef"), namespace) : [`id ${id}`];
      }
      case "account": {
        const credentials = part(spec, "connectionSecretRef") ?? part(spec, "connectionSecret");
        return credentials === undefined ? [`operator ${operator()}/${namespace}`] : named(credentials, namespace);
      }
      case "atlas":
        return ["atlas"];
    }
  };
}

/** What a reference names; none where it names nothing. */
function named(reference: unknown, namespace: string): string[] {
  const name = text(reference, "name");
  return name === undefined ? [] : [`object ${text(reference, "namespace") || namespace}/${name}`];
}

function part(value: unknown, field: string): unknown {
  return isRecord(value) ? (value[field] ?? undefined) : undefined;
}

function text(value: unknown, field: string): string | undefined {
  const found = part(value, field);
  return typeof found === "string" ? found : undefined;
}
