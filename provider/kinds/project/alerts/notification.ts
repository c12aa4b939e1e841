import type { ResolvedProject } from "../section";

type DeclaredAlert = NonNullable<ResolvedProject["alertConfigurations"]>[number];
export type DeclaredNotification = NonNullable<DeclaredAlert["notifications"]>[number];

/** A notification in the Admin API's words, without secrets: what both sides are compared in. */
export interface Notification {
  typeName?: string;
  [field: string]: string | number | boolean | string[] | undefined;
}

const plain = [
  "typeName",
  "delayMin",
  "intervalMin",
  "channelName",
  "datadogRegion",
  "emailAddress",
  "emailEnabled",
  "mobileNumber",
  "opsGenieRegion",
  "smsEnabled",
  "teamId",
  "teamName",
  "username",
] as const satisfies (keyof DeclaredNotification)[];

const people: ReadonlySet<string | undefined> = new Set(["GROUP", "ORG", "TEAM", "USER"]);
const withRoles: ReadonlySet<string | undefined> = new Set(["GROUP", "ORG"]);

/** What the Admin API has where nothing is declared, as far as it is known. */
function defaultsOf(typeName: string | undefined): Notification {
  return {
    delayMin: 0,
    ...(people.has(typeName) && { emailEnabled: false, smsEnabled: false }),
    ...(typeName === "DATADOG" && { datadogRegion: "US" }),
    ...(typeName === "OPS_GENIE" && { opsGenieRegion: "US" }),
  };
}

/** A notification, declared or observed, in the form that is compared. Empty fields count as absent. */
export function normaliseNotification(given: Partial<DeclaredNotification>): Notification {
  const { typeName, roles = [] } = given;
  const fields = plain.flatMap((name) => {
    const value = given[name];
    return value === undefined || value === null || value === "" ? [] : [[name, value] as const];
  });
  const told: Notification = Object.fromEntries(fields);
  // An interval of nothing is none, as upstream sends it.
  const { intervalMin, ...rest } = told;
  return {
    ...defaultsOf(typeName),
    ...rest,
    ...(intervalMin !== undefined && intervalMin !== 0 && { intervalMin }),
    ...(withRoles.has(typeName) && { roles: [...new Set(roles)].sort() }),
  };
}

/** The secrets of a declared notification by the Admin API's names. Only the first reference counts, as upstream has it. */
export function notificationSecrets(given: DeclaredNotification): Record<string, string> {
  const { apiTokenRef, datadogAPIKeyRef, opsGenieApiKeyRef, serviceKeyRef, victorOpsSecretRef } = given;
  if (apiTokenRef) return { apiToken: apiTokenRef };
  if (datadogAPIKeyRef) return { datadogApiKey: datadogAPIKeyRef };
  if (opsGenieApiKeyRef) return { opsGenieApiKey: opsGenieApiKeyRef };
  if (serviceKeyRef) return { serviceKey: serviceKeyRef };
  const { VictorOpsAPIKey: key, VictorOpsRoutingKey: routing } = victorOpsSecretRef ?? {};
  return { ...(key && { victorOpsApiKey: key }), ...(routing && { victorOpsRoutingKey: routing }) };
}

/** The declaration of an observed notification. */
export function notificationToSpec({ roles, ...rest }: Notification): DeclaredNotification {
  const fields = plain.flatMap((name) => (rest[name] === undefined ? [] : [[name, rest[name]] as const]));
  return { ...Object.fromEntries(fields), ...(Array.isArray(roles) && roles.length > 0 && { roles }) };
}
