import type { OperationId } from "./contract/operations.gen";

/** How a read of one member is answered from the list of all. */
export interface MemberRule {
  /** Operation that lists all, with the same path parameters but for those in `key`. */
  list: OperationId;
  /** Path parameters that name the member. */
  key: readonly string[];
  /** Names under which an item of the list answers, each in the order of `key`. */
  names(item: Readonly<Record<string, unknown>>): (readonly unknown[])[];
  /**
   * What the service says of a member that the list lacks. Left out where absence has several reasons (a cluster may exist as a Flex
   * cluster): such a member is then asked for by itself.
   */
  absent?: { atlasCode: string; detail(params: Readonly<Record<string, string>>): string };
}

/** Only where the list's items are what the member's own read answers. */
const rules: Partial<Record<OperationId, MemberRule>> = {
  getGroupDatabaseUser: {
    list: "listGroupDatabaseUsers",
    key: ["databaseName", "username"],
    names: (item) => [[item.databaseName, item.username]],
    absent: { atlasCode: "USERNAME_NOT_FOUND", detail: ({ username }) => `No user with username ${username} exists.` },
  },
  getGroupAccessListEntry: {
    list: "listGroupAccessListEntries",
    key: ["entryValue"],
    names: (item) => [[item.cidrBlock], [item.ipAddress], [item.awsSecurityGroup]],
  },
  getGroupCustomDbRoleRole: {
    list: "listGroupCustomDbRoleRoles",
    key: ["roleName"],
    names: (item) => [[item.roleName]],
    absent: {
      atlasCode: "ATLAS_CUSTOM_ROLE_NOT_FOUND",
      detail: ({ roleName }) => `The specified custom db role ${roleName} does not exist.`,
    },
  },
  getGroupTeam: { list: "listGroupTeams", key: ["teamId"], names: (item) => [[item.teamId]] },
  getOrgTeam: { list: "listOrgTeams", key: ["teamId"], names: (item) => [[item.id]] },
  getGroupCluster: { list: "listGroupClusters", key: ["clusterName"], names: (item) => [[item.name]] },
  getGroupFlexCluster: { list: "listGroupFlexClusters", key: ["name"], names: (item) => [[item.name]] },
};

export function memberRule(operation: OperationId): MemberRule | undefined {
  return rules[operation];
}

/** Key of a member, in the list's index and in a call's parameters alike. */
export function memberKey(names: readonly unknown[]): string {
  return JSON.stringify(names);
}

/** Index of a list by the names that its items answer to. */
export function indexMembers(rule: MemberRule, items: readonly unknown[]): ReadonlyMap<string, unknown> {
  const index = new Map<string, unknown>();
  for (const item of items) {
    if (typeof item !== "object" || item === null) continue;
    for (const names of rule.names(Object.fromEntries(Object.entries(item)))) {
      if (names.every((name) => typeof name === "string")) index.set(memberKey(names), item);
    }
  }
  return index;
}
