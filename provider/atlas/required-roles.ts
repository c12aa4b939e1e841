import { type OperationId, operations } from "./contract/operations.gen";

interface Rule {
  /** Start of the path, after `/api/atlas/v2`. */
  under: string;
  read: string;
  write: string;
}

const projectReader = "Project Read Only";
const projectOwner = "Project Owner";

/** The least role per part of the API, from the Admin API's reference. The first match counts. */
const rules: readonly Rule[] = [
  {
    under: "/groups/{groupId}/databaseUsers",
    read: projectReader,
    write: "Project Database Access Admin or Project Owner",
  },
  { under: "/groups/{groupId}/clusters", read: projectReader, write: "Project Cluster Manager or Project Owner" },
  { under: "/groups/{groupId}/flexClusters", read: projectReader, write: "Project Cluster Manager or Project Owner" },
  { under: "/groups/{groupId}/apiKeys", read: projectOwner, write: projectOwner },
  { under: "/groups/{groupId}", read: projectReader, write: projectOwner },
  { under: "/groups", read: "any role in the project or its organization", write: "Organization Project Creator" },
  { under: "/orgs/{orgId}/teams", read: "Organization Member", write: "Organization Owner" },
  { under: "/orgs/{orgId}/groups", read: "Organization Member", write: "Organization Owner" },
  { under: "/orgs/{orgId}", read: "Organization Member", write: "Organization Owner" },
  { under: "/users", read: "Organization Member", write: "Organization Owner" },
];

/** The role, as Atlas's console calls it, that an operation asks for at least. */
export function requiredRole(operation: OperationId): string | undefined {
  const { method, path } = operations[operation];
  const rule = rules.find(({ under }) => path.startsWith(`/api/atlas/v2${under}`));
  return method === "GET" ? rule?.read : rule?.write;
}
