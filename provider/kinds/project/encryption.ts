import { AtlasIacError } from "../../../sdk/model/errors";
import type { AtlasApi, AtlasCall, CallOptions } from "../../atlas/api";
import type { ResponseBody } from "../../atlas/contract/operations.gen";
import type { Difference } from "../contract";
import { matchesSeal } from "../seal";
import {
  declaredKey,
  type Key,
  missingKeys,
  type ObservedKey,
  observedKey,
  type Provider,
  providerNames,
  providers,
} from "./encryption-key";
import { groupParams, type Section } from "./section";

/** Keys by provider. */
export type ObservedEncryption = { [Name in Provider]?: ObservedKey };

type Answer = ResponseBody<"getGroupEncryptionAtRest">;

const condition = "EncryptionAtRestReady";

/** The role that a key is to be used with is none that Atlas may assume. */
export class UnknownKeyRoleError extends AtlasIacError {
  readonly code = "UnknownKeyRole";

  constructor() {
    super("spec.encryptionAtRest.awsKms.secretRef: RoleID names a role that Atlas may not assume", {
      hint: "List the role in cloudProviderIntegrations, or give the id that Atlas has for its access.",
    });
  }
}

/**
 * Keys of one's own. A provider that the declaration leaves out is off; without the declaration everything stays as it is, as the data
 * could become unreadable.
 */
export const encryption: Section<ObservedEncryption> = {
  field: "encryptionAtRest",
  condition,
  blank: {},

  check: ({ encryptionAtRest }) =>
    providerNames.flatMap((provider) => {
      const missing = encryptionAtRest ? missingKeys(encryptionAtRest, provider) : [];
      const path = `spec.encryptionAtRest.${provider}.secretRef`;
      return missing.length > 0 ? [{ path, message: `lacks ${missing.join(", ")}` }] : [];
    }),

  async observe(api, projectId, options) {
    const params = { groupId: projectId };
    return observed(await api.send({ operation: "getGroupEncryptionAtRest", params }, options), projectId);
  },

  plan({ desired: { encryptionAtRest: declared }, observed: there, owned, projectId }) {
    if (!declared) return { changes: [] };
    const differing = providerNames.flatMap((provider) => {
      const key = declaredKey(declared, provider);
      const sent = owned && (owned.encryptionAtRest ? declaredKey(owned.encryptionAtRest, provider) : unknown);
      const differences = keyDifferences(key, there[provider] ?? unknown, sent, provider);
      return differences.length > 0 ? [{ provider, key, differences }] : [];
    });
    const notes = providerNames
      .filter((provider) => there[provider]?.enabled && !there[provider].valid)
      .map((provider) => `Atlas cannot use the key of encryptionAtRest.${provider}`);
    if (differing.length === 0) return { changes: [], notes };
    const call: AtlasCall<"updateGroupEncryptionAtRest"> = {
      operation: "updateGroupEncryptionAtRest",
      params: groupParams(projectId),
      body: Object.fromEntries(differing.map(({ provider, key }) => [provider, bodyOf(key)])),
    };
    const description = `change encryption at rest: ${differing.map(({ provider }) => provider).join(", ")}`;
    const change = { action: "update", scope: "part", condition, reason: "InternalError" } as const;
    const differences = differing.flatMap((one) => one.differences);
    return { changes: [{ ...change, description, call, differences }], notes };
  },

  async apply(api, { call }, _part, options) {
    const { body, ...rest } = call as AtlasCall<"updateGroupEncryptionAtRest">;
    const projectId = call.params?.groupId ?? "";
    const role = body?.awsKms?.roleId;
    const awsKms = role && { ...body.awsKms, roleId: await accessOf(api, projectId, role, options) };
    return observed(await api.send({ ...rest, body: { ...body, ...(awsKms && { awsKms }) } }, options), projectId);
  },

  // One call sends all that differs.
  claimSent: ({ encryptionAtRest }) => ({ encryptionAtRest }),

  toSpec(part) {
    const enabled = providerNames.filter((provider) => part[provider]?.enabled);
    if (enabled.length === 0) return {};
    const blocks = enabled.map((provider) => [provider, { enabled: true, ...part[provider]?.plain }]);
    return { encryptionAtRest: Object.fromEntries(blocks) };
  },
};

const unknown: ObservedKey = { enabled: false, valid: false, plain: {}, secret: {} };

function observed(answer: Answer, projectId: string): ObservedEncryption {
  return Object.fromEntries(
    providerNames.map((provider) => [provider, observedKey(answer[provider], provider, projectId)]),
  );
}

/** A key that is off needs no more than to be off. */
function keyDifferences(key: Key, there: ObservedKey, sent: Key | undefined, provider: Provider): Difference[] {
  const path = `spec.encryptionAtRest.${provider}`;
  const differences: Difference[] =
    key.enabled === there.enabled ? [] : [{ path: `${path}.enabled`, from: there.enabled, to: key.enabled }];
  if (!key.enabled) return differences;
  for (const [name, to] of Object.entries(key.plain)) {
    const from = there.plain[name];
    if (to !== from) differences.push({ path: `${path}.${name}`, ...(from !== undefined && { from }), to });
  }
  const hidden = new Set(providers[provider].hidden);
  const secrets = Object.entries(key.secret).filter(([name, value]) => {
    const seal = there.secret[name] ?? sent?.secret[name];
    if (seal === undefined) return there.enabled ? sent !== undefined && hidden.has(name) : true;
    return !matchesSeal(value, seal);
  });
  if (secrets.length > 0) differences.push({ path: `${path}.secretRef`, from: "(secret)", to: "(secret)" });
  return differences;
}

const bodyOf = ({ enabled, plain, secret }: Key) => (enabled ? { enabled, ...plain, ...secret } : { enabled });

/** Atlas's id for the access to a role, which may be given by its ARN. @throws UnknownKeyRoleError */
async function accessOf(api: AtlasApi, groupId: string, role: string, options?: CallOptions): Promise<string> {
  if (!role.startsWith("arn:")) return role;
  const { awsIamRoles = [] } = await api.send(
    { operation: "listGroupCloudProviderAccess", params: { groupId } },
    options,
  );
  const access = awsIamRoles.find(({ iamAssumedRoleArn }) => iamAssumedRoleArn === role)?.roleId;
  if (!access) throw new UnknownKeyRoleError();
  return access;
}
