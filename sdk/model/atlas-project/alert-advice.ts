import { idleFields } from "../by-type";
import { alertEvents, alertMatcherFields, alertMetrics, alertUnits } from "../catalog/catalog.gen";
import { unknownIn } from "../catalog/unknown-in";
import type { Fault } from "../errors";
import type { Form } from "../form";
import type { Resolved } from "../markers";
import type { AlertConfiguration } from "./alerts";
import { missingSecrets, type Notification, notificationTypes } from "./notification-rules";

/** Words of an alert that the catalogue does not have, and fields of notifications that are missing or without effect. */
export function alertAdvice(
  alert: AlertConfiguration | Resolved<AlertConfiguration>,
  path: string,
  form: Form,
): Fault[] {
  const { eventTypeName, matchers = [], metricThreshold, threshold, notifications = [] } = alert;
  const metric = `${path}.metricThreshold`;
  return [
    ...unknownIn(alertEvents, eventTypeName, `${path}.eventTypeName`, "event"),
    ...matchers.flatMap(({ fieldName }, index) =>
      unknownIn(alertMatcherFields, fieldName, `${path}.matchers[${index}].fieldName`, "property"),
    ),
    ...unknownIn(alertMetrics, metricThreshold?.metricName, `${metric}.metricName`, "metric"),
    ...unknownIn(alertUnits, metricThreshold?.units, `${metric}.units`, "unit"),
    ...unknownIn(alertUnits, threshold?.units, `${path}.threshold.units`, "unit"),
    ...notifications.flatMap((one, index) => notificationAdvice(one, `${path}.notifications[${index}]`, form)),
  ];
}

const notificationAdvice = (one: Notification, path: string, form: Form): Fault[] => [
  ...missingSecrets(one, path, form),
  ...idleFields(one, { name: "typeName", type: one.typeName ?? "" }, notificationTypes, path),
];
