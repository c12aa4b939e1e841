import type { Answer, Call, Routes } from "../call";
import { CLOUD_PROVIDERS, type DataFederationDoc } from "../data-federation/doc";
import { storageIn } from "../data-federation/storage";
import { isObject, type Json, type JsonObject, objectAt, stringAt } from "../json";
import { problem } from "../problem";
import { keyOf } from "../store";

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** Federated database instances. As recorded, lists of them are not paged, and what was never set is null. */
export const dataFederationRoutes: Routes = {
  listGroupDataFederation: (call) => {
    const archives = call.query.get("type") === "ONLINE_ARCHIVE";
    const mine = call.state.dataFederations.where(({ groupId }) => groupId === call.params.groupId);
    return { status: 200, body: archives ? [] : mine.map((doc) => view(doc, call)) };
  },
  createGroupDataFederation,
  getGroupDataFederation: (call) => ({ status: 200, body: view(found(call), call) }),
  updateGroupDataFederation,
  deleteGroupDataFederation: (call) => {
    const { groupId, name } = found(call);
    call.state.dataFederations.delete(keyOf(groupId, name));
    return { status: 202, body: {} };
  },
};

function found(call: Call): DataFederationDoc {
  const { groupId = "", tenantName = "" } = call.params;
  const doc = call.state.dataFederations.get(keyOf(groupId, tenantName));
  if (!doc) throw problem("DATA_FEDERATION_TENANT_NOT_FOUND_FOR_NAME", groupId, tenantName);
  return doc;
}

function createGroupDataFederation(call: Call): Answer {
  const { groupId = "" } = call.params;
  const name = stringAt(call.body, "name");
  if (!name) throw problem("MISSING_ATTRIBUTE", "name");
  if (!NAME.test(name)) throw problem("INVALID_ATTRIBUTE", "name");
  if (call.state.dataFederations.get(keyOf(groupId, name))) {
    throw problem("DATA_FEDERATION_TENANT_ALREADY_EXISTS", groupId, name);
  }
  const blank: DataFederationDoc = {
    groupId,
    name,
    word: call.ids.word(5),
    external: call.ids.uuid(),
    roles: {},
    stores: null,
    databases: null,
  };
  return kept(call, settled(call, blank));
}

function updateGroupDataFederation(call: Call): Answer {
  const doc = found(call);
  const name = stringAt(call.body, "name");
  if (name !== undefined && name !== doc.name) throw problem("INVALID_ATTRIBUTE", "name");
  if (call.query.get("skipRoleValidation") === null) throw problem("MISSING_ATTRIBUTE", "skipRoleValidation");
  return kept(call, settled(call, doc));
}

function kept(call: Call, doc: DataFederationDoc): Answer {
  call.state.dataFederations.put(keyOf(doc.groupId, doc.name), doc);
  return { status: 200, body: view(doc, call) };
}

/** The instance with what the body says of it. */
function settled({ body, query }: Call, doc: DataFederationDoc): DataFederationDoc {
  const region = regionIn(body) ?? doc.region;
  const skipRoleValidation = query.get("skipRoleValidation") === "true";
  return {
    ...doc,
    ...(region && { region }),
    roles: { ...doc.roles, ...rolesIn(body, skipRoleValidation) },
    ...storageIn(body, doc, doc.groupId),
  };
}

function regionIn(body: Json): DataFederationDoc["region"] {
  if (!isObject(body) || !isObject(body.dataProcessRegion)) return undefined;
  const cloudProvider = stringAt(body.dataProcessRegion, "cloudProvider");
  const region = stringAt(body.dataProcessRegion, "region");
  if (!cloudProvider) throw problem("MISSING_ATTRIBUTE", "cloudProvider");
  if (!region) throw problem("MISSING_ATTRIBUTE", "region");
  return { cloudProvider, region };
}

/** A role on AWS is tried with a bucket, unless the caller waives it. */
function rolesIn(body: Json, skipRoleValidation: boolean): DataFederationDoc["roles"] {
  const sent = objectAt(body, "cloudProviderConfig");
  const roles: DataFederationDoc["roles"] = {};
  for (const provider of CLOUD_PROVIDERS) {
    if (!isObject(sent[provider])) continue;
    const roleId = stringAt(sent[provider], "roleId");
    if (!roleId) throw problem("MISSING_ATTRIBUTE", "roleId");
    if (!/^[a-f0-9]{24}$/.test(roleId)) throw problem("INVALID_ATTRIBUTE", "roleId");
    const untried = provider === "aws" && !skipRoleValidation && !stringAt(sent[provider], "testS3Bucket");
    if (untried) throw problem("MISSING_ATTRIBUTE", "testS3Bucket");
    roles[provider] = roleId;
  }
  return roles;
}

function view(doc: DataFederationDoc, call: Call): JsonObject {
  const { groupId, name, word, region, stores, databases } = doc;
  const place = region ? `.${region.region.toLowerCase().replaceAll("_", "-")}` : "";
  const host = `${name}-${word}${place}.a.query.mongodb.test`;
  const endpoints = call.state.federationEndpoints.where((endpoint) => endpoint.groupId === groupId);
  return {
    cloudProviderConfig: providersOf(doc),
    dataProcessRegion: region ?? null,
    groupId,
    hostnames: [host],
    name,
    privateEndpointHostnames: endpoints
      .filter(({ readyAt }) => readyAt <= call.clock.now())
      .map(({ endpointId }) => ({ hostname: `pl-${host}`, privateEndpoint: endpointId })),
    state: "ACTIVE",
    storage: { databases, stores },
  };
}

function providersOf({ roles, external }: DataFederationDoc): JsonObject | null {
  const { aws, azure, gcp } = roles;
  const known = {
    ...(aws && {
      aws: {
        externalId: external,
        iamAssumedRoleARN: `arn:aws:iam::123456789012:role/federation-${aws.slice(0, 6)}`,
        iamUserARN: "arn:aws:iam::536727724300:root",
        roleId: aws,
      },
    }),
    ...(azure && {
      azure: { atlasAppId: external, roleId: azure, servicePrincipalId: external, tenantId: external },
    }),
    ...(gcp && {
      gcp: { gcpServiceAccount: `mongodb-${external.slice(0, 8)}@atlas.iam.gserviceaccount.test`, roleId: gcp },
    }),
  };
  return Object.keys(known).length > 0 ? known : null;
}
