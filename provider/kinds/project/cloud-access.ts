import type { AtlasCall } from "../../atlas/api";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import { noneIfAbsent } from "../absence";
import type { Change } from "../contract";
import { type CloudRole, matchRoles } from "./cloud-access-match";
import { foreignNote, groupParams, type ResolvedProject, type Section } from "./section";

type Answer = ResponseBody<"authorizeGroupCloudProviderAccessRole">;

/** A project's accesses to AWS. */
export interface CloudAccess {
  roles?: CloudRole[];
}

const condition = "CloudProviderIntegrationReady";
const path = "spec.cloudProviderIntegrations";

/** What a declaration says: the former field counts where both are given, as upstream has it. */
export const declaredAccess = (spec: Partial<ResolvedProject>) =>
  spec.cloudProviderAccessRoles ?? spec.cloudProviderIntegrations;

/**
 * Roles in AWS that Atlas may assume. One without an ARN is only prepared: the status says whom it must trust, and nothing waits for it.
 * Which are ours is told by their ids; those from elsewhere stay.
 */
export const cloudAccess: Section<CloudAccess> = {
  field: "cloudProviderIntegrations",
  isDeclared: (spec) => declaredAccess(spec) !== undefined,
  condition,
  blank: { roles: [] },

  check(desired) {
    const field = desired.cloudProviderAccessRoles ? "cloudProviderAccessRoles" : "cloudProviderIntegrations";
    return (declaredAccess(desired) ?? []).flatMap(({ providerName }, index) =>
      providerName === "AWS"
        ? []
        : [
            {
              path: `spec.${field}[${index}].providerName`,
              message: `is ${JSON.stringify(providerName)}, and only accesses to AWS can be declared: set up others in Atlas`,
            },
          ],
    );
  },

  async observe(api, projectId, options) {
    const call: AtlasCall<"listGroupCloudProviderAccess"> = {
      operation: "listGroupCloudProviderAccess",
      params: { groupId: projectId },
    };
    const { awsIamRoles = [] } = await api.send(call, options);
    return { roles: awsIamRoles.map(observedRole) };
  },

  plan({ desired, observed: { roles = [] }, owned, ids, others, projectId }) {
    const before = { ids, others, owned: owned && declaredAccess(owned) };
    const matched = matchRoles(declaredAccess(desired) ?? [], roles, before);
    const params = groupParams(projectId);
    return {
      changes: [
        ...Array.from({ length: matched.missing }, (_, index) => preparation(params, roles.length + index)),
        ...matched.toAuthorise.map(({ role, arn }) => authorisation(role, arn, params)),
        ...matched.surplus.map((role) => deletion(role, params)),
      ],
      notes: [
        ...(desired.cloudProviderAccessRoles
          ? ["cloudProviderAccessRoles is now called cloudProviderIntegrations"]
          : []),
        ...matched.prepared.map(
          ({ roleId, atlasAWSAccountArn, atlasAssumedRoleExternalId }) =>
            `access ${roleId} waits for a role: one that trusts ${atlasAWSAccountArn} with external id ${atlasAssumedRoleExternalId}`,
        ),
        ...(declaredAccess(desired) ? foreignNote("cloud provider accesses", matched.foreign.map(nameOf)) : []),
      ],
    };
  },

  async apply(api, { action, call }, { roles = [] }, options) {
    const others = roles.filter(({ roleId }) => roleId !== call.params?.roleId);
    if (action === "delete") {
      await noneIfAbsent(api.send(call, options));
      return { roles: others };
    }
    const answer = await api.send(call as AtlasCall<"authorizeGroupCloudProviderAccessRole">, options);
    return { roles: [...others, observedRole(answer)] };
  },

  claimUnsure(desired, previous) {
    const [before, now] = [previous && declaredAccess(previous), declaredAccess(desired)];
    // By one name only: a list by the former one would hide it.
    return before || now
      ? { cloudProviderAccessRoles: undefined, cloudProviderIntegrations: inEither(before, now) }
      : {};
  },

  claimItems: ({ desired, observed: { roles = [] }, owned, ...before }) =>
    matchRoles(declaredAccess(desired) ?? [], roles, { ...before, owned: owned && declaredAccess(owned) }).items,

  status: ({ roles = [] }) => (roles.length > 0 ? { cloudProviderIntegrations: roles } : {}),

  toSpec: ({ roles = [] }) =>
    roles.length > 0
      ? {
          cloudProviderIntegrations: roles.map(({ providerName, iamAssumedRoleArn }) => ({
            providerName,
            ...(iamAssumedRoleArn && { iamAssumedRoleArn }),
          })),
        }
      : {},
};

type DeclaredAccess = NonNullable<ReturnType<typeof declaredAccess>>;

/** The accesses of both lists: each role once, and as many without one as the longer list has. */
function inEither(...lists: (DeclaredAccess | undefined)[]): DeclaredAccess {
  const named = lists.map((list = []) => {
    const prepared = list.filter(({ iamAssumedRoleArn }) => !iamAssumedRoleArn);
    return list.map((access) => [access.iamAssumedRoleArn || prepared.indexOf(access), access] as const);
  });
  return [...new Map(named.flat()).values()];
}

const nameOf = ({ iamAssumedRoleArn, roleId }: CloudRole): string => iamAssumedRoleArn ?? roleId;

function observedRole(answer: Answer): CloudRole {
  const told = new Map<string, unknown>(Object.entries(answer));
  const text = (name: string): string | undefined => {
    const value = told.get(name);
    return typeof value === "string" ? value : undefined;
  };
  const usages: unknown = told.get("featureUsages");
  const authorizedDate = text("authorizedDate");
  return {
    providerName: text("providerName") ?? "AWS",
    roleId: text("roleId") ?? "",
    atlasAssumedRoleExternalId: text("atlasAssumedRoleExternalId") ?? "",
    ...present({
      atlasAWSAccountArn: text("atlasAWSAccountArn"),
      iamAssumedRoleArn: text("iamAssumedRoleArn"),
      createdDate: text("createdDate"),
      authorizedDate,
    }),
    status: authorizedDate ? "AUTHORIZED" : "CREATED",
    ...(Array.isArray(usages) && usages.length > 0 && { featureUsages: usages.map(usageOf) }),
  };
}

/** What uses a role: its kind, and what it is called there, if anything. */
function usageOf(usage: unknown): { featureType?: string; featureId?: string } {
  const { featureType, featureId } = Object(usage);
  const named: unknown[] = typeof featureId === "object" && featureId !== null ? Object.values(featureId) : [featureId];
  const name = named.filter((value) => typeof value === "string").join("/");
  return { ...(typeof featureType === "string" && { featureType }), ...(name && { featureId: name }) };
}

const present = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** @param before How many accesses there are before it: nothing else tells two of them apart. */
function preparation(params: Readonly<Record<string, string>>, before: number): Change {
  const call: AtlasCall<"createGroupCloudProviderAccess"> = {
    operation: "createGroupCloudProviderAccess",
    params,
    body: { providerName: "AWS" },
  };
  return {
    ...change("create", "prepare an access to AWS", call),
    which: String(before),
    differences: [{ path, to: { providerName: "AWS" } }],
  };
}

function authorisation(role: CloudRole | undefined, arn: string, params: Readonly<Record<string, string>>): Change {
  const call: AtlasCall<"authorizeGroupCloudProviderAccessRole"> = {
    operation: "authorizeGroupCloudProviderAccessRole",
    // Until the access is prepared, its id is not known.
    params: { ...params, ...(role && { roleId: role.roleId }) },
    body: { providerName: "AWS", iamAssumedRoleArn: arn } as RequestBody<"authorizeGroupCloudProviderAccessRole">,
  };
  const differences = [{ path, to: { providerName: "AWS", iamAssumedRoleArn: arn } }];
  return { ...change("update", `let Atlas assume ${arn}`, call), differences };
}

function deletion(role: CloudRole, params: Readonly<Record<string, string>>): Change {
  const call: AtlasCall<"deauthorizeGroupCloudProviderAccessRole"> = {
    operation: "deauthorizeGroupCloudProviderAccessRole",
    params: { ...params, cloudProvider: "AWS", roleId: role.roleId },
  };
  return {
    ...change("delete", `end Atlas's access to ${nameOf(role)}`, call),
    differences: [{ path, from: nameOf(role) }],
  };
}

function change(action: Change["action"], description: string, call: AtlasCall): Change {
  const reason = "ProjectCloudIntegrationsIsNotReadyInAtlas";
  return { action, scope: "part", condition, reason, description, call };
}
