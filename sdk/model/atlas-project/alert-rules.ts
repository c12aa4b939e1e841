import type { Fault } from "../errors";
import type { Form } from "../form";
import type { Resolved } from "../markers";
import { notOneOf, show } from "../messages";
import type { AlertConfiguration } from "./alerts";
import { notificationFaults } from "./notification-rules";

type Alert = AlertConfiguration | Resolved<AlertConfiguration>;

const comparisons = ["GREATER_THAN", "LESS_THAN"];
const matches = ["EQUALS", "NOT_EQUALS", "CONTAINS", "NOT_CONTAINS", "STARTS_WITH", "ENDS_WITH", "REGEX"];

/** Thresholds that are no numbers: nobody could send them. */
export function thresholdFaults({ metricThreshold, threshold }: Alert, path: string): Fault[] {
  return Object.entries({ metricThreshold, threshold }).flatMap(([field, declared]) => {
    const value = declared?.threshold;
    if (value === undefined || (value.trim() !== "" && Number.isFinite(Number(value)))) return [];
    return [{ path: `${path}.${field}.threshold`, message: `is ${show(value)}, and must be a decimal number` }];
  });
}

/** What Atlas would refuse of an alert (Atlas Admin API, alert configurations). */
export function alertFaults(alert: Alert, path: string, form: Form): Fault[] {
  const { eventTypeName, matchers = [], metricThreshold, threshold, notifications = [] } = alert;
  if (!eventTypeName) return [{ path: `${path}.eventTypeName`, message: "is required" }];
  return [
    ...matchers.flatMap((matcher, index) => matcherFaults(matcher, `${path}.matchers[${index}]`)),
    ...metricFaults(eventTypeName, metricThreshold, `${path}.metricThreshold`),
    ...strange(threshold?.operator, comparisons, `${path}.threshold.operator`),
    ...(notifications.length === 0
      ? [{ path: `${path}.notifications`, message: "must have at least 1 item: nobody would be told" }]
      : notifications.flatMap((one, index) => notificationFaults(one, `${path}.notifications[${index}]`, form))),
  ];
}

type Matcher = NonNullable<AlertConfiguration["matchers"]>[number];

function matcherFaults({ fieldName, operator }: Matcher, path: string): Fault[] {
  return [
    ...(fieldName ? [] : [{ path: `${path}.fieldName`, message: "is required" }]),
    ...(operator
      ? strange(operator, matches, `${path}.operator`)
      : [{ path: `${path}.operator`, message: "is required" }]),
  ];
}

/** Events of metrics all end alike, and only they have a metric. */
function metricFaults(event: string, metric: AlertConfiguration["metricThreshold"], path: string): Fault[] {
  const ofMetric = event.endsWith("METRIC_THRESHOLD");
  if (!metric) return ofMetric ? [{ path, message: `is required when eventTypeName is ${event}` }] : [];
  if (!ofMetric) return [{ path, message: `does not go with ${event}, which watches no metric: use threshold` }];
  return [
    ...(metric.metricName ? [] : [{ path: `${path}.metricName`, message: "is required" }]),
    ...strange(metric.mode, ["AVERAGE"], `${path}.mode`),
    ...strange(metric.operator, comparisons, `${path}.operator`),
  ];
}

const strange = (value: string | undefined, allowed: readonly string[], path: string): Fault[] =>
  !value || allowed.includes(value) ? [] : [{ path, message: notOneOf(value, show(value), allowed) }];
