import type { SpecOf, StatusOf } from "../../../sdk/model";
import { ValidationError } from "../../../sdk/model/errors";
import type { AtlasCall } from "../../atlas/api";
import { noneIfAbsent } from "../absence";
import type { Change, KindHandler, ObservedStatus } from "../contract";
import { projectIdOf } from "../project-id";
import { planRole, planRoleRemoval, type RoleChange } from "./plan";
import { type CustomRole, normaliseRole, observedRole } from "./role";

type Spec = SpecOf<"AtlasCustomRole">;
type Status = ObservedStatus<StatusOf<"AtlasCustomRole">>;

/** A role is named by its project and its name. */
export interface CustomRoleId {
  projectId: string;
  roleName: string;
}

const kind = "AtlasCustomRole";
const path = "spec.role";
const reasons = {
  create: "CustomRoleNotCreated",
  update: "CustomRoleNotUpdated",
  delete: "CustomRoleNotDeleted",
} as const;

/** A role for database users, declared by itself. Where a project declares its roles, the same plan is made. */
export const customRoleHandler: KindHandler<Spec, Status, CustomRole, CustomRoleId> = {
  kind,
  guarded: true,
  identityGrammar: "projectId/roleName",

  async identify(_api, desired, recorded) {
    return recorded ?? { projectId: projectIdOf(kind, desired), roleName: desired.role.name };
  },

  async observe(api, { projectId, roleName }, _hints, options) {
    const params = { groupId: projectId, roleName };
    const answer = await noneIfAbsent(api.send({ operation: "getGroupCustomDbRoleRole", params }, options));
    return answer && observedRole(answer);
  },

  plan({ desired, observed }, { projectId }) {
    const change = planRole(normaliseRole(desired.role), observed, { groupId: projectId }, path);
    return { changes: change ? [reported(change)] : [] };
  },

  planRemoval: (observed, _owned, { projectId }) => ({
    changes: observed ? [reported(planRoleRemoval(observed, { groupId: projectId }, path))] : [],
  }),

  async apply(api, { action, call }, { id }, options) {
    if (action === "delete") {
      await noneIfAbsent(api.send(call, options));
      return { id };
    }
    return { id, observed: observedRole(await api.send(call as AtlasCall<"createGroupCustomDbRoleRole">, options)) };
  },

  claim: (desired) => ({ spec: desired }),

  atlasId: ({ name }) => name,

  status: () => ({}),

  toSpec: (role) => ({ role }),

  parseIdentity(text) {
    const [, projectId, roleName] = /^([0-9a-f]{24})\/(.+)$/.exec(text) ?? [];
    if (!projectId || !roleName) {
      const message = `${JSON.stringify(text)} is not of the form projectId/roleName`;
      throw new ValidationError(kind, [{ path: "import", message }]);
    }
    return { projectId, roleName };
  },
};

const reported = (change: RoleChange): Change => ({
  ...change,
  scope: "resource",
  condition: "ProjectCustomRolesReady",
  reason: reasons[change.action],
});
