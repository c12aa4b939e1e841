import type { SpecOf, StatusOf } from "../../../sdk/model";
import { ValidationError } from "../../../sdk/model/errors";
import type { AtlasCall } from "../../atlas/api";
import { noneIfAbsent } from "../absence";
import type { KindHandler, ObservedStatus } from "../contract";
import { projectIdOf } from "../project-id";
import { matchesSeal, sealSecret } from "../seal";
import { type ObservedUser, observedUser } from "./normalise";
import { type DatabaseUserId, pathOf, planUser, planUserRemoval } from "./plan";

type Spec = SpecOf<"AtlasDatabaseUser">;
type Status = ObservedStatus<StatusOf<"AtlasDatabaseUser">>;

/** A user of a project's databases: one object in Atlas, one call to make, change or delete it. */
export const databaseUserHandler: KindHandler<Spec, Status, ObservedUser, DatabaseUserId> = {
  kind: "AtlasDatabaseUser",
  guarded: true,
  identityGrammar: "projectId/databaseName/username",

  check({ username }) {
    // As a step of a path they would be walked: such a user could be made, and never be read, changed or deleted.
    if (username !== "." && username !== "..") return [];
    return [
      { path: "spec.username", message: `${JSON.stringify(username)} cannot be asked for by name: choose another` },
    ];
  },

  async identify(_api, desired, recorded) {
    if (recorded) return recorded;
    const projectId = projectIdOf("AtlasDatabaseUser", desired);
    return { projectId, databaseName: desired.databaseName ?? "admin", username: desired.username };
  },

  async observe(api, id, _hints, options) {
    const call: AtlasCall<"getGroupDatabaseUser"> = { operation: "getGroupDatabaseUser", params: pathOf(id) };
    const answer = await noneIfAbsent(api.send(call, options));
    return answer && observedUser(answer);
  },

  plan: planUser,

  planRemoval: (observed, _owned, id) => planUserRemoval(observed, id),

  async apply(api, { action, call }, { id }, options) {
    if (action === "delete") {
      await noneIfAbsent(api.send(call, options));
      return { id };
    }
    return { id, observed: observedUser(await api.send(call as AtlasCall<"updateGroupDatabaseUser">, options)) };
  },

  claim({ passwordSecretRef: password, ...spec }, previous, failed) {
    if (password === undefined) return { spec };
    const before = previous?.spec.passwordSecretRef;
    const kept = failed("DatabaseUserReady") || matchesSeal(password, before);
    return { spec: { ...spec, passwordSecretRef: kept ? before : sealSecret(password) } };
  },

  // What refers to a user names it within its project.
  atlasId: ({ databaseName, username }) => `${databaseName}/${username}`,

  status: ({ username }) => ({ name: username }),

  toSpec({ scopes, labels, description, ...fields }) {
    const declarable = scopes.flatMap(({ name, type }) => (type === "STREAM" ? [] : [{ name, type }]));
    return {
      ...fields,
      ...(declarable.length > 0 && { scopes: declarable }),
      ...(labels.length > 0 && { labels }),
      ...(description && { description }),
    };
  },

  parseIdentity(text) {
    // X.509 subjects and ARNs hold slashes: only the first two separate.
    const [, projectId, databaseName, username] = /^([0-9a-f]{24})\/(admin|\$external)\/(.+)$/.exec(text) ?? [];
    if (!projectId || !databaseName || !username) {
      const message = `${JSON.stringify(text)} is not of the form projectId/databaseName/username, with admin or $external as databaseName`;
      throw new ValidationError("AtlasDatabaseUser", [{ path: "import", message }]);
    }
    return { projectId, databaseName, username };
  },

  async listIn(api, projectId, options) {
    const users = await api.list({ operation: "listGroupDatabaseUsers", params: { groupId: projectId } }, options);
    return users.map(({ databaseName, username }) => `${projectId}/${databaseName}/${username}`);
  },
};
