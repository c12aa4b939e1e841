import type { Answer, Call, Routes } from "../call";
import { atlasTime } from "../clock";
import { type JsonObject, stringAt } from "../json";
import { problem } from "../problem";
import type { CloudAccessDoc } from "../services/docs";
import { groupOf } from "./group-of";

const ATLAS_ACCOUNT = "arn:aws:iam::299602853325:root";
const ROLE_ARN = /^arn:aws(-[a-z-]+)?:iam::\d{12}:role\/.+$/;
/** How long the service takes to make an account at Google Cloud. */
const ACCOUNT_TAKES = 60_000;

/**
 * Accesses of Atlas to cloud providers. One of AWS begins without a role, and is authorised once Atlas can assume the role that it is
 * given; one of Azure names a principal; one of Google Cloud gets an account that Atlas makes.
 */
export const cloudProviderAccessRoutes: Routes = {
  listGroupCloudProviderAccess: (call) => {
    const of = (provider: CloudAccessDoc["providerName"]) =>
      call.state.cloudAccess
        .where(({ groupId, providerName }) => groupId === call.params.groupId && providerName === provider)
        .map((access) => view(call, access));
    const body = { awsIamRoles: of("AWS"), azureServicePrincipals: of("AZURE"), gcpServiceAccounts: of("GCP") };
    return { status: 200, body };
  },
  createGroupCloudProviderAccess,
  getGroupCloudProviderAccess: (call) => ({ status: 200, body: view(call, found(call)) }),
  authorizeGroupCloudProviderAccessRole,
  deauthorizeGroupCloudProviderAccessRole: (call) => {
    const access = found(call);
    if (access.providerName !== call.params.cloudProvider) throw unknown(access.id);
    if (encrypts(call, access)) throw problem("CLOUD_PROVIDER_ACCESS_ROLE_IN_USE", access.id, "ENCRYPTION_AT_REST");
    call.state.cloudAccess.delete(access.id);
    return { status: 204 };
  },
};

function createGroupCloudProviderAccess(call: Call): Answer {
  const now = call.clock.now();
  const providerName = stringAt(call.body, "providerName");
  if (providerName === undefined) throw problem("MISSING_ATTRIBUTE", "providerName");
  const base = {
    id: call.ids.objectId(),
    groupId: groupOf(call).id,
    created: now,
    updated: now,
    externalId: call.ids.uuid(),
  };
  switch (providerName) {
    case "AWS":
      return put(call, { ...base, providerName });
    case "AZURE":
      return put(call, { ...base, providerName, azure: azureIn(call) });
    case "GCP": {
      const serviceAccount = `mongodb-atlas-${call.ids.word(16)}@p-${call.ids.objectId()}.iam.gserviceaccount.com`;
      return put(call, { ...base, providerName, serviceAccount, readyAt: now + ACCOUNT_TAKES });
    }
    default:
      throw problem("INVALID_ENUM_VALUE", providerName);
  }
}

function authorizeGroupCloudProviderAccessRole(call: Call): Answer {
  const access = found(call);
  const now = call.clock.now();
  if (stringAt(call.body, "providerName") !== access.providerName) throw problem("INVALID_ATTRIBUTE", "providerName");
  if (access.providerName === "AZURE") return put(call, { ...access, azure: azureIn(call), updated: now });
  if (access.providerName === "GCP") return put(call, access);
  const arn = stringAt(call.body, "iamAssumedRoleArn");
  if (arn === undefined) throw problem("MISSING_ATTRIBUTE", "iamAssumedRoleArn");
  if (!ROLE_ARN.test(arn)) throw problem("CANNOT_ASSUME_ROLE", arn);
  return put(call, { ...access, iamAssumedRoleArn: arn, authorized: now, updated: now });
}

function azureIn(call: Call): JsonObject {
  const names = ["atlasAzureAppId", "servicePrincipalId", "tenantId"];
  return Object.fromEntries(
    names.map((name) => {
      const value = stringAt(call.body, name);
      if (value === undefined) throw problem("MISSING_ATTRIBUTE", name);
      return [name, value];
    }),
  );
}

function put(call: Call, access: CloudAccessDoc): Answer {
  call.state.cloudAccess.put(access.id, access);
  return { status: 200, body: view(call, access) };
}

const unknown = (id: string) => problem("CLOUD_PROVIDER_ACCESS_ROLE_NOT_FOUND", id);

function found(call: Call): CloudAccessDoc {
  const { groupId, roleId = "" } = call.params;
  const access = call.state.cloudAccess.get(roleId);
  if (!access || access.groupId !== groupId) throw unknown(roleId);
  return access;
}

/** Whether encryption at rest uses an access now. */
function encrypts(call: Call, { id }: CloudAccessDoc): boolean {
  return Object.values(groupOf(call).encryption ?? {}).some(
    ({ settings }) => settings.enabled === true && settings.roleId === id,
  );
}

function view(call: Call, access: CloudAccessDoc): JsonObject {
  const { id, providerName, created, updated, authorized, serviceAccount = "", readyAt = 0 } = access;
  const featureUsages = encrypts(call, access) ? [{ featureId: null, featureType: "ENCRYPTION_AT_REST" }] : [];
  const common = { createdDate: atlasTime(created), featureUsages, providerName };
  if (providerName === "AZURE") return { ...common, _id: id, ...access.azure, lastUpdatedDate: atlasTime(updated) };
  if (providerName === "GCP") {
    const ready = readyAt <= call.clock.now();
    return {
      ...common,
      gcpServiceAccountForAtlas: ready ? serviceAccount : null,
      roleId: id,
      status: ready ? "COMPLETE" : "IN_PROGRESS",
    };
  }
  return {
    ...common,
    atlasAWSAccountArn: ATLAS_ACCOUNT,
    atlasAssumedRoleExternalId: access.externalId,
    authorizedDate: authorized === undefined ? null : atlasTime(authorized),
    iamAssumedRoleArn: access.iamAssumedRoleArn ?? null,
    roleId: id,
  };
}
