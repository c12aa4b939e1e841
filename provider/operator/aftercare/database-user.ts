import { parseAtlasDate } from "../../../sdk/model/atlas-date";
import { type Json, namespaceOf } from "../cluster/managed-object";
import { decoded, type Secret } from "../cluster/secret";
import { maintain } from "../connection-secrets/maintain";
import { sweep } from "../connection-secrets/write";
import { Hindrance } from "../controllers/errors";
import type { Services } from "../controllers/services";
import type { Subject } from "../controllers/subject";
import type { Work } from "../controllers/work";
import { readApplied } from "../ownership/applied";
import type { Aftercare } from "./aftercare";

/** A user's connection secrets, the version of its password, and its end. */
export const databaseUserAftercare: Aftercare = {
  async before({ subject, services }, desired) {
    const until = expiryOf(desired);
    if (until === undefined || until > services.clock.now()) return;
    await removeSecrets(subject, services);
    throw new Hindrance(`the user was to live until ${desired.deleteAfterDate}`, {
      condition: "DatabaseUserReady",
      reason: "DatabaseUserExpired",
      again: "on-change",
      stalled: true,
    });
  },

  secretsSent({ subject, services }) {
    const secret = passwordSecret(subject, services);
    return secret !== undefined && secret.metadata.resourceVersion === subject.object.status?.passwordVersion;
  },

  async after(work, desired, { id, changed }) {
    const { subject, services } = work;
    const waiting = await maintain(work, desired, id, changed);
    const { name } = subject.object.status ?? {};
    if (waiting || typeof name !== "string" || name === desired.username) return waiting;
    await sweep(services.cluster, { ...placeOf(subject, id), username: name }, new Set(), subject.signal);
    return undefined;
  },

  status({ subject, services }, desired, { settled }) {
    const secret = passwordSecret(subject, services);
    // The Secret may have changed since it was read.
    const isSent = settled && secret !== undefined && decoded(secret).password === desired.passwordSecretRef;
    return { passwordVersion: isSent ? secret.metadata.resourceVersion : subject.object.status?.passwordVersion };
  },

  lookAgainAt: (_work, desired) => expiryOf(desired),

  async release(subject, services) {
    await removeSecrets(subject, services);
    services.changes.forget(subject.key);
  },
};

async function removeSecrets(subject: Subject, { cluster }: Services): Promise<void> {
  const applied = readApplied(subject.object);
  const projectId = applied?.id.projectId;
  if (typeof projectId !== "string") return;
  const names = new Set([applied?.id.username, subject.spec.username, subject.object.status?.name]);
  for (const username of names) {
    if (typeof username !== "string") continue;
    await sweep(cluster, { namespace: subject.namespace, projectId, username }, new Set(), subject.signal);
  }
}

const placeOf = ({ namespace }: Subject, { projectId }: Json) => ({ namespace, projectId: String(projectId) });

function passwordSecret({ object, spec }: Work["subject"], { cluster }: Services): Secret | undefined {
  const name: unknown = Reflect.get(Object(spec.passwordSecretRef), "name");
  return typeof name === "string" ? cluster.secrets.store.get(`${namespaceOf(object)}/${name}`) : undefined;
}

function expiryOf({ deleteAfterDate }: Json): number | undefined {
  return typeof deleteAfterDate === "string" ? parseAtlasDate(deleteAfterDate)?.getTime() : undefined;
}
