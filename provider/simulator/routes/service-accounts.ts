import { checkedOrgRoles } from "../auth/role-checks";
import type { Call, Routes } from "../call";
import { atlasTime } from "../clock";
import { createServiceAccount } from "../demo";
import { type JsonObject, numberAt, stringAt, stringsAt } from "../json";
import { page } from "../paging";
import { problem } from "../problem";
import type { ServiceAccountDoc } from "../state";

const HOUR = 60 * 60 * 1000;
type Secret = ServiceAccountDoc["secrets"][number];

/** Service accounts of organisations. A secret is told once, by the call that makes it. */
export const serviceAccountRoutes: Routes = {
  listOrgServiceAccounts: (call) =>
    page(
      call,
      call.state.serviceAccounts.where((account) => account.orgId === call.params.orgId),
      (account) => view(account),
    ),
  createOrgServiceAccount: (call) => {
    const { orgId = "" } = call.params;
    const roles = checkedOrgRoles(stringsAt(call.body, "roles"), orgId);
    const name = stringAt(call.body, "name");
    if (!name) throw problem("MISSING_ATTRIBUTE", "name");
    const account = createServiceAccount(call, { orgId, roles });
    account.name = name;
    account.description = stringAt(call.body, "description") ?? "";
    const [secret] = account.secrets;
    if (secret) secret.expiresAt = expiryIn(call);
    call.state.serviceAccounts.put(account.clientId, account);
    return { status: 201, body: view(account, secret) };
  },
  getOrgServiceAccount: (call) => ({ status: 200, body: view(found(call)) }),
  updateOrgServiceAccount: (call) => {
    const account = found(call);
    const { orgId } = account;
    const named = stringsAt(call.body, "roles");
    account.name = stringAt(call.body, "name") ?? account.name;
    account.description = stringAt(call.body, "description") ?? account.description;
    if (named.length > 0) {
      const roles = checkedOrgRoles(named, orgId).map((roleName) => ({ orgId, roleName }));
      account.roles = [...roles, ...account.roles.filter((role) => role.orgId === undefined)];
    }
    call.state.serviceAccounts.put(account.clientId, account);
    return { status: 200, body: view(account) };
  },
  deleteOrgServiceAccount: (call) => {
    call.state.serviceAccounts.delete(found(call).clientId);
    return { status: 204 };
  },
  createOrgServiceAccountSecret: (call) => {
    const account = found(call);
    const secret: Secret = {
      id: call.ids.objectId(),
      secret: `mdb_sa_sk_${call.ids.word(40)}`,
      createdAt: call.clock.now(),
      expiresAt: expiryIn(call),
    };
    account.secrets.push(secret);
    call.state.serviceAccounts.put(account.clientId, account);
    return { status: 201, body: secretView(secret, secret) };
  },
  deleteOrgServiceAccountSecret: (call) => {
    const account = found(call);
    const { secretId = "" } = call.params;
    if (!account.secrets.some(({ id }) => id === secretId)) throw problem("RESOURCE_NOT_FOUND", `secret ${secretId}`);
    account.secrets = account.secrets.filter(({ id }) => id !== secretId);
    call.state.serviceAccounts.put(account.clientId, account);
    return { status: 204 };
  },
};

function found(call: Call): ServiceAccountDoc {
  const { clientId = "", orgId } = call.params;
  const account = call.state.serviceAccounts.get(clientId);
  if (!account || account.orgId !== orgId) throw problem("RESOURCE_NOT_FOUND", `service account ${clientId}`);
  return account;
}

function expiryIn(call: Call): number {
  const hours = numberAt(call.body, "secretExpiresAfterHours");
  if (hours === undefined) throw problem("MISSING_ATTRIBUTE", "secretExpiresAfterHours");
  return call.clock.now() + hours * HOUR;
}

function view(account: ServiceAccountDoc, fresh?: Secret): JsonObject {
  return {
    clientId: account.clientId,
    createdAt: atlasTime(account.createdAt),
    description: account.description,
    name: account.name,
    roles: account.roles.filter((role) => role.orgId !== undefined).map((role) => role.roleName),
    secrets: account.secrets.map((secret) => secretView(secret, fresh)),
  };
}

function secretView(secret: Secret, fresh: Secret | undefined): JsonObject {
  return {
    createdAt: atlasTime(secret.createdAt),
    expiresAt: atlasTime(secret.expiresAt),
    id: secret.id,
    maskedSecretValue: `mdb_sa_sk_...${secret.secret.slice(-4)}`,
    ...(secret === fresh ? { secret: secret.secret } : {}),
  };
}
