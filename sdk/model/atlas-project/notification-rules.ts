import { mayBeInAtlas, missingFields, type TypeFields, unlessInAtlas } from "../by-type";
import type { Fault } from "../errors";
import type { Form } from "../form";
import { isContact } from "../formats";
import type { Resolved } from "../markers";
import { list, notOneOf, show } from "../messages";
import type { AlertNotification } from "./alerts";

export type Notification = AlertNotification | Resolved<AlertNotification>;

const told = ["emailEnabled", "smsEnabled"] as const;

/** What each type is declared with (Atlas Admin API, alert configurations). */
export const notificationTypes: Readonly<Record<string, TypeFields>> = {
  DATADOG: { needs: ["datadogAPIKeyRef"], takes: ["datadogRegion"] },
  EMAIL: { needs: ["emailAddress"] },
  GROUP: { needs: [], takes: [...told, "roles"] },
  MICROSOFT_TEAMS: { needs: [] },
  OPS_GENIE: { needs: ["opsGenieApiKeyRef"], takes: ["opsGenieRegion"] },
  ORG: { needs: [], takes: [...told, "roles"] },
  PAGER_DUTY: { needs: ["serviceKeyRef"] },
  SLACK: { needs: ["apiTokenRef", "channelName"] },
  SMS: { needs: ["mobileNumber"] },
  TEAM: { needs: [], takes: [...told, "teamId", "teamName"] },
  USER: { needs: ["username"], takes: [...told] },
  VICTOR_OPS: { needs: ["victorOpsSecretRef"] },
  WEBHOOK: { needs: [] },
} satisfies Record<string, { needs: (keyof AlertNotification)[]; takes?: (keyof AlertNotification)[] }>;

/** They are told by e-mail, text message or both, and by neither unless it is declared. */
const people = new Set(["GROUP", "ORG", "TEAM", "USER"]);

/** No more, or before this model's time: told elsewhere, or for Atlas to judge. */
const former = new Set(["FLOWDOCK", "HIP_CHAT"]);

/** Least minutes between notices. None is Atlas's choice. */
const shortestInterval = 5;

/** What Atlas would refuse of a notification. */
export function notificationFaults(notification: Notification, path: string, form: Form): Fault[] {
  const { typeName, emailAddress, intervalMin = 0, delayMin = 0, teamId } = notification;
  if (!typeName) return [{ path: `${path}.typeName`, message: "is required" }];
  if (!notificationTypes[typeName]) {
    const allowed = Object.keys(notificationTypes);
    const message = notOneOf(typeName, show(typeName), allowed);
    return former.has(typeName) ? [] : [{ path: `${path}.typeName`, message }];
  }
  return [
    ...missing(notification, path).filter((fault) => !mayBeInAtlas(fault, form)),
    ...(people.has(typeName) ? silence(notification, typeName, path) : []),
    ...(typeName === "TEAM" ? teamFaults(notification, path) : []),
    ...regionFaults(notification, path),
    ...(delayMin < 0 ? [{ path: `${path}.delayMin`, message: `must be 0 or more, not ${delayMin}` }] : []),
    ...(intervalMin !== 0 && intervalMin < shortestInterval
      ? [{ path: `${path}.intervalMin`, message: `must be ${shortestInterval} or more, not ${intervalMin}` }]
      : []),
    ...(emailAddress && !isContact(emailAddress)
      ? [{ path: `${path}.emailAddress`, message: `${show(emailAddress)} is not an e-mail address` }]
      : []),
    ...(teamId && !/^[a-f0-9]{24}$/.test(teamId)
      ? [{ path: `${path}.teamId`, message: `${show(teamId)} is not an id of Atlas: 24 hexadecimal digits` }]
      : []),
  ];
}

/** Secrets that a notification needs, unless Atlas has them. */
export const missingSecrets = (notification: Notification, path: string, form: Form): Fault[] =>
  missing(notification, path)
    .filter((fault) => mayBeInAtlas(fault, form))
    .map(unlessInAtlas);

function missing(notification: Notification, path: string): Fault[] {
  const { typeName = "" } = notification;
  return missingFields(notification, `typeName is ${typeName}`, notificationTypes[typeName] ?? { needs: [] }, path);
}

function silence({ emailEnabled, smsEnabled }: Notification, typeName: string, path: string): Fault[] {
  if (emailEnabled || smsEnabled) return [];
  return [{ path, message: `${list(told, "or")} must be true when typeName is ${typeName}: nobody would be told` }];
}

const teamFaults = ({ teamId, teamName }: Notification, path: string): Fault[] =>
  teamId || teamName ? [] : [{ path: `${path}.teamId`, message: "is required when typeName is TEAM, or teamName" }];

function regionFaults({ typeName, datadogRegion, opsGenieRegion }: Notification, path: string): Fault[] {
  const given = {
    DATADOG: { field: "datadogRegion", region: datadogRegion, allowed: ["US", "EU", "US3", "US5", "AP1", "US1_FED"] },
    OPS_GENIE: { field: "opsGenieRegion", region: opsGenieRegion, allowed: ["US", "EU"] },
  };
  return Object.entries(given).flatMap(([type, { field, region, allowed }]) =>
    type !== typeName || !region || allowed.includes(region)
      ? []
      : [{ path: `${path}.${field}`, message: notOneOf(region, show(region), allowed) }],
  );
}
