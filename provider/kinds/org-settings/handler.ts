import type { SpecOf, StatusOf } from "../../../sdk/model";
import { ValidationError } from "../../../sdk/model/errors";
import type { Resolved } from "../../../sdk/model/markers";
import type { AtlasCall } from "../../atlas/api";
import type { ResponseBody } from "../../atlas/contract/operations.gen";
import type { KindHandler, ObservedStatus } from "../contract";
import { changed, differences, fieldNames } from "../differences";

type Spec = SpecOf<"AtlasOrgSettings">;
type Status = ObservedStatus<StatusOf<"AtlasOrgSettings">>;
type Settings = Pick<Resolved<Spec>, (typeof names)[number]>;

/** An organisation has one set of settings, so it names them. */
export interface OrgSettingsId {
  orgId: string;
}

export interface ObservedOrgSettings {
  orgId: string;
  settings: Settings;
}

const kind = "AtlasOrgSettings";
const names = [
  "apiAccessListRequired",
  "genAIFeaturesEnabled",
  "maxServiceAccountSecretValidityInHours",
  "multiFactorAuthRequired",
  "restrictEmployeeAccess",
  "securityContact",
  "streamsCrossGroupEnabled",
] as const satisfies (keyof Spec)[];

/** Settings of an organisation. Only what is declared is compared and sent; what is taken out of a declaration stays as it is. */
export const orgSettingsHandler: KindHandler<Spec, Status, ObservedOrgSettings, OrgSettingsId> = {
  kind,
  standing: true,
  identityGrammar: "orgId",

  identify: async (_api, desired, recorded) => recorded ?? { orgId: desired.orgID },

  async observe(api, { orgId }, _hints, options) {
    const answer = await api.send({ operation: "getOrgSettings", params: { orgId } }, options);
    return { orgId, settings: observedSettings(answer) };
  },

  plan({ desired, observed }, { orgId }) {
    const declared = pick(desired);
    const differing = differences(declared, observed?.settings ?? {});
    if (differing.length === 0) return { changes: [] };
    const call: AtlasCall<"updateOrgSettings"> = {
      operation: "updateOrgSettings",
      params: { orgId },
      body: changed(declared, differing),
    };
    const description = `change settings of organisation ${orgId}: ${fieldNames(differing)}`;
    const change = { action: "update", scope: "resource", condition: "Ready", reason: "Error" } as const;
    return { changes: [{ ...change, description, call, differences: differing }] };
  },

  planRemoval: () => ({ changes: [], notes: ["the settings of the organisation stay as they are"] }),

  async apply(api, { call }, { id }, options) {
    const answer = await api.send(call as AtlasCall<"updateOrgSettings">, options);
    return { id, observed: { orgId: id.orgId, settings: observedSettings(answer) } };
  },

  claim: (desired) => ({ spec: desired }),

  atlasId: ({ orgId }) => orgId,

  status: () => ({}),

  toSpec: ({ orgId, settings }) => ({ orgID: orgId, ...settings }),

  parseIdentity(text) {
    if (!/^[0-9a-f]{24}$/.test(text)) {
      const message = `${JSON.stringify(text)} is not the id of an organisation: 24 hexadecimal digits`;
      throw new ValidationError(kind, [{ path: "import", message }]);
    }
    return { orgId: text };
  },
};

/** No contact and an empty one are the same. */
const observedSettings = (answer: ResponseBody<"getOrgSettings">): Settings =>
  pick({ ...answer, securityContact: answer.securityContact ?? "" });

function pick(all: Settings): Settings {
  return Object.fromEntries(
    names.filter((name) => all[name] !== undefined && all[name] !== null).map((name) => [name, all[name]]),
  );
}
