import type { ProjectStatus } from "../section";
import { alertToSpec, type ObservedAlert } from "./alert";

type AlertStatus = NonNullable<ProjectStatus["alertConfigurations"]>[number];

/** What the status tells of an alert: all but its secrets, which Atlas blackens. */
export function alertStatus({ id, groupId, created, updated, alert }: ObservedAlert): AlertStatus {
  const { matchers, metricThreshold, threshold, notifications, ...rest } = alertToSpec(alert);
  return {
    id,
    ...(groupId && { groupId }),
    ...(created && { created }),
    ...(updated && { updated }),
    ...rest,
    ...(matchers && matchers.length > 0 && { matchers }),
    ...(metricThreshold && { metricThreshold }),
    ...(threshold && { threshold }),
    ...(notifications && { notifications }),
  };
}
