import type { SpecOf } from "../../../sdk/model";
import type { Resolved } from "../../../sdk/model/markers";
import type { AtlasCall } from "../../atlas/api";
import type { Change, Difference, Owned, Plan, PlanInput } from "../contract";
import { changed, differences, fieldNames } from "../differences";
import { matchesSeal } from "../seal";
import { declaredUser, type ObservedUser, userBody } from "./normalise";

type Spec = SpecOf<"AtlasDatabaseUser">;

/** A user is named by project, authentication database and name. */
export interface DatabaseUserId {
  projectId: string;
  databaseName: string;
  username: string;
}

export function planUser({ desired, observed, owned }: PlanInput<Spec, ObservedUser>, id: DatabaseUserId): Plan {
  if (!observed) return { changes: [creation(desired, id)] };
  const declared = declaredUser(desired);
  const fields = differences(declared, observed);
  // A user keeps the way it logs in (Atlas Admin API, updateGroupDatabaseUser: AUTH_TYPE_CANNOT_BE_CHANGED).
  const impossible = fields.filter(({ path }) => path.endsWith("Type"));
  if (impossible.length > 0) return { changes: [], impossible };
  const secret = passwordDifference(desired, owned);
  const notes = expiryNotes(desired, observed);
  if (fields.length === 0 && !secret) return { changes: [], notes };
  const password = secret && desired.passwordSecretRef;
  const call: AtlasCall<"updateGroupDatabaseUser"> = {
    operation: "updateGroupDatabaseUser",
    params: pathOf(id),
    body: userBody(id, declared.roles, changed(declared, fields), password),
  };
  const all = secret ? [...fields, secret] : fields;
  const what = fieldNames(all).replace("passwordSecretRef", "password");
  const update = change("update", "DatabaseUserNotUpdatedInAtlas", `update ${name(id)}: ${what}`, call);
  return { changes: [{ ...update, differences: all }], notes };
}

export function planUserRemoval(observed: ObservedUser | undefined, id: DatabaseUserId): Plan {
  if (!observed) return { changes: [] };
  const call: AtlasCall<"deleteGroupDatabaseUser"> = { operation: "deleteGroupDatabaseUser", params: pathOf(id) };
  return { changes: [change("delete", "DatabaseUserNotDeletedInAtlas", `delete ${name(id)}`, call)] };
}

/** Path parameters of one user. */
export const pathOf = ({ projectId, databaseName, username }: DatabaseUserId) => ({
  groupId: projectId,
  databaseName,
  username,
});

function creation(desired: Resolved<Spec>, id: DatabaseUserId): Change {
  const { roles, scopes, description, ...rest } = declaredUser(desired);
  const fields = { ...rest, ...(scopes.length > 0 && { scopes }), ...(description && { description }) };
  const call: AtlasCall<"createGroupDatabaseUser"> = {
    operation: "createGroupDatabaseUser",
    params: { groupId: id.projectId },
    body: userBody(id, roles, fields, desired.passwordSecretRef),
  };
  return change("create", "DatabaseUserNotCreatedInAtlas", `create ${name(id)}`, call);
}

/** Atlas never shows a password: it differs when the seal of the one last sent does not match. Nothing sent, nothing to compare. */
function passwordDifference(desired: Resolved<Spec>, owned: Owned<Spec> | undefined): Difference | undefined {
  const password = desired.passwordSecretRef;
  if (password === undefined || !owned || matchesSeal(password, owned.spec.passwordSecretRef)) return undefined;
  return { path: "spec.passwordSecretRef", from: "(secret)", to: "(secret)" };
}

function expiryNotes(desired: Resolved<Spec>, { deleteAfterDate }: ObservedUser): string[] {
  if (!deleteAfterDate || desired.deleteAfterDate) return [];
  return [
    `Atlas will delete the user at ${deleteAfterDate}, which is not declared; it cannot make a temporary user permanent.`,
  ];
}

const name = ({ username, databaseName }: DatabaseUserId) =>
  `database user ${JSON.stringify(username)} on ${databaseName}`;

function change(action: Change["action"], reason: string, description: string, call: AtlasCall): Change {
  return { action, scope: "resource", condition: "DatabaseUserReady", reason, description, call };
}
