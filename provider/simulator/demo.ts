import type { SimulatorOptions, UserOption } from "./options";
import type { Registrar } from "./registrar";
import type { ApiKeyDoc, OrgDoc, RoleAssignment, ServiceAccountDoc } from "./state";

const YEAR = 365 * 24 * 60 * 60 * 1000;

const DEMO_USERS: readonly UserOption[] = ["alice", "bob", "carol", "dave"].map((name) => ({
  username: `${name}@example.com`,
  firstName: name.charAt(0).toUpperCase() + name.slice(1),
  lastName: "Example",
}));

/** An API key to make. The service gives every key a role in its organisation; ORG_MEMBER when none is named. */
export interface NewApiKey {
  orgId: string;
  roles: readonly string[];
  /** Project that the `GROUP_` roles are for. */
  groupId?: string;
  desc?: string;
  publicKey?: string;
  privateKey?: string;
  /** Blocks in CIDR notation that the key may be used from; from everywhere when absent. */
  accessList?: readonly string[];
}

/** Makes the organisations, people and credentials a fresh simulator begins with. */
export function createDemo(registrar: Registrar, options: SimulatorOptions): { org: OrgDoc } {
  const wanted = options.organizations?.length ? options.organizations : [{ name: "Demo Organization" }];
  const orgs = wanted.map((org) => createOrg(registrar, org.name, org.id));
  const [first] = orgs;
  if (!first) throw new RangeError("a simulator needs an organisation");
  const people = options.users ?? DEMO_USERS;
  for (const [index, person] of people.entries()) createUser(registrar, first.id, person, index === 0);
  return { org: first };
}

/** Adds an organisation. */
export function createOrg({ state, ids }: Registrar, name: string, id = ids.objectId()): OrgDoc {
  return state.orgs.put(id, { id, name });
}

/** Adds a person to an organisation. */
function createUser({ state, clock, ids }: Registrar, orgId: string, person: UserOption, owner: boolean): void {
  const id = ids.objectId();
  state.users.put(id, {
    id,
    username: person.username,
    firstName: person.firstName ?? "",
    lastName: person.lastName ?? "",
    country: person.country ?? "US",
    createdAt: clock.now() - YEAR,
    lastAuth: clock.now(),
    orgIds: [orgId],
    roles: [{ orgId, roleName: owner ? "ORG_OWNER" : "ORG_MEMBER" }],
  });
}

/** Adds an API key. */
export function createApiKey({ state, clock, ids }: Registrar, key: NewApiKey): ApiKeyDoc {
  const id = ids.objectId();
  return state.apiKeys.put(id, {
    id,
    orgId: key.orgId,
    desc: key.desc ?? "",
    publicKey: key.publicKey ?? ids.word(8),
    privateKey: key.privateKey ?? ids.uuid(),
    roles: assignments(key),
    accessList: (key.accessList ?? []).map((cidrBlock) => ({ cidrBlock, created: clock.now() })),
  });
}

/** Adds a service account with one secret. */
export function createServiceAccount(
  { state, clock, ids }: Registrar,
  account: Omit<NewApiKey, "publicKey" | "privateKey" | "accessList"> & { clientId?: string; clientSecret?: string },
): ServiceAccountDoc {
  const clientId = account.clientId ?? `mdb_sa_id_${ids.objectId()}`;
  const now = clock.now();
  const secret = account.clientSecret ?? `mdb_sa_sk_${ids.word(40)}`;
  return state.serviceAccounts.put(clientId, {
    clientId,
    orgId: account.orgId,
    name: account.desc ?? "service account",
    description: account.desc ?? "",
    createdAt: now,
    roles: assignments(account),
    secrets: [{ id: ids.objectId(), secret, createdAt: now, expiresAt: now + YEAR }],
  });
}

function assignments({ orgId, groupId, roles }: NewApiKey): RoleAssignment[] {
  const own = roles.map((roleName): RoleAssignment => {
    if (!roleName.startsWith("GROUP_")) return { orgId, roleName };
    if (groupId === undefined) throw new TypeError(`${roleName} is a project role: say which project by groupId`);
    return { groupId, roleName };
  });
  return own.some((role) => role.orgId !== undefined) ? own : [{ orgId, roleName: "ORG_MEMBER" }, ...own];
}
