import type { StatusOf } from "../../../sdk/model";
import { ValidationError } from "../../../sdk/model/errors";
import type { AtlasCall } from "../../atlas/api";
import { hasAtlasCode } from "../../atlas/errors";
import { noneIfAbsent } from "../absence";
import type { KindHandler, ObservedStatus } from "../contract";
import { checkProject } from "./checks";
import { groupCreation, groupDeletion, type ObservedGroup, observedGroup, planGroup } from "./group";
import type { ProjectSpec } from "./section";
import {
  applyPart,
  blankParts,
  claimParts,
  claimSentPart,
  conditionsIn,
  type ObservedParts,
  observeParts,
  planParts,
  planPartsRemoval,
  untold,
} from "./sections";
import { partsStatus } from "./status";
import { specOf } from "./to-spec";

type Status = ObservedStatus<StatusOf<"AtlasProject">>;

/** A project is named by its name, within the organisation of the credentials, until its id is known. */
export interface ProjectId {
  name: string;
  projectId?: string;
}

export interface ObservedProject {
  group: ObservedGroup;
  parts: ObservedParts;
  /** How many deployments are in it, whoever made them. Kept for removals only: it is nothing of the project's own. */
  deployments?: number;
}

/**
 * A project and its parts. Nothing but making the project needs rights in the organisation. Parts that are not declared are not read.
 */
export const projectHandler: KindHandler<ProjectSpec, Status, ObservedProject, ProjectId> = {
  kind: "AtlasProject",
  identityGrammar: "projectId",

  // Atlas has one project of a name in an organisation (Atlas Admin API, createGroup: GROUP_ALREADY_EXISTS).
  guarded: true,

  check: checkProject,

  conditions: conditionsIn,

  async identify(_api, desired, recorded) {
    return recorded ?? { name: desired.name };
  },

  completed: (id, { group }) => ({ ...id, projectId: group.projectId }),

  async observe(api, { projectId, name }, hints, options) {
    const found = projectId
      ? noneIfAbsent(api.send({ operation: "getGroup", params: { groupId: projectId } }, options))
      : noneIfAbsent(api.send({ operation: "getGroupByName", params: { groupName: name } }, options)).catch(noGroup);
    const answer = await found;
    if (!answer) return undefined;
    const group = observedGroup(answer);
    const parts = await observeParts(api, group.projectId, hints, options);
    return { group, parts, ...(hints.removing && { deployments: answer.clusterCount ?? 0 }) };
  },

  plan({ desired, observed, owned }, _id, now) {
    const input = { desired, owned, projectId: observed?.group.projectId, now };
    const parts = planParts(input, observed?.parts ?? {});
    const own = observed ? planGroup(desired, observed.group) : [groupCreation(desired)];
    // What takes an answer to know is asked for right after the project is made.
    const note = !observed && untold(desired) ? "look" : undefined;
    const changes = [...own.map((change) => ({ ...change, ...(note && { note }) })), ...parts.changes];
    return { ...parts, changes };
  },

  planRemoval(observed, owned) {
    if (!observed) return { changes: [] };
    const { group, deployments = 0 } = observed;
    const whole = groupDeletion(group);
    if (deployments > 0) {
      // Atlas refuses, and says why. Until it would not, what is in there keeps its network.
      const held = `project ${JSON.stringify(group.name)} keeps all its parts while deployments are in it: ${deployments}`;
      return { changes: [whole], notes: [held] };
    }
    const parts = planPartsRemoval(observed.parts, owned?.spec, group.projectId);
    // While a part is on its way out, Atlas would refuse.
    const last = parts.underWay.length > 0 ? [] : [whole];
    return { ...parts, changes: [...parts.changes, ...last] };
  },

  async apply(api, change, { id, observed }, options) {
    const { call } = change;
    switch (call.operation) {
      case "createGroup": {
        const creation = call as AtlasCall<"createGroup">;
        const orgId = await api.orgId(options);
        const body = { ...creation.body, orgId } as NonNullable<typeof creation.body>;
        const group = observedGroup(await api.send({ ...creation, body }, options));
        const made = { id: { name: group.name, projectId: group.projectId } };
        return { ...made, observed: change.note === "look" ? "unknown" : { group, parts: blankParts() } };
      }
      case "deleteGroup":
        await noneIfAbsent(api.send(call, options));
        return { id };
      default: {
        if (!observed) return { id, observed: "unknown" };
        const { group, parts } = observed;
        const known = { ...id, projectId: group.projectId };
        if (call.operation !== "updateGroup") {
          return { id: known, observed: { ...observed, parts: await applyPart(api, change, parts, options) } };
        }
        const answer = observedGroup(await api.send(call as AtlasCall<"updateGroup">, options));
        return { id: known, observed: { group: answer, parts } };
      }
    }
  },

  claim: (desired, previous, failed, observed) => claimParts(desired, previous, failed, observed?.parts),

  claimSent: claimSentPart,

  atlasId: ({ group }) => group.projectId,

  status: ({ group, parts }, told) => ({ id: group.projectId, ...partsStatus(parts, told) }),

  toSpec: ({ group, parts }) => specOf(group, parts),

  parseIdentity(text) {
    if (!/^[0-9a-f]{24}$/.test(text)) {
      const message = `${JSON.stringify(text)} is not a project id: 24 hexadecimal digits`;
      throw new ValidationError("AtlasProject", [{ path: "import", message }]);
    }
    return { name: "", projectId: text };
  },
};

/** To a key that sees no project of the name, the service says that the key is not in it (Atlas Admin API, getGroupByName). */
function noGroup(error: unknown): undefined {
  if (hasAtlasCode(error, "NOT_IN_GROUP")) return undefined;
  throw error;
}
