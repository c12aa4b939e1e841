import { createHash } from "node:crypto";
import type { Answer, Call, Routes } from "../call";
import { atlasTime } from "../clock";
import { expiry } from "../dates";
import { isObject, type JsonObject, objectsAt, stringAt } from "../json";
import { links, segment } from "../links";
import { page } from "../paging";
import { problem } from "../problem";
import type { DatabaseUserDoc } from "../state";
import { keyOf } from "../store";
import { checkRoles } from "./database-roles";
import { groupOf } from "./group-of";

/** Simulated time until a change of users has reached all clusters. */
const ROLLOUT = 8_000;
const SHORTEST_PASSWORD = 8;
const AUTH_TYPES = ["awsIAMType", "ldapAuthType", "oidcAuthType", "x509Type"] as const;

/** Database users of a project. Passwords go in and never come out. */
export const databaseUserRoutes: Routes = {
  listGroupDatabaseUsers: (call) => page(call, usersOf(call), (user) => view(call, user)),
  createGroupDatabaseUser,
  getGroupDatabaseUser: (call) => ({ status: 200, body: view(call, found(call, "USERNAME_NOT_FOUND")) }),
  updateGroupDatabaseUser,
  deleteGroupDatabaseUser: (call) => {
    const user = found(call, "USER_NOT_FOUND");
    call.state.databaseUsers.delete(keyOf(user.groupId, user.databaseName, user.username));
    rollOut(call);
    return { status: 204 };
  },
};

function usersOf(call: Call): DatabaseUserDoc[] {
  return call.state.databaseUsers.where((user) => user.groupId === call.params.groupId);
}

function view(call: Call, user: DatabaseUserDoc): JsonObject {
  const path = `/groups/${user.groupId}/databaseUsers/${segment(user.databaseName)}/${segment(user.username)}`;
  return {
    awsIAMType: user.awsIAMType,
    databaseName: user.databaseName,
    deleteAfterDate: user.deleteAfter === undefined ? undefined : atlasTime(user.deleteAfter),
    description: user.description,
    groupId: user.groupId,
    labels: user.labels,
    ldapAuthType: user.ldapAuthType,
    links: links(call, path),
    oidcAuthType: user.oidcAuthType,
    roles: user.roles,
    scopes: user.scopes,
    username: user.username,
    x509Type: user.x509Type,
  };
}

function createGroupDatabaseUser(call: Call): Answer {
  const { body, state } = call;
  const groupId = groupOf(call).id;
  const username = stringAt(body, "username");
  if (!username) throw problem("MISSING_ATTRIBUTE", "username");
  const user: DatabaseUserDoc = {
    groupId,
    username,
    databaseName: stringAt(body, "databaseName") ?? "admin",
    awsIAMType: stringAt(body, "awsIAMType") ?? "NONE",
    ldapAuthType: stringAt(body, "ldapAuthType") ?? "NONE",
    oidcAuthType: stringAt(body, "oidcAuthType") ?? "NONE",
    x509Type: stringAt(body, "x509Type") ?? "NONE",
    description: stringAt(body, "description"),
    deleteAfter: deleteAfterIn(call),
    labels: objectsAt(body, "labels"),
    roles: rolesIn(call),
    scopes: objectsAt(body, "scopes"),
    passwordDigest: passwordIn(call),
  };
  checkAuthentication(user);
  if (!isObject(body) || !Array.isArray(body.roles) || user.roles.length === 0) {
    throw problem("MISSING_ATTRIBUTE", "roles");
  }
  if (!isExternal(user) && user.passwordDigest === undefined) throw problem("MISSING_ATTRIBUTE", "password");
  const key = keyOf(groupId, user.databaseName, username);
  if (state.databaseUsers.get(key)) throw problem("USER_ALREADY_EXISTS", username);
  state.databaseUsers.put(key, user);
  rollOut(call);
  return { status: 201, body: view(call, user) };
}

/** Changes what the body names, each field as a whole. */
function updateGroupDatabaseUser(call: Call): Answer {
  const user = found(call, "USERNAME_NOT_FOUND");
  const { body } = call;
  if ((stringAt(body, "username") ?? user.username) !== user.username) {
    throw problem("DATABASE_USERNAME_CANNOT_BE_CHANGED");
  }
  if ((stringAt(body, "databaseName") ?? user.databaseName) !== user.databaseName) {
    throw problem("DATABASE_NAME_CANNOT_BE_CHANGED");
  }
  if (AUTH_TYPES.some((type) => (stringAt(body, type) ?? user[type]) !== user[type])) {
    throw problem("AUTH_TYPE_CANNOT_BE_CHANGED");
  }
  const deleteAfter = deleteAfterIn(call);
  if (deleteAfter !== undefined && user.deleteAfter === undefined) {
    throw problem("PERMANENT_ENTITY_CANNOT_BE_MADE_TEMPORARY");
  }
  const names = isObject(body) ? body : {};
  const changed: DatabaseUserDoc = {
    ...user,
    deleteAfter: deleteAfter ?? user.deleteAfter,
    description: stringAt(body, "description") ?? user.description,
    labels: Array.isArray(names.labels) ? objectsAt(body, "labels") : user.labels,
    roles: Array.isArray(names.roles) ? rolesIn(call) : user.roles,
    scopes: Array.isArray(names.scopes) ? objectsAt(body, "scopes") : user.scopes,
    passwordDigest: passwordIn(call) ?? user.passwordDigest,
  };
  if (isExternal(user) && changed.passwordDigest !== undefined) throw externalWithPassword(user);
  call.state.databaseUsers.put(keyOf(user.groupId, user.databaseName, user.username), changed);
  rollOut(call);
  return { status: 200, body: view(call, changed) };
}

function found(call: Call, missing: "USERNAME_NOT_FOUND" | "USER_NOT_FOUND"): DatabaseUserDoc {
  const { groupId = "", databaseName = "", username = "" } = call.params;
  const user = call.state.databaseUsers.get(keyOf(groupId, databaseName, username));
  if (!user) throw problem(missing, username);
  return user;
}

function rolesIn(call: Call): JsonObject[] {
  const roles = objectsAt(call.body, "roles").map((role) => ({
    collectionName: role.collectionName ?? undefined,
    databaseName: role.databaseName,
    roleName: role.roleName,
  }));
  checkRoles(call, stringAt(call.body, "username") ?? call.params.username ?? "", roles);
  for (const scope of objectsAt(call.body, "scopes")) {
    for (const name of ["name", "type"]) if (!stringAt(scope, name)) throw problem("MISSING_ATTRIBUTE", name);
  }
  return roles;
}

function deleteAfterIn(call: Call): number | undefined {
  const text = stringAt(call.body, "deleteAfterDate");
  if (text === undefined) return undefined;
  const time = expiry(text, call.clock.now());
  call.state.nextExpiry = Math.min(call.state.nextExpiry, time);
  return time;
}

function passwordIn(call: Call): string | undefined {
  const password = stringAt(call.body, "password");
  if (password === undefined) return undefined;
  if (password.length < SHORTEST_PASSWORD) throw problem("WEAK_PASSWORD");
  return createHash("sha256").update(password).digest("hex");
}

/** Whether somebody else than the database keeps the user's credentials. */
function isExternal(user: DatabaseUserDoc): boolean {
  return AUTH_TYPES.some((type) => user[type] !== "NONE");
}

function checkAuthentication(user: DatabaseUserDoc): void {
  const used = AUTH_TYPES.filter((type) => user[type] !== "NONE");
  if (used.includes("x509Type") && used.includes("ldapAuthType")) throw problem("ATLAS_X509_USER_CANNOT_USE_LDAP");
  if (used.length > 1) throw problem("ATLAS_INVALID_AUTH_SETTINGS", `Only one of ${used.join(", ")} can be set`);
  // A group of an identity provider is a role, and roles live in admin.
  const inAdmin = used.length === 0 || user.oidcAuthType === "IDP_GROUP" || user.ldapAuthType === "GROUP";
  if (inAdmin && user.databaseName !== "admin") {
    throw problem("DATABASE_NAME_INVALID_ADMIN", used.length === 0 ? "SCRAM users" : "Groups");
  }
  if (!inAdmin && user.databaseName !== "$external") throw problem("DATABASE_NAME_INVALID_EXTERNAL");
  if (used.length > 0 && user.passwordDigest !== undefined) throw externalWithPassword(user);
}

function externalWithPassword(user: DatabaseUserDoc) {
  return user.x509Type === "NONE"
    ? problem("ATLAS_INVALID_AUTH_SETTINGS", "Externally authenticated users cannot have a password")
    : problem("ATLAS_X509_USER_CANNOT_USE_SCRAM");
}

function rollOut(call: Call): void {
  const group = groupOf(call);
  group.usersPendingUntil = call.clock.now() + ROLLOUT;
  call.state.groups.put(group.id, group);
}
