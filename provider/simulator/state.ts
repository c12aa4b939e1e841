import type { CompliancePolicyDoc } from "./backups/docs";
import type { ClusterDoc } from "./clusters/cluster-doc";
import type { FlexClusterDoc } from "./clusters/flex-doc";
import type { DataFederationDoc, FederationEndpointDoc } from "./data-federation/doc";
import type { FederationDoc } from "./federated-auth/doc";
import type { JsonObject } from "./json";
import type { ContainerDoc, EndpointServiceDoc, PeerDoc } from "./network/docs";
import type { AlertConfigDoc, CloudAccessDoc, EncryptionDoc, IntegrationDoc } from "./services/docs";
import { Collection, type Persistence } from "./store";
import type { StreamConnectionDoc, StreamWorkspaceDoc } from "./streams/doc";

/** A role somebody has in an organisation or in a project; exactly one of the ids is set. */
export interface RoleAssignment {
  orgId?: string;
  groupId?: string;
  roleName: string;
}

export interface OrgDoc {
  id: string;
  name: string;
  /** Absent: as they are in a new organisation. */
  settings?: JsonObject;
}

/** A person of one or more organisations. */
export interface UserDoc {
  id: string;
  username: string;
  firstName: string;
  lastName: string;
  country: string;
  createdAt: number;
  lastAuth: number;
  orgIds: string[];
  roles: RoleAssignment[];
}

/** A project and what belongs to it alone and is never listed by itself. */
export interface GroupDoc {
  id: string;
  orgId: string;
  name: string;
  created: number;
  tags?: JsonObject[];
  withDefaultAlertsSettings: boolean;
  regionUsageRestrictions?: string;
  settings: Record<string, boolean>;
  /** Whether each region has private endpoints of its own; absent means no. */
  regionalPrivateEndpoints?: boolean;
  maintenance: JsonObject;
  teams: { teamId: string; roleNames: string[] }[];
  /** Until when the last change of users is being rolled out to the clusters. */
  usersPendingUntil: number;
  /** Absent: never set. */
  auditing?: JsonObject;
  encryption?: EncryptionDoc;
  encryptSearchNodes?: boolean;
  /** Certificate authority for X.509 users, as PEM. */
  customerCas?: string;
  ldap?: JsonObject;
  backupCompliance?: CompliancePolicyDoc;
  /** Buckets for exported backups. */
  exportBuckets?: JsonObject[];
}

export interface AccessEntryDoc {
  groupId: string;
  /** Address, block or security group: what identifies the entry. */
  entry: string;
  cidrBlock?: string;
  ipAddress?: string;
  awsSecurityGroup?: string;
  comment?: string;
  deleteAfter?: number;
  activeAt: number;
}

export interface DatabaseUserDoc {
  groupId: string;
  username: string;
  databaseName: string;
  awsIAMType: string;
  ldapAuthType: string;
  oidcAuthType: string;
  x509Type: string;
  description?: string;
  deleteAfter?: number;
  labels: JsonObject[];
  roles: JsonObject[];
  scopes: JsonObject[];
  /** Fingerprint of the password: enough to see in a test that it changed. */
  passwordDigest?: string;
}

export interface CustomRoleDoc {
  groupId: string;
  roleName: string;
  actions: JsonObject[];
  inheritedRoles: JsonObject[];
}

export interface TeamDoc {
  id: string;
  orgId: string;
  name: string;
  userIds: string[];
}

export interface ApiKeyDoc {
  id: string;
  orgId: string;
  desc: string;
  publicKey: string;
  privateKey: string;
  roles: RoleAssignment[];
  /** Addresses the key may be used from; any when empty. */
  accessList: { cidrBlock: string; ipAddress?: string; created: number }[];
}

export interface ServiceAccountDoc {
  clientId: string;
  orgId: string;
  name: string;
  description: string;
  createdAt: number;
  roles: RoleAssignment[];
  secrets: { id: string; secret: string; createdAt: number; expiresAt: number }[];
}

/** Collections whose documents belong to a project and go with it. */
export const OF_PROJECTS = [
  "accessEntries",
  "alertConfigs",
  "cloudAccess",
  "containers",
  "customRoles",
  "dataFederations",
  "databaseUsers",
  "federationEndpoints",
  "streamConnections",
  "streamWorkspaces",
  "integrations",
] as const satisfies readonly (keyof State)[];

/** Everything the simulated service knows. */
export class State {
  readonly orgs: Collection<OrgDoc>;
  readonly users: Collection<UserDoc>;
  readonly groups: Collection<GroupDoc>;
  readonly accessEntries: Collection<AccessEntryDoc>;
  readonly databaseUsers: Collection<DatabaseUserDoc>;
  readonly customRoles: Collection<CustomRoleDoc>;
  readonly teams: Collection<TeamDoc>;
  readonly alertConfigs: Collection<AlertConfigDoc>;
  readonly integrations: Collection<IntegrationDoc>;
  readonly cloudAccess: Collection<CloudAccessDoc>;
  readonly apiKeys: Collection<ApiKeyDoc>;
  readonly serviceAccounts: Collection<ServiceAccountDoc>;
  readonly clusters: Collection<ClusterDoc>;
  readonly containers: Collection<ContainerDoc>;
  readonly peers: Collection<PeerDoc>;
  readonly endpointServices: Collection<EndpointServiceDoc>;
  readonly flexClusters: Collection<FlexClusterDoc>;
  readonly dataFederations: Collection<DataFederationDoc>;
  readonly federationEndpoints: Collection<FederationEndpointDoc>;
  readonly streamWorkspaces: Collection<StreamWorkspaceDoc>;
  readonly streamConnections: Collection<StreamConnectionDoc>;
  /** By the organisations that know them. */
  readonly federations: Collection<FederationDoc>;
  /** What a restarted simulator continues with: drawn ids, time, its own credentials. */
  readonly meta: Collection<JsonObject>;
  /** When the next temporary entry or user runs out; nothing has to be looked through before that. */
  nextExpiry = 0;

  constructor(persistence?: Persistence) {
    this.orgs = new Collection("orgs", persistence);
    this.users = new Collection("users", persistence);
    this.groups = new Collection("groups", persistence);
    this.accessEntries = new Collection("accessEntries", persistence);
    this.databaseUsers = new Collection("databaseUsers", persistence);
    this.customRoles = new Collection("customRoles", persistence);
    this.teams = new Collection("teams", persistence);
    this.alertConfigs = new Collection("alertConfigs", persistence);
    this.integrations = new Collection("integrations", persistence);
    this.cloudAccess = new Collection("cloudAccess", persistence);
    this.apiKeys = new Collection("apiKeys", persistence);
    this.serviceAccounts = new Collection("serviceAccounts", persistence);
    this.clusters = new Collection("clusters", persistence);
    this.containers = new Collection("containers", persistence);
    this.peers = new Collection("peers", persistence);
    this.endpointServices = new Collection("endpointServices", persistence);
    this.flexClusters = new Collection("flexClusters", persistence);
    this.dataFederations = new Collection("dataFederations", persistence);
    this.federations = new Collection("federations", persistence);
    this.streamWorkspaces = new Collection("streamWorkspaces", persistence);
    this.streamConnections = new Collection("streamConnections", persistence);
    this.federationEndpoints = new Collection("federationEndpoints", persistence);
    this.meta = new Collection("meta", persistence);
  }
}
