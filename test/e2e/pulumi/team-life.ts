import { idOf, type Lifecycle } from "./lifecycle";

export const teamLife: Lifecycle = {
  kind: "AtlasTeam",
  title: "AtlasTeam",
  operations: /OrgTeam/,
  prepare: () => ({}),
  args: () => ({ name: "developers", usernames: ["alice@example.com", "bob@example.com"] }),
  create: ["createOrgTeam"],
  changes: [
    { title: "another name", args: { name: "makers" }, calls: ["renameOrgTeam"], listed: ["AtlasTeam", "name"] },
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
        params: {
          orgId: simulator.orgId,
          teamId: simulator.state.teams(simulator.orgId).find(({ name }) => name === "makers")?.id ?? "",
        },
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
