import { type OperationId, operations } from "./operations.gen";

/** What an operation asks of its caller. */
export interface RequiredRole {
  /** Where the role is needed. */
  readonly place: "project" | "organization";
  /** One of these is enough, by the Admin API's names; none: any role there. */
  readonly oneOf: readonly string[];
}

interface Rule {
  /** Start of the path, after `/api/atlas/v2`. */
  under: string;
  read: RequiredRole;
  write: RequiredRole;
}

const inProject = (...oneOf: string[]): RequiredRole => ({ place: "project", oneOf });
const inOrganization = (...oneOf: string[]): RequiredRole => ({ place: "organization", oneOf });

const projectReader = inProject();
const projectOwner = inProject("GROUP_OWNER");
const clusterManager = inProject("GROUP_CLUSTER_MANAGER", "GROUP_OWNER");
const orgMember = inOrganization();
const orgOwner = inOrganization("ORG_OWNER");
const streams = inProject("GROUP_STREAM_PROCESSING_OWNER", "GROUP_OWNER");
const cluster = "/groups/{groupId}/clusters";

/** The least role per part of the API, from the Admin API's reference. The first match counts. */
const rules: readonly Rule[] = [
  {
    under: "/groups/{groupId}/databaseUsers",
    read: projectReader,
    write: inProject("GROUP_DATABASE_ACCESS_ADMIN", "GROUP_OWNER"),
  },
  {
    under: `${cluster}/{clusterName}/search/indexes`,
    read: projectReader,
    write: inProject("GROUP_SEARCH_INDEX_EDITOR", "GROUP_DATA_ACCESS_ADMIN", "GROUP_OWNER"),
  },
  {
    under: `${cluster}/{clusterName}/backup`,
    read: projectReader,
    write: inProject("GROUP_BACKUP_MANAGER", "GROUP_OWNER"),
  },
  { under: cluster, read: projectReader, write: clusterManager },
  { under: "/groups/{groupId}/flexClusters", read: projectReader, write: clusterManager },
  { under: "/groups/{groupId}/streams", read: streams, write: streams },
  { under: "/groups/{groupId}/apiKeys", read: projectOwner, write: projectOwner },
  { under: "/groups/{groupId}/integrations", read: projectOwner, write: projectOwner },
  { under: "/groups/{groupId}/encryptionAtRest", read: projectOwner, write: projectOwner },
  { under: "/groups/{groupId}/auditLog", read: projectOwner, write: projectOwner },
  { under: "/groups/{groupId}", read: projectReader, write: projectOwner },
  { under: "/groups/byName", read: projectReader, write: projectOwner },
  { under: "/groups", read: orgMember, write: inOrganization("ORG_GROUP_CREATOR") },
  { under: "/orgs/{orgId}/federationSettings", read: orgOwner, write: orgOwner },
  { under: "/federationSettings", read: orgOwner, write: orgOwner },
  { under: "/orgs/{orgId}", read: orgMember, write: orgOwner },
  { under: "/users", read: orgMember, write: orgOwner },
];

/** What asks for more than its part of the API does: to make and to end a cluster takes an owner. */
const exceptions: Partial<Record<OperationId, RequiredRole>> = {
  createGroupCluster: projectOwner,
  createGroupFlexCluster: projectOwner,
  deleteGroupCluster: projectOwner,
  deleteGroupFlexCluster: projectOwner,
};

/** What an operation asks of its caller at least; nothing for those that anybody may call. */
export function roleRequiredBy(operation: OperationId): RequiredRole | undefined {
  const exception = exceptions[operation];
  if (exception) return exception;
  const { method, path } = operations[operation];
  const rule = rules.find(({ under }) => path.startsWith(`/api/atlas/v2${under}`));
  return method === "GET" ? rule?.read : rule?.write;
}
