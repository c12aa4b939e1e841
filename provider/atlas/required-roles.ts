import { type OperationId, operations } from "./contract/operations.gen";

/** A role somebody has, in a project or in an organisation, by the name that the Admin API has for it. */
export interface GrantedRole {
  roleName?: string;
  groupId?: string;
  orgId?: string;
}

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

/** What an operation asks of its caller at least; nothing for those that anybody may call. */
export function roleRequiredBy(operation: OperationId): RequiredRole | undefined {
  const { method, path } = operations[operation];
  const rule = rules.find(({ under }) => path.startsWith(`/api/atlas/v2${under}`));
  return method === "GET" ? rule?.read : rule?.write;
}

/** The role, as Atlas's console calls it, that an operation asks for at least. */
export function requiredRole(operation: OperationId): string | undefined {
  if (operations[operation].path.startsWith("/api/atlas/v2/groups/byName")) {
    return "any role in the project or its organization";
  }
  const required = roleRequiredBy(operation);
  return required && describeRole(required);
}

/** The console's words for a requirement: `Project Cluster Manager or Project Owner`. */
export function describeRole({ place, oneOf }: RequiredRole): string {
  if (oneOf.length === 0) return place === "project" ? "Project Read Only" : "Organization Member";
  return oneOf.map(consoleName).join(" or ");
}

/**
 * Whether somebody with these roles meets a requirement somewhere: that a role is for the right project can be told only by who
 * knows the project. Who owns the organisation owns its projects.
 */
export function meets(granted: readonly GrantedRole[], { place, oneOf }: RequiredRole): boolean {
  const names = new Set(granted.map(({ roleName }) => roleName ?? ""));
  if (names.has("ORG_OWNER") || oneOf.some((role) => names.has(role))) return true;
  const start = place === "project" ? "GROUP_" : "ORG_";
  const readsEverything = place === "project" && names.has("ORG_READ_ONLY");
  return oneOf.length === 0 && (readsEverything || [...names].some((name) => name.startsWith(start)));
}

const places: Readonly<Record<string, string>> = { GROUP: "Project", ORG: "Organization" };

/** `GROUP_CLUSTER_MANAGER` is called Project Cluster Manager, `ORG_GROUP_CREATOR` Organization Project Creator. */
function consoleName(role: string): string {
  const [place = "", ...words] = role.split("_");
  const named = words.map((word) => (word === "GROUP" ? "Project" : `${word.charAt(0)}${word.slice(1).toLowerCase()}`));
  return [places[place] ?? place, ...named].join(" ");
}
