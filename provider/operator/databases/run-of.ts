import type { DatabaseKindName } from "../../kinds/sql/registry";
import type { Json, ManagedObject } from "../cluster/managed-object";
import { appliedTo } from "./applied-to";
import { declarationOf, hasProject } from "./declaration";
import { DeclarationError } from "./errors";
import type { Files } from "./former-directory";
import { DataLookup } from "./lookup";
import { type DatabaseServices, permissionsOf } from "./services";
import type { Task } from "./worker/protocol";

/**
 * What an object declares, looked up, as far as it is allowed here. All of it is secret.
 *
 * @throws DeclarationError, KubeApiError
 */
export async function declaredBy(
  kind: DatabaseKindName,
  object: ManagedObject,
  { kube, settings }: DatabaseServices,
  signal: AbortSignal,
): Promise<Json> {
  if (hasProject(object.spec ?? {}) && !settings.allowCustomConfig) {
    throw new DeclarationError("spec.config: project files are not allowed in this cluster", {
      hint: "Whoever installs the operator can allow them: --allow-custom-config.",
    });
  }
  return declarationOf(kind, object, new DataLookup(kube, signal));
}

/** How work for an object is done. @param former the directory of migrations that was applied last */
export function runOf(
  kind: DatabaseKindName,
  object: ManagedObject,
  { settings }: DatabaseServices,
  former?: Files,
): Task["run"] {
  return {
    ...(former && { before: { dir: { local: former } } }),
    firstRun: isFirstRun(kind, object.status),
    appliedTo: appliedTo(object),
    allow: permissionsOf(settings),
    atlasCommand: settings.atlasCommand,
  };
}

/** Whether nothing was ever applied for the object: as upstream, by what its status says. */
export function isFirstRun(kind: DatabaseKindName, status: Json | undefined): boolean {
  const { last_applied: schema, lastApplied: migration } = status ?? {};
  return !(Number(kind === "AtlasSchema" ? schema : migration) > 0);
}
