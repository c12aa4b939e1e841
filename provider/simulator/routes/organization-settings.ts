import type { Answer, Call, Routes } from "../call";
import { isObject, type JsonObject, numberAt, objectAt, stringAt } from "../json";
import { problem } from "../problem";
import type { OrgDoc } from "../state";

/** Settings a new organisation has. */
const DEFAULTS: JsonObject = {
  apiAccessListRequired: false,
  customSessionTimeouts: {},
  genAIFeaturesEnabled: true,
  maxServiceAccountSecretValidityInHours: 8760,
  multiFactorAuthRequired: false,
  restrictEmployeeAccess: false,
  securityContact: null,
  streamsCrossGroupEnabled: false,
};

/** Settings of an organisation: what is not sent stays as it is. */
export const organizationSettingsRoutes: Routes = {
  getOrgSettings: (call) => ({ status: 200, body: view(orgOf(call)) }),
  updateOrgSettings,
};

function updateOrgSettings(call: Call): Answer {
  const org = orgOf(call);
  const sent = isObject(call.body) ? call.body : {};
  const hours = numberAt(sent, "maxServiceAccountSecretValidityInHours");
  if (hours !== undefined && (hours < 8 || hours > 8760)) {
    throw problem("INVALID_ATTRIBUTE", "maxServiceAccountSecretValidityInHours");
  }
  const contact = stringAt(sent, "securityContact");
  if (contact && !/^\S+@\S+$/.test(contact)) throw problem("INVALID_ATTRIBUTE", "securityContact");
  const told = Object.entries(sent).filter(([name, value]) => name in DEFAULTS && value !== null);
  const settings: JsonObject = { ...org.settings, ...Object.fromEntries(told) };
  settings.customSessionTimeouts = {
    ...objectAt(org.settings, "customSessionTimeouts"),
    ...objectAt(sent, "customSessionTimeouts"),
  };
  if (contact === "") settings.securityContact = null;
  return { status: 200, body: view(call.state.orgs.put(org.id, { ...org, settings })) };
}

const view = ({ settings }: OrgDoc): JsonObject => ({ ...DEFAULTS, ...settings });

function orgOf(call: Call): OrgDoc {
  const id = call.params.orgId ?? "";
  const org = call.state.orgs.get(id);
  if (!org) throw problem("ORG_NOT_FOUND", id);
  return org;
}
