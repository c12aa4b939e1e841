import { expiryOf, isOver, USER_EXPIRED } from "../claims/expiry";
import { hasTaken } from "../claims/hand-over";
import { heirsOf } from "../claims/rivals";
import { projectOf } from "../cluster/declared-project";
import { type Json, namespaceOf } from "../cluster/managed-object";
import { decoded, type Secret } from "../cluster/secret";
import { maintain } from "../connection-secrets/maintain";
import { namesakesOf } from "../connection-secrets/namesakes";
import { sweep } from "../connection-secrets/write";
import { Hindrance } from "../controllers/errors";
import type { Services } from "../controllers/services";
import type { Subject } from "../controllers/subject";
import type { Work } from "../controllers/work";
import { readApplied } from "../ownership/applied";
import type { Aftercare } from "./aftercare";

/** A user's connection secrets, the version of its password, and its end. */
export const databaseUserAftercare: Aftercare = {
  over({ services }, desired) {
    const until = expiryOf(desired);
    if (until === undefined && desired.deleteAfterDate) throw noDate(desired.deleteAfterDate);
    if (until === undefined || until > services.clock.now()) return undefined;
    return new Hindrance(`the user was to live until ${desired.deleteAfterDate}`, {
      condition: "DatabaseUserReady",
      reason: USER_EXPIRED,
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
    const place = placeOf(subject, id);
    // Whoever declares a user of the former name has its Secrets, or is about to.
    if (namesakesOf(services, subject, name, place.projectId).length > 0) return undefined;
    await sweep(services.cluster, { ...place, username: name }, never, subject.signal);
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
    const { kind, object } = subject;
    // Whoever declares the same user beside it goes on with the same Secrets. Where the user went with its time, only who has made it anew.
    const expired = isOver(kind, object, services.clock);
    const beside = heirsOf(services, kind, object)
      .filter((heir) => namespaceOf(heir.object) === subject.namespace)
      .filter((heir) => !expired || hasTaken(object, heir));
    await removeSecrets(subject, services, new Set(beside.map(({ object }) => object.spec?.username)));
    services.changes.forget(subject.key);
  },
};

/** @param others Names of users whose Secrets stay. */
async function removeSecrets(
  subject: Subject,
  services: Services,
  others: ReadonlySet<unknown> = new Set(),
): Promise<void> {
  const { cluster } = services;
  const { namespace, object, spec, signal } = subject;
  const applied = readApplied(object);
  const projectId = projectOf(cluster, subject.kind, object);
  if (projectId === undefined) return;
  const names = new Set([applied?.id.username, spec.username, object.status?.name]);
  for (const username of names) {
    if (typeof username !== "string" || others.has(username) || isTaken(subject, services, username, projectId))
      continue;
    await sweep(cluster, { namespace, projectId, username }, never, signal);
  }
}

/** Whether somebody else in the namespace has a user of this name in the project: the Secrets that have the name are theirs. */
const isTaken = (subject: Subject, services: Services, username: string, projectId: string): boolean =>
  namesakesOf(services, subject, username, projectId).some((one) => readApplied(one)?.id.projectId === projectId);

const never = (): boolean => false;

const placeOf = ({ namespace }: Subject, { projectId }: Json) => ({ namespace, projectId: String(projectId) });

function passwordSecret({ object, spec }: Work["subject"], { cluster }: Services): Secret | undefined {
  const name: unknown = Reflect.get(Object(spec.passwordSecretRef), "name");
  return typeof name === "string" ? cluster.secrets.store.get(`${namespaceOf(object)}/${name}`) : undefined;
}

const noDate = (text: unknown): Hindrance =>
  new Hindrance(`spec.deleteAfterDate: ${JSON.stringify(text)} is no date`, {
    condition: "DatabaseUserReady",
    reason: "DatabaseUserInvalidSpec",
    again: "on-change",
    stalled: true,
    hint: "Write it as 2026-11-21 or 2026-11-21T08:00:00Z",
  });
