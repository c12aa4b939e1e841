import type { SpecOf, StatusOf } from "../../../sdk/model";
import type { Resolved } from "../../../sdk/model/markers";
import type { ResponseBody } from "../../atlas/contract/operations.gen";
import { declaredStorage, observedStorage, type Storage } from "./storage";

export type FederationSpec = SpecOf<"AtlasDataFederation">;
export type ResolvedFederation = Resolved<FederationSpec>;
type Answer = ResponseBody<"getGroupDataFederation">;

/** Roles by cloud provider, as far as Atlas shows them again. */
export interface Roles {
  aws?: { roleId: string };
  azure?: { roleId: string };
  gcp?: { roleId: string };
}

/** What of an instance can be declared, normalised. */
export interface Settings {
  /** Absent: near the client. */
  dataProcessRegion?: { cloudProvider: string; region: string };
  storage: Storage;
}

/** An instance in the form that both sides are compared in. */
export interface ObservedInstance {
  name: string;
  roles: Roles;
  settings: Settings;
  /** What the cloud providers must be told of Atlas. */
  providers: NonNullable<StatusOf<"AtlasDataFederation">["cloudProviderConfig"]>;
  hostnames: string[];
}

/** What Atlas answered, normalised; nothing for an instance that is on its way out. */
export function observedInstance(answer: Answer): ObservedInstance | undefined {
  if (answer.state === "DELETED") return undefined;
  const { name = "", cloudProviderConfig, dataProcessRegion, hostnames, storage } = answer;
  const { aws, azure, gcp } = cloudProviderConfig ?? {};
  return {
    name,
    roles: {
      ...(aws?.roleId && { aws: { roleId: aws.roleId } }),
      ...(azure?.roleId && { azure: { roleId: azure.roleId } }),
      ...(gcp?.roleId && { gcp: { roleId: gcp.roleId } }),
    },
    settings: {
      ...(dataProcessRegion && {
        dataProcessRegion: { cloudProvider: dataProcessRegion.cloudProvider, region: dataProcessRegion.region },
      }),
      storage: observedStorage(storage),
    },
    providers: {
      ...(aws && {
        aws: { externalId: aws.externalId, iamAssumedRoleARN: aws.iamAssumedRoleARN, iamUserARN: aws.iamUserARN },
      }),
      ...(azure && {
        azure: {
          atlasAppId: azure.atlasAppId,
          servicePrincipalId: azure.servicePrincipalId,
          tenantId: azure.tenantId,
        },
      }),
      ...(gcp && { gcp: { gcpServiceAccount: gcp.gcpServiceAccount } }),
    },
    hostnames: hostnames ?? [],
  };
}

/** Roles as they are declared. A provider that is not declared keeps the role it has. */
export function declaredRoles({ cloudProviderConfig = {} }: ResolvedFederation): Roles {
  const { aws, azure, gcp } = cloudProviderConfig;
  return {
    ...(aws?.roleId && { aws: { roleId: aws.roleId } }),
    ...(azure && { azure: { roleId: azure.roleId } }),
    ...(gcp && { gcp: { roleId: gcp.roleId } }),
  };
}

/** The other settings as they are declared. Storage that is no longer declared is emptied; what never was stays as it is. */
export function declaredSettings(
  { dataProcessRegion, storage }: ResolvedFederation,
  owned: ResolvedFederation | undefined,
): Partial<Settings> {
  const { cloudProvider = "", region = "" } = dataProcessRegion ?? {};
  const kept = storage ?? (owned?.storage && {});
  return {
    ...(dataProcessRegion && { dataProcessRegion: { cloudProvider, region } }),
    ...(kept && { storage: declaredStorage(kept) }),
  };
}
