import type { SpecOf, StatusOf } from "../../../sdk/model";
import { AtlasIacError, ValidationError } from "../../../sdk/model/errors";
import type { AtlasApi, AtlasCall, CallOptions } from "../../atlas/api";
import { noneIfAbsent } from "../absence";
import type { Change, KindHandler, ObservedStatus } from "../contract";
import { addressOf, type ObservedTeam, planTeam, planTeamRemoval, type TeamId } from "./plan";

type Spec = SpecOf<"AtlasTeam">;
type Status = ObservedStatus<StatusOf<"AtlasTeam">>;

/** A declared member is not in the organisation. */
export class UnknownMemberError extends AtlasIacError {
  readonly code = "UnknownMember";

  constructor(readonly usernames: readonly string[]) {
    super(`spec.usernames: not in the organisation: ${usernames.join(", ")}`, {
      hint: "Invite them to the organisation first, or correct the address.",
    });
  }
}

/** A team of an organisation. It is looked up by name until its id is known, and afterwards by id, so that it can be renamed. */
export const teamHandler: KindHandler<Spec, Status, ObservedTeam, TeamId> = {
  kind: "AtlasTeam",
  identityGrammar: "orgId/teamId",

  async identify(api, desired, recorded, options) {
    return recorded ?? { orgId: await api.orgId(options), name: desired.name };
  },

  completed: (id, { teamId }) => ({ ...id, teamId }),

  async observe(api, id, { desired, removing }, options) {
    const team = await noneIfAbsent(find(api, id, options));
    if (!team?.id) return undefined;
    if (removing) return { teamId: team.id, name: team.name ?? id.name, members: [], candidates: {} };
    const params = { orgId: id.orgId, teamId: team.id };
    const users = await noneIfAbsent(api.list({ operation: "listOrgTeamUsers", params }, options));
    if (!users) return undefined;
    const members = users.map(({ username, id: userId }) => ({ username, userId }));
    const present = new Set(members.map(({ username }) => addressOf(username)));
    const missing = (desired?.usernames ?? []).map(addressOf).filter((address) => !present.has(address));
    return { teamId: team.id, name: team.name ?? id.name, members, candidates: await seek(api, id, missing, options) };
  },

  plan: planTeam,

  planRemoval: (observed, _owned, id) => planTeamRemoval(observed, id),

  async apply(api, change, { id, observed }, options) {
    const { call } = change;
    switch (call.operation) {
      case "createOrgTeam": {
        const made = await api.send(call as AtlasCall<"createOrgTeam">, options);
        const members = made.usernames.map((username) => ({ username }));
        const teamId = made.id ?? "";
        return { id: { ...id, teamId }, observed: { teamId, name: made.name, members, candidates: {} } };
      }
      case "deleteOrgTeam":
        await noneIfAbsent(api.send(call, options));
        return { id };
      default:
        if (!observed) return { id, observed: "unknown" };
        return { id: { ...id, teamId: observed.teamId }, observed: await applyPart(api, change, observed, options) };
    }
  },

  claim: (desired) => ({ spec: desired }),

  atlasId: ({ teamId }) => teamId,

  status: ({ teamId }) => ({ id: teamId }),

  toSpec: ({ name, members }) => ({ name, usernames: members.map(({ username }) => username) }),

  parseIdentity(text) {
    const [, orgId, teamId] = /^([0-9a-f]{24})\/([0-9a-f]{24})$/.exec(text) ?? [];
    if (!orgId || !teamId) {
      const message = `${JSON.stringify(text)} is not of the form orgId/teamId, each 24 hexadecimal digits`;
      throw new ValidationError("AtlasTeam", [{ path: "import", message }]);
    }
    return { orgId, teamId, name: "" };
  },
};

function find(api: AtlasApi, { orgId, name, teamId }: TeamId, options?: CallOptions) {
  return teamId
    ? api.send({ operation: "getOrgTeam", params: { orgId, teamId } }, options)
    : api.send({ operation: "getOrgTeamByName", params: { orgId, teamName: name } }, options);
}

/** Ids of people by their addresses, as far as the organisation knows them. */
async function seek(api: AtlasApi, { orgId }: TeamId, addresses: string[], options?: CallOptions) {
  const found: Record<string, string> = {};
  for (const username of addresses) {
    const call: AtlasCall<"listOrgUsers"> = { operation: "listOrgUsers", params: { orgId }, query: { username } };
    for (const user of await api.list(call, options)) found[addressOf(user.username)] = user.id;
  }
  return found;
}

/** Changes name or membership, and answers with the team as it is then. */
async function applyPart(
  api: AtlasApi,
  { call, note, differences }: Change,
  observed: ObservedTeam,
  options?: CallOptions,
): Promise<ObservedTeam> {
  switch (call.operation) {
    case "renameOrgTeam": {
      const { name } = await api.send(call as AtlasCall<"renameOrgTeam">, options);
      return { ...observed, name: name ?? observed.name };
    }
    case "addOrgTeamUsers": {
      const unknown: string[] = JSON.parse(note ?? "[]");
      if (unknown.length > 0) throw new UnknownMemberError(unknown);
      await api.send(call, options);
      const added = (differences ?? []).map(({ to }) => String(to));
      const members = added.map((username) => ({ username, userId: observed.candidates[username] }));
      return { ...observed, members: [...observed.members, ...members] };
    }
    default: {
      await noneIfAbsent(api.send(call, options));
      const gone = call.params?.userId;
      return { ...observed, members: observed.members.filter(({ userId }) => userId !== gone) };
    }
  }
}
