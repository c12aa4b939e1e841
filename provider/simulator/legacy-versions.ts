/**
 * Versions before the contract's that the simulator answers in too, because released tools still ask for them and
 * their answers were recorded: clusters in one size for all shards (2023-02-01) and process arguments of 2023-01-01.
 */
const EARLIER: Readonly<Record<string, readonly string[]>> = {
  createGroupCluster: ["2023-02-01"],
  getGroupCluster: ["2023-02-01"],
  listGroupClusters: ["2023-02-01"],
  updateGroupCluster: ["2023-02-01"],
  getGroupClusterProcessArgs: ["2023-01-01"],
  updateGroupClusterProcessArgs: ["2023-01-01"],
};

const SUNSET = "Thu, 1 Jul 2027 00:00:00 GMT";
const PEOPLE_DEPRECATED = { deprecation: "Wed, 19 Feb 2025 00:00:00 GMT", sunset: SUNSET };

const DEPRECATED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "createGroupCluster/2023-02-01": { deprecation: "Mon, 5 Aug 2024 00:00:00 GMT", sunset: SUNSET },
  "getGroupCluster/2023-02-01": { deprecation: "Mon, 5 Aug 2024 00:00:00 GMT", sunset: SUNSET },
  "listGroupClusters/2023-02-01": { deprecation: "Mon, 5 Aug 2024 00:00:00 GMT", sunset: SUNSET },
  "updateGroupCluster/2023-02-01": { deprecation: "Mon, 5 Aug 2024 00:00:00 GMT", sunset: SUNSET },
  addOrgTeamUsers: PEOPLE_DEPRECATED,
  removeOrgTeamUserFromTeam: PEOPLE_DEPRECATED,
  createUser: PEOPLE_DEPRECATED,
  getUser: PEOPLE_DEPRECATED,
  getUserByName: PEOPLE_DEPRECATED,
  createOrgInvite: PEOPLE_DEPRECATED,
  listOrgInvites: PEOPLE_DEPRECATED,
  getOrgInvite: PEOPLE_DEPRECATED,
  updateOrgInvites: PEOPLE_DEPRECATED,
  updateOrgInviteById: PEOPLE_DEPRECATED,
  deleteOrgInvite: PEOPLE_DEPRECATED,
};

/** Versions older than the contract's that an operation is also served in. */
export function earlierVersions(operation: string): readonly string[] {
  return EARLIER[operation] ?? [];
}

/** `Deprecation` and `Sunset` headers of an operation in one version, as recorded. */
export function deprecationHeaders(operation: string, version: string): Readonly<Record<string, string>> {
  return DEPRECATED[`${operation}/${version}`] ?? DEPRECATED[operation] ?? {};
}
