import { idOf, type Lifecycle } from "./lifecycle";

export const userLife: Lifecycle = {
  kind: "AtlasDatabaseUser",
  title: "AtlasDatabaseUser",
  operations: /DatabaseUser/,
  prepare: (simulator) => ({
    projectId: idOf(
      simulator.behindTheBack("createGroup", { body: { name: "users-live-here", orgId: simulator.orgId } }),
    ),
  }),
  args: ({ projectId }) => ({
    projectRef: projectId,
    username: "app",
    passwordSecretRef: { $secret: "password" },
    roles: [{ roleName: "readWrite", databaseName: "shop" }],
  }),
  create: ["createGroupDatabaseUser"],
  changes: [
    {
      title: "roles",
      args: { roles: [{ roleName: "read", databaseName: "shop" }] },
      calls: ["updateGroupDatabaseUser"],
      listed: ["AtlasDatabaseUser", "roles"],
    },
    {
      title: "scopes, labels and a description at once",
      args: {
        scopes: [{ name: "orders", type: "CLUSTER" }],
        labels: [{ key: "tier", value: "one" }],
        description: "the shop",
      },
      calls: ["updateGroupDatabaseUser"],
    },
    {
      title: "the password",
      args: { passwordSecretRef: { $secret: "rotated" } },
      calls: ["updateGroupDatabaseUser"],
      listed: ["AtlasDatabaseUser", "password"],
    },
  ],
  replace: { args: { username: "application" }, calls: ["createGroupDatabaseUser", "deleteGroupDatabaseUser"] },
  drift: {
    title: "roles taken away in the console",
    by: ({ projectId = "" }) => ({
      operation: "updateGroupDatabaseUser",
      call: {
        params: { groupId: projectId, databaseName: "admin", username: "app" },
        body: { roles: [{ roleName: "readAnyDatabase", databaseName: "admin" }] },
      },
    }),
    calls: ["updateGroupDatabaseUser"],
  },
  existing: ({ projectId = "" }, simulator) => {
    const roles = [{ roleName: "read", databaseName: "old" }];
    simulator.behindTheBack("createGroupDatabaseUser", {
      params: { groupId: projectId },
      body: { groupId: projectId, databaseName: "admin", username: "elder", password: "unknown-to-us", roles },
    });
    const args = { projectRef: projectId, username: "elder", passwordSecretRef: { $secret: "password" }, roles };
    return {
      id: `${projectId}/admin/elder`,
      args,
      different: { roles: [{ roleName: "read", databaseName: "new" }] },
      says: "spec.roles",
    };
  },
  remove: ["deleteGroupDatabaseUser"],
  gone: ({ projectId = "" }, simulator) =>
    !simulator.state.databaseUsers(projectId).some(({ username }) => username.startsWith("app")),
};
