import type { Answer, Call, Routes } from "../call";
import { booleanAt, isObject, type JsonObject } from "../json";
import { problem } from "../problem";
import { maskedApart } from "../services/masked";
import type { GroupDoc } from "../state";
import { groupOf } from "./group-of";

interface ProviderFacts {
  /** What must be known before a key can be used; alternatives are separated by a bar. */
  needed: readonly string[];
  /** What is never shown. */
  hidden: readonly string[];
}

const PROVIDERS: Readonly<Record<string, ProviderFacts>> = {
  awsKms: {
    needed: ["customerMasterKeyID", "region", "roleId|accessKeyID"],
    hidden: ["secretAccessKey"],
  },
  azureKeyVault: {
    needed: [
      "azureEnvironment",
      "clientID|roleId",
      "keyIdentifier",
      "keyVaultName",
      "resourceGroupName",
      "secret|roleId",
      "subscriptionID",
      "tenantID",
    ],
    hidden: ["secret"],
  },
  googleCloudKms: { needed: ["keyVersionResourceID", "serviceAccountKey|roleId"], hidden: ["serviceAccountKey"] },
};

/** Encryption at rest with keys of one's own. A key is valid while Atlas may use it. */
export const encryptionAtRestRoutes: Routes = {
  getGroupEncryptionAtRest: (call) => ({ status: 200, body: view(call, groupOf(call)) }),
  updateGroupEncryptionAtRest,
};

function updateGroupEncryptionAtRest(call: Call): Answer {
  const group = groupOf(call);
  const sent = isObject(call.body) ? call.body : {};
  const encryption = { ...group.encryption };
  for (const [provider, { needed, hidden }] of Object.entries(PROVIDERS)) {
    const block = sent[provider];
    if (!isObject(block)) continue;
    const { valid: _, ...rest } = block;
    const apart = maskedApart(rest, new Set(hidden));
    const settings: JsonObject = { ...encryption[provider]?.settings, ...apart.settings };
    const secrets = { ...encryption[provider]?.secrets, ...apart.secrets };
    if (settings.enabled === true) {
      const has = (name: string) => settings[name] !== undefined || secrets[name] !== undefined;
      const missing = needed.find((names) => !names.split("|").some(has));
      if (missing) throw problem("MISSING_ATTRIBUTE", missing.split("|")[0] ?? missing);
      if (!mayUse(call, settings)) throw problem("CLOUD_PROVIDER_ACCESS_ROLE_NOT_AUTHORIZED", String(settings.roleId));
    }
    encryption[provider] = { settings, secrets };
  }
  const changed = {
    ...group,
    encryption,
    encryptSearchNodes: booleanAt(sent, "enabledForSearchNodes") ?? group.encryptSearchNodes,
  };
  call.state.groups.put(group.id, changed);
  return { status: 200, body: view(call, changed) };
}

/** Whether the role that a key is used with is authorised, where it is used with one. */
function mayUse(call: Call, { roleId }: JsonObject): boolean {
  if (typeof roleId !== "string") return true;
  const access = call.state.cloudAccess.get(roleId);
  if (!access || access.groupId !== call.params.groupId) return false;
  return access.providerName !== "AWS" || access.authorized !== undefined;
}

function view(call: Call, { encryption = {}, encryptSearchNodes = false }: GroupDoc): JsonObject {
  const blocks = Object.keys(PROVIDERS).map((provider) => {
    const settings = encryption[provider]?.settings ?? {};
    const enabled = settings.enabled === true;
    const { roleId, ...shown } = settings;
    // The role of AWS is write-only in the contract; those of the others are told.
    const role = provider === "awsKms" || roleId === undefined ? {} : { roleId };
    return [provider, { ...shown, ...role, enabled, valid: enabled && mayUse(call, settings) }] as const;
  });
  return { ...Object.fromEntries(blocks), enabledForSearchNodes: encryptSearchNodes };
}
