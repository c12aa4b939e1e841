import { randomUUID } from "node:crypto";
import { AtlasIacError } from "../../sdk/model/errors";
import type { KindName } from "../../sdk/model/kinds";
import { foresee } from "../kinds/converge";
import { handledKinds } from "../kinds/registry";
import { databaseKindNames } from "../kinds/sql/names";
import { assemble } from "./assemble";
import { claimKeys } from "./claims/keys";
import type { ManagedObject } from "./cluster/managed-object";
import { embeddedKinds } from "./cluster/references";
import { approach } from "./controllers/approach";
import { Hindrance } from "./controllers/errors";
import { foreseeEmbedded } from "./controllers/foresee-embedded";
import { foreseeRemoval } from "./controllers/foresee-removal";
import { prepare } from "./controllers/prepare";
import type { Services } from "./controllers/services";
import { Subject } from "./controllers/subject";
import { foreseeDatabase } from "./databases/foresee";
import type { Foreseen } from "./foreseen";
import type { OperatorOptions } from "./options";
import { isBeingDeleted, keyOf, type Logger } from "./runtime";

/**
 * Looks at every object once and says what the operator would change in Atlas; changes nothing, there or in the cluster, but that each
 * object gets events of reason `DryRun` that say the same.
 */
export async function dryRun(options: OperatorOptions, stop: AbortSignal): Promise<Foreseen[]> {
  const { kube, telemetry, services, databases } = await assemble(options, stop);
  const following = new AbortController();
  const end = (): void => following.abort(stop.reason);
  stop.addEventListener("abort", end, { once: true });
  const { cluster, events } = services;
  const sources = [cluster.secrets, ...cluster.kinds.flatMap((kind) => cluster.source(kind) ?? [])];
  const running = sources.map((source) => source.run(following.signal, telemetry));
  try {
    await Promise.all(sources.map((source) => source.whenSynced));
    const foreseen: Foreseen[] = [];
    const tell = (object: ManagedObject, one: Foreseen): void => {
      for (const note of notesOf(one)) events.normal(object, { reason: "DryRun", note, action: "DryRun" });
      foreseen.push(one);
    };
    for (const kind of [...handledKinds, ...embeddedKinds]) {
      for (const object of cluster.source(kind)?.store.list() ?? []) {
        tell(object, await foreseeObject(kind, object, services, telemetry.log, following.signal));
      }
    }
    for (const kind of databaseKindNames) {
      for (const object of cluster.source(kind)?.store.list() ?? []) {
        tell(object, await foreseeDatabase(kind, object, databases, telemetry.log, following.signal));
      }
    }
    await events.flush(60_000);
    return foreseen;
  } finally {
    stop.removeEventListener("abort", end);
    following.abort();
    await Promise.all([...running, databases.worker.stop()]);
    kube.close();
  }
}

async function foreseeObject(
  kind: KindName,
  object: ManagedObject,
  services: Services,
  log: Logger,
  signal: AbortSignal,
): Promise<Foreseen> {
  const source = services.cluster.source(kind);
  const one = { kind, key: keyOf(object), changes: [] };
  if (!source) return { ...one, outcome: "skipped" };
  const subject = new Subject(kind, source, object, { signal, writeSignal: signal, log, reconcileId: randomUUID() });
  if (subject.policy.reconciliation === "skip") return { ...one, outcome: "skipped" };
  try {
    if (embeddedKinds.includes(kind)) return { ...one, ...(await foreseeEmbedded(subject, services)) };
    if (isBeingDeleted(object)) return { ...one, ...(await foreseeRemoval(subject, services)) };
    const { work, desired, over } = await prepare(subject, services);
    if (over) throw over;
    const { options, replaced } = await approach(work, desired);
    const { plan } = await foresee(replaced ? { ...options, id: undefined, owned: undefined } : options);
    const changes = plan.changes.map(({ description }) => description);
    if (changes.length > 0) return { ...one, changes, outcome: "changes", message: plan.pending?.message };
    const broken = plan.broken ?? [];
    const [obstacle] = broken.filter(({ project }) => !isProjectToCome(project, services));
    if (obstacle) return { ...one, outcome: "hindered", message: obstacle.message };
    const [awaited] = broken;
    if (awaited) return { ...one, outcome: "waits", message: `waits for project ${JSON.stringify(awaited.project)}` };
    return { ...one, outcome: "in-sync", message: plan.pending?.message };
  } catch (error) {
    if (!(error instanceof AtlasIacError)) throw error;
    const waits = error instanceof Hindrance && error.unready;
    if (waits) return { ...one, outcome: "waits", message: `waits: ${error.message}` };
    return { ...one, outcome: "hindered", message: error.message };
  }
}

/** Whether a project is declared here, by whatever object. */
const isProjectToCome = (name: string | undefined, { cluster }: Services): boolean =>
  name !== undefined &&
  claimKeys("AtlasProject", { metadata: { name: "" }, spec: { name } })
    .flatMap((key) => cluster.source("AtlasProject")?.store.by("claims", key) ?? [])
    .some((project) => !isBeingDeleted(project));

/** What events say of it. */
function notesOf({ changes, outcome, message }: Foreseen): string[] {
  if (changes.length > 0) return changes.map((change) => `would ${change}`);
  if (outcome === "waits" && message !== undefined) return [message];
  return outcome === "hindered" ? [`cannot be foreseen: ${message}`] : [];
}
