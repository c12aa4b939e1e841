import type { OperationId } from "./contract/operations.gen";
import { requiredRole } from "./required-roles";

/** What is known when a hint is looked for. */
export interface HintInput {
  operation: OperationId;
  status: number;
  atlasCode?: string;
  detail?: string;
  /** What Atlas puts into the sentence, in order. */
  parameters: readonly string[];
  baseUrl: string;
  /** Where the credentials come from: `profile "prod"`. */
  credentialsFrom: string;
}

type Hint = (input: HintInput) => string;

/** What to do about an Atlas code. One line a code. */
const byCode: Readonly<Record<string, Hint>> = {
  IP_ADDRESS_NOT_ON_ACCESS_LIST: accessListHint,
  ORG_REQUIRES_ACCESS_LIST: accessListHint,
  GROUP_ALREADY_EXISTS: () =>
    "A project of that name exists in the organization. Import it to manage it here, or choose another name.",
  ATLAS_CUSTOM_ROLE_IN_USE_BY_USERS: () =>
    "Take the role from the users that have it first, and remove it from the project with the next run.",
  DUPLICATE_CLUSTER_NAME: () =>
    "A cluster of that name exists in the project. Import it to manage it here, or choose another name.",
  USER_ALREADY_EXISTS: () => "The user exists already. Import it to manage it here, or choose another name.",
  DUPLICATE_DATABASE_ROLE: () => "A role of that name exists in the project. Choose another name.",
  GROUP_NOT_FOUND: projectHint,
  NOT_IN_GROUP: projectHint,
  INVALID_GROUP_ID: projectHint,
  ORG_NOT_FOUND: organisationHint,
  INVALID_ORG_ID: organisationHint,
  USER_CANNOT_ACCESS_ORG: organisationHint,
  NOT_ORG_GROUP_CREATOR: roleHint,
  USER_UNAUTHORIZED: roleHint,
  CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS: () =>
    "Delete the project's clusters first; a cluster counts until it is fully gone.",
  CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_DATA_LAKES: () => "Delete the project's federated databases first.",
  CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED: () =>
    "Set terminationProtectionEnabled to false and apply that first.",
  CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API: () => "The deployment of that name is a Flex cluster: declare it as one.",
  CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API: () =>
    "The deployment of that name is a dedicated cluster: declare it as one.",
  NO_PAYMENT_INFORMATION_FOUND: () => "Add a payment method to the organization in the Atlas console.",
  RATE_LIMITED: () => "Atlas limits requests per project and minute. Wait a minute, or run less at the same time.",
};

/** What the reader can do about a refusal, if anything is known. */
export function hintFor(input: HintInput): string | undefined {
  const known = input.atlasCode === undefined ? undefined : byCode[input.atlasCode];
  if (known) return known(input);
  if (input.status === 401) return unauthorisedHint(input);
  if (input.status === 403) return roleHint(input);
  if (input.status === 429) return byCode.RATE_LIMITED?.(input);
  return undefined;
}

function unauthorisedHint({ baseUrl, credentialsFrom }: HintInput): string {
  return `The credentials (from ${credentialsFrom}) are not known at ${baseUrl}: check both halves for typing errors, that the key was not deleted, and that it belongs to this Atlas.`;
}

function accessListHint({ parameters, detail }: HintInput): string {
  const address = [...parameters, detail ?? ""]
    .map((text) => /(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}/i.exec(text)?.[0])
    .find((found) => found !== undefined);
  return `Calls come from ${address ?? "an address"} that the API key does not allow. Add it to the access list of the key itself (Organization Settings, Applications), which is not the project's IP access list.`;
}

function roleHint({ operation, credentialsFrom }: HintInput): string {
  const role = requiredRole(operation);
  return role
    ? `This call needs the role ${role}: give it to the credentials from ${credentialsFrom}, or use others.`
    : `The credentials from ${credentialsFrom} lack the role for this call.`;
}

function projectHint({ credentialsFrom }: HintInput): string {
  return `Check the project's id, and that the credentials from ${credentialsFrom} belong to its organization.`;
}

function organisationHint({ credentialsFrom }: HintInput): string {
  return `Check the organization's id (orgId), and that the credentials from ${credentialsFrom} belong to it.`;
}
