import { isOver } from "../claims/expiry";
import { isYounger } from "../claims/rivals";
import { projectIdOf, titleOf } from "../cluster/cluster";
import type { ManagedObject } from "../cluster/managed-object";
import { decoded, type Secret } from "../cluster/secret";
import { Hindrance } from "../controllers/errors";
import { realMs } from "../controllers/services";
import type { Work } from "../controllers/work";
import { readApplied } from "../ownership/applied";
import { isBeingDeleted } from "../runtime";
import { deploymentLabelIn, labelValue, projectIdIn } from "./labels";
import { usersLike } from "./namesakes";
import { inScope } from "./scopes";
import { keyOfWanted, type Wanted } from "./write";

/**
 * Sees to it that a connection secret of somebody who is still there is not taken: names of projects, deployments and users that differ may
 * give one name of a Secret, as signs count as one and the parts are joined by what they may contain. What those left who are gone may be taken.
 *
 * @param found What is there under the name of `wanted`.
 * @param all Everything that is wanted for the user.
 * @throws Hindrance naming whose it is
 */
export function assertOurs(work: Work, wanted: Wanted, found: Secret, all: readonly Wanted[]): void {
  const { username } = decoded(found);
  const projectId = projectIdIn(found);
  if (projectId === undefined || username === undefined) {
    throw inTheWay(work, wanted, "is none of the operator's", "Rename or delete that Secret");
  }
  const { owner } = wanted;
  const isSameUser = username === owner.username && projectId === owner.projectId;
  const users = usersCalled(work, wanted, username);
  const user = isSameUser
    ? // Of another authentication database: Atlas tells them apart, the name of a Secret does not.
      users.find(
        (one) =>
          one.spec?.username === username &&
          projectIdOf("AtlasDatabaseUser", one) === projectId &&
          isYounger(work.subject.object, one) &&
          !isBeingDeleted(one) &&
          inScope(one.spec ?? {}, { name: owner.deploymentName, scope: wanted.scope }),
      )
    : users.find((one) => (projectIdOf("AtlasDatabaseUser", one) ?? projectId) === projectId);
  if (user) {
    const whose = `is the one of ${titleOf("AtlasDatabaseUser", user)}, user ${JSON.stringify(username)} in project ${projectId}`;
    throw inTheWay(
      work,
      wanted,
      whose,
      `Rename one of the users, or put them into different namespaces: both give the name in ${wanted.namespace}`,
    );
  }
  const other = isSameUser ? otherDeployment(wanted, deploymentLabelIn(found), all) : undefined;
  if (other === undefined) return;
  throw inTheWay(
    work,
    wanted,
    `is the one for deployment ${JSON.stringify(other)}`,
    `Limit the user's scopes to one of the two deployments: ${JSON.stringify(owner.deploymentName)} gives the same name`,
  );
}

/**
 * Users of the namespace that are declared with this name, or have it in Atlas still, other than the one that the pass is about and those
 * whose time is over.
 */
function usersCalled({ services, subject }: Work, { namespace }: Wanted, username: string): ManagedObject[] {
  return usersLike(services.cluster, namespace, username)
    .filter((one) => [one.spec?.username, readApplied(one)?.id.username].includes(username))
    .filter((one) => one.metadata.uid !== subject.object.metadata.uid)
    .filter((one) => !isOver("AtlasDatabaseUser", one, services.clock));
}

/** Another deployment that the user reaches, and that the Secret is labelled for. */
function otherDeployment({ owner }: Wanted, label: string | undefined, all: readonly Wanted[]): string | undefined {
  if (label === labelValue(owner.deploymentName)) return undefined;
  return all.map((one) => one.owner.deploymentName).find((name) => labelValue(name) === label);
}

function inTheWay({ services }: Work, wanted: Wanted, whose: string, hint: string): Hindrance {
  const { owner } = wanted;
  return new Hindrance(
    `The connection secret of ${JSON.stringify(owner.username)} for deployment ${JSON.stringify(owner.deploymentName)} cannot be written: Secret ${keyOfWanted(wanted)} ${whose}`,
    {
      condition: "DatabaseUserReady",
      reason: "DatabaseUserConnectionSecretsNotCreated",
      again: { afterMs: realMs(services, 60_000) },
      hint,
    },
  );
}
