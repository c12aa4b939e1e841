import type { ClusterDoc } from "./clusters/cluster-doc";
import type { FlexClusterDoc } from "./clusters/flex-doc";
import type { ContainerDoc, EndpointServiceDoc, PeerDoc } from "./network/docs";
import type { AlertConfigDoc, CloudAccessDoc, IntegrationDoc } from "./services/docs";
import type {
  AccessEntryDoc,
  ApiKeyDoc,
  CustomRoleDoc,
  DatabaseUserDoc,
  GroupDoc,
  OrgDoc,
  State,
  TeamDoc,
  UserDoc,
} from "./state";
import { Collection } from "./store";

/** Read-only look into the simulator's state, for tests. What comes out is a copy. */
export class Inspection {
  constructor(
    private readonly state: State,
    private readonly settle: () => void,
  ) {}

  /** Everything there is in organisations and projects, by sort: without keys, accounts and what the simulator keeps for itself. */
  everything(): Readonly<Record<string, readonly object[]>> {
    const { apiKeys: _keys, serviceAccounts: _accounts, meta: _own, ...rest } = this.state;
    const collections = Object.entries(rest).flatMap(([name, value]) =>
      value instanceof Collection ? [[name, value] as const] : [],
    );
    return Object.fromEntries(collections.map(([name, collection]) => [name, this.#copy<object>(collection.values())]));
  }

  orgs(): OrgDoc[] {
    return this.#copy(this.state.orgs.values());
  }

  groups(): GroupDoc[] {
    return this.#copy(this.state.groups.values());
  }

  /** The project with this name or id. */
  group(nameOrId: string): GroupDoc | undefined {
    return this.groups().find((group) => group.name === nameOrId || group.id === nameOrId);
  }

  accessList(groupId: string): AccessEntryDoc[] {
    return this.#copy(this.state.accessEntries.where((entry) => entry.groupId === groupId));
  }

  databaseUsers(groupId: string): DatabaseUserDoc[] {
    return this.#copy(this.state.databaseUsers.where((user) => user.groupId === groupId));
  }

  customRoles(groupId: string): CustomRoleDoc[] {
    return this.#copy(this.state.customRoles.where((role) => role.groupId === groupId));
  }

  alertConfigs(groupId: string): AlertConfigDoc[] {
    return this.#copy(this.state.alertConfigs.where((config) => config.groupId === groupId));
  }

  integrations(groupId: string): IntegrationDoc[] {
    return this.#copy(this.state.integrations.where((integration) => integration.groupId === groupId));
  }

  cloudAccess(groupId: string): CloudAccessDoc[] {
    return this.#copy(this.state.cloudAccess.where((access) => access.groupId === groupId));
  }

  teams(orgId: string): TeamDoc[] {
    return this.#copy(this.state.teams.where((team) => team.orgId === orgId));
  }

  users(orgId: string): UserDoc[] {
    return this.#copy(this.state.users.where((user) => user.orgIds.includes(orgId)));
  }

  clusters(groupId: string): ClusterDoc[] {
    return this.#copy(this.state.clusters.where((cluster) => cluster.groupId === groupId));
  }

  flexClusters(groupId: string): FlexClusterDoc[] {
    return this.#copy(this.state.flexClusters.where((cluster) => cluster.groupId === groupId));
  }

  containers(groupId: string): ContainerDoc[] {
    return this.#copy(this.state.containers.where((container) => container.groupId === groupId));
  }

  peers(groupId: string): PeerDoc[] {
    return this.#copy(this.state.peers.where((peer) => peer.groupId === groupId));
  }

  endpointServices(groupId: string): EndpointServiceDoc[] {
    return this.#copy(this.state.endpointServices.where((service) => service.groupId === groupId));
  }

  apiKeys(orgId: string): Omit<ApiKeyDoc, "privateKey">[] {
    return this.#copy(this.state.apiKeys.where((key) => key.orgId === orgId)).map(({ privateKey: _, ...key }) => key);
  }

  #copy<Doc>(docs: Doc[]): Doc[] {
    this.settle();
    return structuredClone(docs);
  }
}
