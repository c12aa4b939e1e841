import { idOf, type Lifecycle } from "./lifecycle";

export const projectLife: Lifecycle = {
  kind: "AtlasProject",
  title: "AtlasProject",
  operations: /^(create|update|delete)Group$|AccessList|GroupSettings|MaintenanceWindow|CustomDbRole|GroupTeam/,
  prepare: (simulator) => ({
    teamId: idOf(
      simulator.behindTheBack("createOrgTeam", {
        params: { orgId: simulator.orgId },
        body: { name: "in-projects", usernames: ["alice@example.com"] },
      }),
    ),
  }),
  args: () => ({
    name: "shop",
    tags: [{ key: "environment", value: "test" }],
    projectIpAccessList: [
      { cidrBlock: "10.0.0.0/8", comment: "internal" },
      { ipAddress: "203.0.113.10", comment: "office" },
    ],
  }),
  create: ["createGroup", "createGroupAccessListEntry"],
  changes: [
    {
      title: "tags",
      args: { tags: [{ key: "environment", value: "staging" }] },
      calls: ["updateGroup"],
      listed: ["AtlasProject", "tags"],
    },
    {
      title: "a comment in the access list",
      args: {
        projectIpAccessList: [
          { cidrBlock: "10.0.0.0/8", comment: "all internal networks" },
          { ipAddress: "203.0.113.10", comment: "office" },
        ],
      },
      calls: ["createGroupAccessListEntry"],
      listed: ["AtlasProject", "projectIpAccessList: comment"],
    },
    {
      title: "one address less",
      args: { projectIpAccessList: [{ cidrBlock: "10.0.0.0/8", comment: "all internal networks" }] },
      calls: ["deleteGroupAccessListEntry"],
    },
    {
      title: "settings",
      args: { settings: { isDataExplorerEnabled: false } },
      calls: ["updateGroupSettings"],
      listed: ["AtlasProject", "settings"],
    },
    {
      title: "the maintenance window",
      args: { maintenanceWindow: { dayOfWeek: 6, hourOfDay: 3 } },
      calls: ["updateGroupMaintenanceWindow"],
      listed: ["AtlasProject", "maintenanceWindow"],
    },
    {
      title: "custom roles",
      args: {
        customRoles: [
          {
            name: "auditor",
            actions: [{ name: "FIND", resources: [{ database: "shop", collection: "orders" }] }],
          },
        ],
      },
      calls: ["createGroupCustomDbRoleRole"],
    },
    {
      title: "a team that comes in",
      args: { teams: [{ teamRef: { $fact: "teamId" }, roles: ["GROUP_READ_ONLY"] }] },
      calls: ["addGroupTeams"],
    },
    {
      title: "what the team may do",
      args: { teams: [{ teamRef: { $fact: "teamId" }, roles: ["GROUP_OWNER"] }] },
      calls: ["updateGroupTeam"],
      listed: ["AtlasProject", "teams: roles"],
    },
    { title: "the team that leaves", args: { teams: [] }, calls: ["removeGroupTeam"] },
  ],
  replace: { args: { name: "shop-two" }, calls: replacement() },
  drift: {
    title: "an address taken out of the access list",
    by: (_facts, simulator) => ({
      operation: "deleteGroupAccessListEntry",
      call: { params: { groupId: simulator.state.group("shop")?.id ?? "", entryValue: "10.0.0.0/8" } },
    }),
    calls: ["createGroupAccessListEntry"],
  },
  existing: (_facts, simulator) => {
    const made = simulator.behindTheBack("createGroup", { body: { name: "elder", orgId: simulator.orgId } });
    const args = { name: "elder" };
    return { id: idOf(made), args, different: { tags: [{ key: "age", value: "new" }] }, says: "spec.tags" };
  },
  remove: ["deleteGroup"],
  gone: (_facts, simulator) => !simulator.state.groups().some(({ name }) => name.startsWith("shop")),
};

/** A renamed project is made anew with all its parts, before the old one goes. */
function replacement(): string[] {
  return [
    "createGroup",
    "createGroupAccessListEntry",
    "updateGroupMaintenanceWindow",
    "updateGroupSettings",
    "createGroupCustomDbRoleRole",
    "deleteGroup",
  ];
}
