import { integrationBlocks } from "../../sdk/model/atlas-third-party-integration/checks";

type Json = Record<string, unknown>;

/** An integration keeps the block that it has, or gets one, and the type is that of the block. */
export function mendIntegration(spec: Json): Json {
  const blocks = Object.entries(integrationBlocks);
  const [type, block] = blocks.find(([, name]) => spec[name] !== undefined) ?? ["WEBHOOK", "webhook"];
  const others = new Set<string>(blocks.map(([, name]) => name).filter((name) => name !== block));
  const kept = Object.entries(spec).filter(([name]) => !others.has(name));
  return { [block]: { urlSecretRef: { name: "hook" } }, ...Object.fromEntries(kept), type };
}

/** What a project asks of services that are no more goes. */
export function mendRetired(spec: Json): Json {
  const mended = { ...spec };
  if (Array.isArray(spec.integrations)) mended.integrations = spec.integrations.filter(isServed);
  if (Array.isArray(spec.alertConfigurations)) {
    mended.alertConfigurations = spec.alertConfigurations.map((alert: Json) =>
      Array.isArray(alert.notifications)
        ? { ...alert, notifications: alert.notifications.map(mendNotification) }
        : alert,
    );
  }
  return mended;
}

const isServed = ({ type }: Json): boolean => type !== "FLOWDOCK";

const mendNotification = (notification: Json): Json =>
  notification.typeName === "FLOWDOCK" ? { ...notification, typeName: "SMS" } : notification;
