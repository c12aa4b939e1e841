import type { KindName } from "../../../sdk/model/kinds";
import { ClusterLookup } from "../cluster/lookup";
import type { Json, ManagedObject } from "../cluster/managed-object";
import { finalizerOf, released, withFinalizer } from "../ownership/finalizers";
import { type Controller, controller, isBeingDeleted, keyOf, type Result } from "../runtime";
import { holds } from "../status/outcome";
import { assertUnused, type Referrer, usersOf } from "./embedded-users";
import type { Pace } from "./kind-controller";
import { guarded } from "./reconcile";
import { checkResourceVersion } from "./resource-version";
import type { Services } from "./services";
import type { Subject } from "./subject";
import { tell } from "./tell";
import { triggersOf } from "./triggers";
import { resolveDesired } from "./work";

/**
 * Looks after objects that others write to Atlas (backup schedules and policies): says whether they are sound and who uses them, and
 * keeps them while somebody does.
 */
export function embeddedController(kind: KindName, services: Services, pace: Pace): Controller | undefined {
  const { cluster } = services;
  const source = cluster.source(kind);
  if (!source) return undefined;
  return controller({
    name: kind.toLowerCase(),
    source,
    triggers: triggersOf(kind, services),
    reconcile: guarded(kind, source, services, look),
    ...pace,
  });
}

async function look(subject: Subject, services: Services): Promise<Result> {
  const { kind, object } = subject;
  const users = usersOf(subject, services);
  if (isBeingDeleted(object)) return leave(subject, users);
  if (subject.policy.reconciliation === "skip") return {};
  const finalizer = finalizerOf(kind);
  await subject.edit((one) =>
    users.length > 0 && !isBeingDeleted(one) ? withFinalizer(one, finalizer) : released(one),
  );
  const warning = checkResourceVersion(object, subject.policy.resourceVersion === "allow");
  await resolveDesired(subject, new ClusterLookup(services.cluster, subject.signal));
  await tell(subject, services, {
    ready: true,
    whole: true,
    verdicts: [
      { ...holds("ResourceVersionIsValid"), ...(warning && { message: warning }) },
      holds("ValidationSucceeded"),
    ],
    fields: usersIn(kind, users),
  });
  return {};
}

async function leave(subject: Subject, users: readonly Referrer[]): Promise<Result> {
  assertUnused(subject, users);
  await subject.edit(released);
  return {};
}

/** How upstream's status names those who use an object, where it does. */
function usersIn(kind: KindName, users: readonly Referrer[]): Json {
  if (kind === "AtlasBackupSchedule")
    return { deploymentID: users.map(({ object }) => deploymentNameOf(object)).sort() };
  if (kind === "AtlasBackupPolicy") return { backupScheduleIDs: users.map(({ object }) => keyOf(object)).sort() };
  if (kind === "AtlasStreamConnection") return { instances: users.map(({ object }) => nameOf(object)) };
  return {};
}

const nameOf = ({ metadata: { name, namespace } }: ManagedObject): Json => ({ name, namespace });

function deploymentNameOf({ spec, metadata }: ManagedObject): string {
  const { deploymentSpec, flexSpec } = spec ?? {};
  const name: unknown = Reflect.get(Object(deploymentSpec ?? flexSpec), "name");
  return typeof name === "string" ? name : metadata.name;
}
