import type { OperationCall, Simulator } from "../../../provider/simulator";
import type { Declared } from "./atlas-stack";

/** One kind's whole life, as a table: what is declared, what is asked of Atlas for it. */
export interface Lifecycle {
  kind: Declared["kind"];
  /** Makes what must be there before, behind everyone's back; answers with what `args` below needs. */
  prepare(simulator: Simulator): Record<string, string>;
  /** The declaration to begin with. */
  args(facts: Record<string, string>): Record<string, unknown>;
  /** Operations that create it, in order. */
  create: readonly string[];
  /** Changes, applied one after the other and kept. */
  changes: readonly { title: string; args: Record<string, unknown>; calls: readonly string[] }[];
  /** A change that makes a new object take the place of the old one; absent where there is none. */
  replace?: { args: Record<string, unknown>; calls: readonly string[] };
  /** Something done by somebody else, and the operations that undo it. */
  drift: {
    title: string;
    by(facts: Record<string, string>, simulator: Simulator): { operation: string; call: OperationCall };
    calls: readonly string[];
  };
  /** An object that exists already: how to name it, what it looks like and what it does not. */
  existing(
    facts: Record<string, string>,
    simulator: Simulator,
  ): { id: string; args: Record<string, unknown>; different: Record<string, unknown>; says: string };
  /** Operations that remove it. */
  remove: readonly string[];
  /** Whether anything is left of it. */
  gone(facts: Record<string, string>, simulator: Simulator): boolean;
}

const idOf = (made: unknown): string =>
  typeof made === "object" && made !== null && "id" in made ? String(made.id) : "";

const teamLife: Lifecycle = {
  kind: "AtlasTeam",
  prepare: () => ({}),
  args: () => ({ name: "developers", usernames: ["alice@example.com", "bob@example.com"] }),
  create: ["createOrgTeam"],
  changes: [
    { title: "another name", args: { name: "makers" }, calls: ["renameOrgTeam"] },
    {
      title: "one member more and one less",
      args: { usernames: ["alice@example.com", "carol@example.com"] },
      calls: ["addOrgTeamUsers", "removeOrgTeamUserFromTeam"],
    },
  ],
  drift: {
    title: "a rename in the console",
    by: (_facts, simulator) => ({
      operation: "renameOrgTeam",
      call: {
        params: { orgId: simulator.orgId, teamId: simulator.state.teams(simulator.orgId)[0]?.id ?? "" },
        body: { name: "somebody-elses" },
      },
    }),
    calls: ["renameOrgTeam"],
  },
  existing: (_facts, simulator) => {
    const args = { name: "elders", usernames: ["dave@example.com"] };
    const made = simulator.behindTheBack("createOrgTeam", { params: { orgId: simulator.orgId }, body: args });
    return { id: `${simulator.orgId}/${idOf(made)}`, args, different: { name: "others" }, says: "spec.name" };
  },
  remove: ["deleteOrgTeam"],
  gone: (_facts, simulator) => !simulator.state.teams(simulator.orgId).some(({ name }) => name === "makers"),
};

const userLife: Lifecycle = {
  kind: "AtlasDatabaseUser",
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

export const lifecycles: readonly Lifecycle[] = [teamLife, userLife];
