import type { ProjectStatus } from "./section";

type AccessStatus = NonNullable<ProjectStatus["cloudProviderIntegrations"]>[number];

/** An access of Atlas to a role in AWS. */
export interface CloudRole extends AccessStatus {
  roleId: string;
}

interface Declared {
  iamAssumedRoleArn?: string;
}

/** What was owned before: ids where they were noted, else what was declared. */
interface Before {
  ids?: readonly string[];
  owned?: readonly Declared[];
}

/** How declared accesses and those in Atlas belong together. */
export interface MatchedRoles {
  /** How many accesses have to be prepared: one for each declared one that has none yet. */
  missing: number;
  /** Roles to be assumed; without an access where it has to be prepared first. */
  toAuthorise: { role?: CloudRole; arn: string }[];
  /** Accesses as declared that have no role yet. */
  prepared: CloudRole[];
  /** Ours, and no longer declared. */
  surplus: CloudRole[];
  foreign: CloudRole[];
  /** Ids of all that are ours then. */
  ours: string[];
}

/**
 * An access is the declared one by its role. One that has no role yet may become any: ours first, then whatever is there, since one
 * that an interrupted pass prepared looks like anybody's.
 */
export function matchRoles(declared: readonly Declared[], roles: readonly CloudRole[], before: Before): MatchedRoles {
  const isOurs = ownership(roles, before);
  const left = [...roles].sort((a, b) => Number(isOurs(b)) - Number(isOurs(a)));
  const take = (condition: (role: CloudRole) => boolean): CloudRole | undefined => {
    const index = left.findIndex(condition);
    return index < 0 ? undefined : left.splice(index, 1)[0];
  };
  const arns = [...new Set(declared.flatMap(({ iamAssumedRoleArn: arn }) => (arn ? [arn] : [])))];
  const authorised = arns.map((arn) => ({ arn, role: take(({ iamAssumedRoleArn }) => iamAssumedRoleArn === arn) }));
  const empty = (role: CloudRole) => !role.iamAssumedRoleArn;
  const prepared = declared.filter(({ iamAssumedRoleArn }) => !iamAssumedRoleArn).map(() => take(empty));
  const toAuthorise = authorised.flatMap(({ arn, role }) => (role ? [] : [{ arn, role: take(empty) }]));
  const taken = [...authorised, ...toAuthorise].flatMap(({ role }) => role ?? []);
  const waiting = prepared.flatMap((role) => role ?? []);
  const surplus = left.filter(isOurs);
  return {
    missing: [...prepared, ...toAuthorise.map(({ role }) => role)].filter((role) => !role).length,
    toAuthorise,
    prepared: waiting,
    surplus,
    foreign: left.filter((role) => !isOurs(role)),
    ours: [...taken, ...waiting, ...surplus].map(({ roleId }) => roleId),
  };
}

function ownership(roles: readonly CloudRole[], { ids, owned = [] }: Before): (role: CloudRole) => boolean {
  if (ids) return ({ roleId }) => ids.includes(roleId);
  const arns = new Set(owned.flatMap(({ iamAssumedRoleArn: arn }) => (arn ? [arn] : [])));
  const count = owned.filter(({ iamAssumedRoleArn }) => !iamAssumedRoleArn).length;
  const empty = roles.filter(({ iamAssumedRoleArn }) => !iamAssumedRoleArn).slice(0, count);
  return (role) => empty.includes(role) || (role.iamAssumedRoleArn !== undefined && arns.has(role.iamAssumedRoleArn));
}
