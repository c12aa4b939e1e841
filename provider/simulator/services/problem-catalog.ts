/**
 * Error codes of alerts, integrations, cloud provider access, encryption, auditing and X.509: HTTP status and wording, as in
 * `../problem-catalog.ts`.
 */
export const SERVICE_PROBLEM_CATALOG = {
  ALERT_CONFIG_NOT_FOUND: [404, "No alert configuration with ID %s exists in group %s."],
  INVALID_ALERT_CONFIG_ID: [404, "An invalid alert configuration ID %s was specified."],
  MISSING_NOTIFICATIONS: [400, "At least one notification must be specified for an alert configuration."],
  MISSING_METRIC_THRESHOLD: [400, "A metric threshold must be specified for host metric alerts."],
  METRIC_THRESHOLD_PRESENT: [400, "The metric threshold should only be specified for host metric alerts."],
  NOTIFICATION_INTERVAL_OUT_OF_RANGE: [400, "Notifications must have an interval of at least 5 minutes."],
  EMAIL_OR_SMS_REQUIRED_FOR_GROUP_NOTIFICATION: [400, "Email and/or SMS must be enabled for group notifications."],
  EMAIL_OR_SMS_REQUIRED_FOR_USER_NOTIFICATION: [400, "Email and/or SMS must be enabled for user notifications."],
  INTEGRATION_NOT_CONFIGURED: [404, "The third-party integration %s is not configured for group %s."],
  INTEGRATION_ALREADY_CONFIGURED: [409, "The third-party integration %s is already configured for group %s."],
  CLOUD_PROVIDER_ACCESS_ROLE_NOT_FOUND: [404, "No cloud provider access role with ID %s exists."],
  CLOUD_PROVIDER_ACCESS_ROLE_NOT_AUTHORIZED: [
    400,
    "The specified Cloud Provider Access role (%s) has not been authorized.",
  ],
  CLOUD_PROVIDER_ACCESS_ROLE_IN_USE: [409, "The cloud provider access role %s is in use by %s."],
  CANNOT_ASSUME_ROLE: [400, "Atlas cannot assume the role %s."],
  INVALID_CUSTOMER_CERTIFICATE: [400, "The specified certificate authority is not valid PEM."],
} as const satisfies Record<string, readonly [status: number, detail: string]>;
