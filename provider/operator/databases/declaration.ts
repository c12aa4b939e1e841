import { extname } from "node:path";
import { resolveReferences } from "../../kinds/resolve";
import type { Lookup } from "../../kinds/resolve-lookup";
import type { DatabaseKindName } from "../../kinds/sql/registry";
import type { Json, ManagedObject } from "../cluster/managed-object";
import { namespaceOf } from "../cluster/managed-object";
import { DeclarationError } from "./errors";

/**
 * What an object declares, with every reference replaced by what it stands for. All of it is secret.
 *
 * @throws DeclarationError naming what is missing
 */
export async function declarationOf(kind: DatabaseKindName, object: ManagedObject, lookup: Lookup): Promise<Json> {
  const written = object.spec ?? {};
  const { spec, unresolved } = await resolveReferences(kind, written, namespaceOf(object), lookup);
  if (unresolved.length > 0) {
    throw new DeclarationError(unresolved.map(({ path, message }) => `${path}: ${message}`).join("; "), {
      hint: "It is looked at again when that changes.",
    });
  }
  return kind === "AtlasSchema" ? withConfiguredSchema(written, spec) : withOneDirectory(spec);
}

/** A schema from a ConfigMap comes before one that is written out, and says by the name of its key what language it is. */
function withConfiguredSchema(written: Json, spec: Json): Json {
  const schema = recordOf(spec.schema);
  if (schema.configMapKeyRef === undefined) return spec;
  const { name, key } = recordOf(recordOf(written.schema).configMapKeyRef);
  const language = extname(String(key)).slice(1).toLowerCase();
  if (language !== "sql" && language !== "hcl") {
    throw new DeclarationError(
      `spec.schema.configMapKeyRef: the key ${key} of ConfigMap ${name} tells no language: it must end in .sql or .hcl`,
    );
  }
  return { ...spec, schema: { [language]: schema.configMapKeyRef } };
}

function withOneDirectory(spec: Json): Json {
  const { local, configMapRef, remote } = recordOf(spec.dir);
  if (local !== undefined && configMapRef !== undefined) {
    throw new DeclarationError("spec.dir: local and configMapRef cannot both be given: a directory has one place");
  }
  if (local === undefined && configMapRef === undefined && remote === undefined && !hasProject(spec)) {
    throw new DeclarationError("spec.dir: no directory specified: give local, configMapRef or remote");
  }
  return spec;
}

/** Whether the object has a project file of its own. */
export const hasProject = ({ config, configFrom }: Json): boolean => config !== undefined || configFrom !== undefined;

const recordOf = (value: unknown): Json => Object.fromEntries(Object.entries(Object(value)));
