import { asSet, canonical, same } from "../../canonical";
import type { ResolvedProject } from "../section";
import { type Notification, normaliseNotification, notificationSecrets, notificationToSpec } from "./notification";
import { pairUp } from "./pair-up";

export type DeclaredAlert = NonNullable<ResolvedProject["alertConfigurations"]>[number];

/** A threshold in the Admin API's words. */
export interface Threshold {
  metricName?: string;
  mode?: string;
  operator?: string;
  threshold?: number;
  units?: string;
}

/** An alert in the Admin API's words, without secrets and in one order: what both sides are compared in. */
export interface Alert {
  eventTypeName: string;
  enabled: boolean;
  matchers: { fieldName?: string; operator?: string; value?: string }[];
  metricThreshold?: Threshold;
  threshold?: Threshold;
  severityOverride?: DeclaredAlert["severityOverride"];
  notifications: Notification[];
}

/** An alert as Atlas has it. */
export interface ObservedAlert {
  id: string;
  groupId?: string;
  created?: string;
  updated?: string;
  alert: Alert;
}

/** A declared alert in the form that is compared. */
export function declaredAlert(declared: DeclaredAlert): Alert {
  const { eventTypeName = "", enabled = false, metricThreshold, threshold, severityOverride } = declared;
  return {
    eventTypeName,
    enabled,
    matchers: asSet(
      (declared.matchers ?? []).map(({ fieldName, operator, value }) => ({ fieldName, operator, value })),
    ),
    ...(metricThreshold && { metricThreshold: { mode: "AVERAGE", ...thresholdOf(metricThreshold) } }),
    ...(threshold && { threshold: thresholdOf(threshold) }),
    ...(severityOverride && { severityOverride }),
    notifications: asSet((declared.notifications ?? []).map(normaliseNotification)),
  };
}

/** An answer of Atlas in the form that is compared. Its variants by event agree in these fields. */
export function observedAlert(answer: object): ObservedAlert {
  const told: AlertAnswer = { ...answer };
  const { id = "", groupId, created, updated, eventTypeName = "", enabled = false, severityOverride } = told;
  const { metricThreshold, threshold } = told;
  return {
    id,
    groupId,
    created,
    updated,
    alert: {
      eventTypeName,
      enabled,
      matchers: asSet((told.matchers ?? []).map(({ fieldName, operator, value }) => ({ fieldName, operator, value }))),
      ...(metricThreshold && { metricThreshold: thresholdOf(metricThreshold) }),
      ...(threshold && { threshold: thresholdOf(threshold) }),
      ...(severityOverride && { severityOverride }),
      notifications: asSet((told.notifications ?? []).map(normaliseNotification)),
    },
  };
}

type AlertAnswer = { id?: string; groupId?: string; created?: string; updated?: string } & Partial<
  Omit<Alert, "notifications"> & { notifications: DeclaredAlert["notifications"] }
>;

/** Whether an alert of Atlas is as declared: what the declaration leaves to Atlas may be anything. */
export function covers(declared: Alert, there: Alert): boolean {
  return (
    declared.eventTypeName === there.eventTypeName &&
    declared.enabled === there.enabled &&
    same(declared.matchers, there.matchers) &&
    isPart(declared.metricThreshold, there.metricThreshold) &&
    isPart(declared.threshold, there.threshold) &&
    isPart(pick(declared), pick(there)) &&
    coversAll(declared.notifications, there.notifications)
  );
}

const pick = ({ severityOverride }: Alert) => ({ severityOverride });

function coversAll(declared: readonly Notification[], there: readonly Notification[]): boolean {
  return declared.length === there.length && !pairUp(declared, there, isPart).includes(undefined);
}

function isPart(part: object | undefined, whole: object | undefined): boolean {
  const there = new Map<string, unknown>(Object.entries(whole ?? {}));
  return Object.entries(part ?? {}).every(([field, value]) => value === undefined || same(value, there.get(field)));
}

/** What tells alerts of one project apart for people. */
export const alertName = ({ eventTypeName, metricThreshold }: Alert): string =>
  metricThreshold?.metricName ? `${eventTypeName} of ${metricThreshold.metricName}` : eventTypeName;

/** What a declared alert is compared by: everything but its secrets. */
export const contentOf = (declared: DeclaredAlert): string => canonical(declaredAlert(declared));

/** The body that makes an alert as declared, secrets included. */
export function alertBody(declared: DeclaredAlert): object {
  const { notifications: _, ...rest } = declaredAlert(declared);
  const notifications = (declared.notifications ?? []).map((one) => ({
    ...normaliseNotification(one),
    ...notificationSecrets(one),
  }));
  return { ...rest, notifications: notifications.map(withoutEmptyRoles) };
}

/** No roles stand for everybody's, and Atlas refuses an empty list. */
function withoutEmptyRoles({ roles, ...rest }: Notification): Notification {
  return Array.isArray(roles) && roles.length > 0 ? { ...rest, roles } : rest;
}

/** The declaration of an alert of Atlas. */
export function alertToSpec({ metricThreshold, threshold, notifications, ...rest }: Alert): DeclaredAlert {
  return {
    ...rest,
    ...(metricThreshold && { metricThreshold: { ...metricThreshold, threshold: String(metricThreshold.threshold) } }),
    ...(threshold && { threshold: { ...threshold, ...written(threshold) } }),
    notifications: notifications.map(notificationToSpec),
  };
}

const written = ({ threshold: value }: Threshold): { threshold: string | undefined } => ({
  threshold: value === undefined ? undefined : String(value),
});

interface WrittenThreshold extends Omit<Threshold, "threshold"> {
  threshold?: string | number;
}

function thresholdOf({ metricName, mode, operator, threshold, units }: WrittenThreshold): Threshold {
  const fields = { metricName, mode, operator, units };
  const told = Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
  return { ...told, ...(threshold !== undefined && threshold !== "" && { threshold: Number(threshold) }) };
}
