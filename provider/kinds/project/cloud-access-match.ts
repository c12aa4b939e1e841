import type { Items, ProjectStatus } from "./section";

type AccessStatus = NonNullable<ProjectStatus["cloudProviderIntegrations"]>[number];

/** An access of Atlas to a role in AWS. */
export interface CloudRole extends AccessStatus {
  roleId: string;
}

interface Declared {
  iamAssumedRoleArn?: string;
}

/** What was owned before: ids where they were noted, else what was declared. */
interface Before extends Partial<Items> {
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
  /** Ids of all that are ours then, and while some are missing of all others. */
  items: Items;
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
  const foreign = left.filter((role) => !isOurs(role));
  const missing = [...prepared, ...toAuthorise.map(({ role }) => role)].filter((role) => !role).length;
  return {
    missing,
    toAuthorise,
    prepared: waiting,
    surplus,
    foreign,
    items: {
      ids: [...taken, ...waiting, ...surplus].map(({ roleId }) => roleId),
      ...(missing > 0 && { others: foreign.map(({ roleId }) => roleId) }),
    },
  };
}

function ownership(
  roles: readonly CloudRole[],
  { ids = [], others, owned = [] }: Before,
): (role: CloudRole) => boolean {
  const known = roles.filter(({ roleId }) => ids.includes(roleId));
  if (ids.length > 0 && !others) return (role) => known.includes(role);
  const arns = new Set(owned.flatMap(({ iamAssumedRoleArn: arn }) => (arn ? [arn] : [])));
  // Each is prepared without a role, also one that is to have one. What came since is ours where an interrupted pass was to make it.
  const count = others
    ? owned.length - known.length
    : owned.filter(({ iamAssumedRoleArn }) => !iamAssumedRoleArn).length;
  const open = roles.filter((role) => !known.includes(role) && !others?.includes(role.roleId));
  const empty = open.filter(({ iamAssumedRoleArn }) => !iamAssumedRoleArn).slice(0, Math.max(0, count));
  const authorised = open.filter(({ iamAssumedRoleArn: arn }) => arn !== undefined && arns.has(arn));
  return (role) => known.includes(role) || empty.includes(role) || authorised.includes(role);
}
