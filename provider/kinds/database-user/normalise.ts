import type { Label, SpecOf } from "../../../sdk/model";
import type { Resolved } from "../../../sdk/model/markers";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import { asSet } from "../canonical";
import { normaliseDate } from "../dates";

type Spec = SpecOf<"AtlasDatabaseUser">;
type Role = Spec["roles"][number];
type Answer = ResponseBody<"getGroupDatabaseUser">;

/** A user in the one form that both sides are compared in: lists as sets, dates in UTC, nothing left to a default. */
export interface ObservedUser {
  databaseName: string;
  username: string;
  roles: Role[];
  /** Empty: all of the project. */
  scopes: { name: string; type: NonNullable<Answer["scopes"]>[number]["type"] }[];
  labels: Label[];
  description: string;
  /** Absent: never. */
  deleteAfterDate?: string;
  x509Type: NonNullable<Spec["x509Type"]>;
  awsIamType: NonNullable<Spec["awsIamType"]>;
  oidcAuthType: NonNullable<Spec["oidcAuthType"]>;
}

/** What Atlas answered, normalised. */
export function observedUser(answer: Answer): ObservedUser {
  return {
    databaseName: answer.databaseName,
    username: answer.username,
    roles: asSet((answer.roles ?? []).map(normaliseRole)),
    scopes: asSet((answer.scopes ?? []).map(({ name, type }) => ({ name, type }))),
    labels: asSet((answer.labels ?? []).map(({ key = "", value = "" }) => ({ key, value }))),
    description: answer.description ?? "",
    ...(answer.deleteAfterDate && { deleteAfterDate: normaliseDate(answer.deleteAfterDate) }),
    x509Type: answer.x509Type ?? "NONE",
    awsIamType: answer.awsIAMType ?? "NONE",
    oidcAuthType: answer.oidcAuthType ?? "NONE",
  };
}

/**
 * What is declared, normalised. Only what is in it is managed: labels and the date of deletion stay as they are while absent;
 * absent scopes and an absent description are cleared, as upstream does.
 */
export function declaredUser(spec: Resolved<Spec>): Omit<ObservedUser, "labels"> & { labels?: Label[] } {
  return {
    databaseName: spec.databaseName ?? "admin",
    username: spec.username,
    roles: asSet(spec.roles.map(normaliseRole)),
    scopes: asSet((spec.scopes ?? []).map(({ name, type }) => ({ name, type }))),
    ...(spec.labels && { labels: asSet(spec.labels.map(({ key, value }) => ({ key, value }))) }),
    description: spec.description ?? "",
    ...(spec.deleteAfterDate && { deleteAfterDate: normaliseDate(spec.deleteAfterDate) }),
    x509Type: spec.x509Type ?? "NONE",
    awsIamType: spec.awsIamType ?? "NONE",
    oidcAuthType: spec.oidcAuthType ?? "NONE",
  };
}

/** The body of a call that sets `fields`. Atlas wants identity and roles in every body. */
export function userBody(
  identity: { projectId: string; databaseName: string; username: string },
  roles: Role[],
  { awsIamType, ...fields }: Partial<ObservedUser>,
  password?: string,
): RequestBody<"createGroupDatabaseUser"> {
  const { projectId, databaseName, username } = identity;
  const body = {
    ...fields,
    ...(awsIamType && { awsIAMType: awsIamType }),
    ...(password !== undefined && { password }),
    groupId: projectId,
    databaseName,
    username,
    roles,
  };
  // The contract lists Atlas's own role names only; custom roles and unknown databases are for Atlas to judge.
  return body as RequestBody<"createGroupDatabaseUser">;
}

function normaliseRole({ roleName, databaseName, collectionName }: Role): Role {
  return { roleName, databaseName, ...(collectionName && { collectionName }) };
}
