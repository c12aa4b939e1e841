import { isAtlasIacError } from "../../../sdk/model/errors";
import type { DatabaseKindName } from "../../kinds/sql/registry";
import { Redaction } from "../../schema/drivers/redact";
import type { ManagedObject } from "../cluster/managed-object";
import type { Foreseen } from "../foreseen";
import { isBeingDeleted, keyOf, type Logger } from "../runtime";
import { formerDirectory } from "./former-directory";
import { declaredBy, runOf } from "./run-of";
import { redactionOf } from "./secrets";
import type { DatabaseServices } from "./services";

/** What would be done for a database object. Starts no dev database: where one is needed, that is what is told. */
export async function foreseeDatabase(
  kind: DatabaseKindName,
  object: ManagedObject,
  services: DatabaseServices,
  log: Logger,
  signal: AbortSignal,
): Promise<Foreseen> {
  const one = { kind, key: keyOf(object), changes: [] };
  if (isBeingDeleted(object)) return { ...one, outcome: "leaves", message: "the database stays as it is" };
  let redaction = new Redaction([]);
  try {
    const spec = await declaredBy(kind, object, services, signal);
    redaction = redactionOf(spec);
    const isMigration = kind === "AtlasMigration";
    const former = isMigration ? await formerDirectory(object, services.kube, log, signal) : undefined;
    const task = { kind, spec, run: runOf(kind, object, services, former) };
    const { steps, refusal } = await services.worker.foresee(task, { signal });
    const changes = steps.map(({ title }) => redaction.text(title));
    if (refusal) return { ...one, changes, outcome: "hindered", message: redaction.text(refusal.message) };
    return { ...one, changes, outcome: changes.length > 0 ? "changes" : "in-sync" };
  } catch (error) {
    if (!isAtlasIacError(error)) throw error;
    return { ...one, outcome: "hindered", message: redaction.text(error.message) };
  }
}
