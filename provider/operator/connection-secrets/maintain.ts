import type { Pending } from "../../kinds/contract";
import type { Json, ManagedObject } from "../cluster/managed-object";
import type { Secret } from "../cluster/secret";
import { Hindrance } from "../controllers/errors";
import type { Work } from "../controllers/work";
import { keyOf } from "../runtime";
import { isReady } from "../status/verdict";
import { assertOurs } from "./assert-ours";
import { secretData } from "./connection-strings";
import type { Target } from "./deployments";
import { federationsIn, mayBeFederated } from "./federations";
import { namesakesOf } from "./namesakes";
import { absentClusters, inScope } from "./scopes";
import { isWritten, keyOfWanted, type Place, sweep, type Wanted, write } from "./write";

const condition = "DatabaseUserReady";

/**
 * Keeps one Secret for each deployment that a user can reach, and none for others. A changed password reaches the Secrets only when all
 * servers know it: whoever reads them must be able to log in.
 *
 * @param id Identity of the user in Atlas.
 * @param changed Whether the user was changed in Atlas in this pass.
 * @returns what is to be waited for
 * @throws Hindrance where a Secret of somebody else is in the way of one of them; the others are as they should be
 */
export async function maintain(work: Work, desired: Json, id: Json, changed: boolean): Promise<Pending | undefined> {
  const { subject, services, api } = work;
  const { cluster, deployments, clock, changes } = services;
  // Before anything that can fail: the next pass does not know that this one has changed the user.
  const since = changes.since(subject.key, changed ? clock.now() : undefined);
  const projectId = String(id.projectId);
  const username = String(id.username);
  const { signal } = subject;
  const federations = federationsIn(cluster, projectId);
  const all = await deployments.of(api, projectId, federations.size > 0, signal);
  const reachable = all.filter(({ name, scope }) => scope === "CLUSTER" || federations.has(name));
  const targets = reachable.filter((target) => inScope(desired, target));
  const others = namesakesOf(services, subject, username, projectId).filter((one) => isAnotherUser(desired, one));
  const spared = reachable.filter((target) => others.some(({ spec = {} }) => inScope(spec, target)));
  const projectName = targets.length + spared.length > 0 ? await projectNameOf(work, projectId) : "";
  const placeOf = ({ name: deploymentName }: Target): Place => ({
    namespace: subject.namespace,
    owner: { projectId, projectName, deploymentName, username },
  });
  const wanted = targets.flatMap((target): Wanted[] => {
    if (!target.connections) return [];
    return [
      { ...placeOf(target), scope: target.scope, data: secretData(target.connections, username, passwordOf(desired)) },
    ];
  });
  const missing = wanted.filter((one) => !isWritten(cluster, one));
  if (changed || missing.length > 0 || !isReady(subject.object.status, subject.generation)) {
    const rolledOut = await countRolledOut(work, projectId, targets, since);
    if (rolledOut.applied < rolledOut.of) return rollingOut(rolledOut);
  }
  const [hindrance] = await writeAll(work, missing, wanted);
  // A deployment that is there may be without a way to it for a moment.
  const keep = new Set([...targets, ...spared].map((target) => keyOfWanted(placeOf(target))));
  const stays = (secret: Secret): boolean => keep.has(keyOf(secret)) || mayBeFederated(cluster, secret);
  await sweep(cluster, { namespace: subject.namespace, projectId, username }, stays, signal);
  if (hindrance) throw hindrance;
  return scopedToNothing(absentClusters(desired, all)) ?? unreachable(targets);
}

/** Writes what can be written. @returns what keeps others from being */
async function writeAll(work: Work, missing: readonly Wanted[], wanted: readonly Wanted[]): Promise<Hindrance[]> {
  const { services, subject } = work;
  const hindrances: Hindrance[] = [];
  for (const one of missing) {
    try {
      await write(services.cluster, one, (found) => assertOurs(work, one, found, wanted), subject.signal);
    } catch (error) {
      if (!(error instanceof Hindrance)) throw error;
      hindrances.push(error);
    }
  }
  return hindrances;
}

/** Clusters that the user may reach and that must know of a change; a federated database asks its project. */
async function countRolledOut(
  { services, subject, api }: Work,
  groupId: string,
  targets: readonly Target[],
  since: number,
): Promise<{ applied: number; of: number }> {
  const clusters = targets.filter(({ scope, connections }) => scope === "CLUSTER" && connections);
  let applied = 0;
  for (const { name } of clusters) {
    if (await services.rollouts.applied(api, { groupId, clusterName: name }, since, subject.signal)) applied += 1;
  }
  return { applied, of: clusters.length };
}

/** The name that the project has in Atlas. */
async function projectNameOf({ services, subject, api }: Work, groupId: string): Promise<string> {
  const { cluster } = services;
  const [declared] = cluster.source("AtlasProject")?.store.by("project", groupId) ?? [];
  if (typeof declared?.spec?.name === "string") return declared.spec.name;
  const { name } = await api.send({ operation: "getGroup", params: { groupId } }, { signal: subject.signal });
  return name;
}

/** Whether an object of the same username declares a user that Atlas tells from this one: by its authentication database. */
const isAnotherUser = ({ databaseName = "admin" }: Json, { spec = {} }: ManagedObject): boolean =>
  databaseName !== (spec.databaseName ?? "admin");

const passwordOf = ({ passwordSecretRef }: Json): string =>
  typeof passwordSecretRef === "string" ? passwordSecretRef : "";

const rollingOut = ({ applied, of }: { applied: number; of: number }): Pending => ({
  condition,
  reason: "DeploymentAppliedDatabaseUsersChanges",
  message: `${applied} out of ${of} deployments have applied database user changes`,
  retryAfterMs: 10_000,
});

/** A slip, or a cluster that is applied together with its user: one that is declared here tells when it is there. */
function scopedToNothing(names: readonly string[]): Pending | undefined {
  if (names.length === 0) return undefined;
  const clusters = names.map((name) => JSON.stringify(name)).join(", ");
  return {
    condition,
    reason: "DatabaseUserInvalidSpec",
    message: `spec.scopes: the project has no cluster ${clusters}`,
    retryAfterMs: 60_000,
  };
}

function unreachable(targets: readonly Target[]): Pending | undefined {
  const [first] = targets.filter(({ connections }) => !connections);
  if (!first) return undefined;
  return {
    condition,
    reason: "DatabaseUserConnectionSecretsNotCreated",
    message: `deployment ${first.name} cannot be reached yet`,
    retryAfterMs: 10_000,
  };
}
