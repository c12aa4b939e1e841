import type { Call } from "../call";
import { booleanAt, isObject, type Json, type JsonObject, numberAt, objectsAt, stringAt } from "../json";
import { problem } from "../problem";
import type { NotificationDoc } from "./docs";
import { maskedApart, shown } from "./masked";

const SECRETS: ReadonlySet<string> = new Set([
  "apiToken",
  "datadogApiKey",
  "microsoftTeamsWebhookUrl",
  "notificationToken",
  "opsGenieApiKey",
  "serviceKey",
  "victorOpsApiKey",
  "victorOpsRoutingKey",
  "webhookSecret",
  "webhookUrl",
]);

/** What the service fills in, by type. */
const DEFAULTS: Readonly<Record<string, JsonObject>> = {
  DATADOG: { datadogRegion: "US" },
  GROUP: { emailEnabled: false, smsEnabled: false },
  OPS_GENIE: { opsGenieRegion: "US" },
  ORG: { emailEnabled: false, smsEnabled: false },
  PAGER_DUTY: { region: "US" },
  TEAM: { emailEnabled: false, smsEnabled: false },
  USER: { emailEnabled: false, smsEnabled: false },
};

/** What a type cannot do without. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  DATADOG: ["datadogApiKey"],
  EMAIL: ["emailAddress"],
  MICROSOFT_TEAMS: ["microsoftTeamsWebhookUrl"],
  OPS_GENIE: ["opsGenieApiKey"],
  PAGER_DUTY: ["serviceKey"],
  SLACK: ["apiToken", "channelName"],
  SMS: ["mobileNumber"],
  TEAM: ["teamId"],
  USER: ["username"],
  VICTOR_OPS: ["victorOpsApiKey"],
  WEBHOOK: ["webhookUrl"],
};

/** The notifications of a body, checked and with the service's defaults. */
export function notificationsIn(call: Call, body: Json): NotificationDoc[] {
  const sent = objectsAt(body, "notifications");
  if (sent.length === 0) throw problem("MISSING_NOTIFICATIONS");
  return sent.map((notification) => notificationOf(call, notification));
}

/** A notification as it is answered: secrets blackened. */
export function notificationView({ notifierId, settings, secrets }: NotificationDoc): JsonObject {
  return { ...settings, ...shown(secrets), notifierId };
}

function notificationOf(call: Call, sent: JsonObject): NotificationDoc {
  const typeName = stringAt(sent, "typeName");
  if (typeName === undefined) throw problem("MISSING_ATTRIBUTE", "typeName");
  const missing = (NEEDED[typeName] ?? []).find((name) => stringAt(withTeam(call, sent), name) === undefined);
  if (missing) throw problem("MISSING_ATTRIBUTE", missing);
  const { notifierId: _, ...rest } = withTeam(call, sent);
  const { settings, secrets } = maskedApart(rest, SECRETS);
  const full = { delayMin: 0, intervalMin: 60, ...DEFAULTS[typeName], ...settings };
  if ((numberAt(full, "intervalMin") ?? 0) < 5) throw problem("NOTIFICATION_INTERVAL_OUT_OF_RANGE");
  const silent = booleanAt(full, "emailEnabled") === false && booleanAt(full, "smsEnabled") === false;
  if (silent) {
    throw problem(
      typeName === "USER"
        ? "EMAIL_OR_SMS_REQUIRED_FOR_USER_NOTIFICATION"
        : "EMAIL_OR_SMS_REQUIRED_FOR_GROUP_NOTIFICATION",
    );
  }
  return { notifierId: call.ids.objectId(), settings: full, secrets };
}

/** A team is named by its id or its name, and answered with both. */
function withTeam(call: Call, sent: JsonObject): JsonObject {
  if (sent.typeName !== "TEAM") return sent;
  const { teamId, teamName } = sent;
  const team = call.state.teams.find(({ id, name }) =>
    typeof teamId === "string" ? id === teamId : name === teamName,
  );
  if (!team) throw problem("TEAM_NOT_FOUND", String(teamId ?? teamName));
  return isObject(sent) ? { ...sent, teamId: team.id, teamName: team.name } : sent;
}
