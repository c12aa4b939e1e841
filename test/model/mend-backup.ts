type Json = Record<string, unknown>;

const frequencies = ["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY", "ON_DEMAND"];

/** Gives each rule an interval that its frequency has, and leaves one of those that there can be one of. */
export const mendBackupPolicy = (spec: Json): Json => ({ ...spec, items: rules(items(spec.items)) });

/** Gives an export its bucket, and copies a region and frequencies that there are. */
export function mendBackupSchedule(spec: Json): Json {
  const bucket = { exportBucketId: "64b000000000000000000001", frequencyType: "monthly" };
  return {
    ...spec,
    ...(spec.autoExportEnabled === true && { export: spec.export ?? bucket }),
    ...(spec.copySettings !== undefined && { copySettings: items(spec.copySettings).map(copySetting) }),
  };
}

export function mendBackupCompliancePolicy(spec: Json): Json {
  const { onDemandPolicy: retention } = spec;
  return {
    ...spec,
    authorizedEmail: "someone@example.com",
    authorizedUserFirstName: spec.authorizedUserFirstName || "Some",
    authorizedUserLastName: spec.authorizedUserLastName || "One",
    ...(isJson(retention) && { onDemandPolicy: kept(retention) }),
    ...(spec.scheduledPolicyItems !== undefined && { scheduledPolicyItems: rules(items(spec.scheduledPolicyItems)) }),
  };
}

function rules(all: Json[]): Json[] {
  const first = (rule: Json) => all.findIndex(({ frequencyType }) => frequencyType === rule.frequencyType);
  return all
    .filter((rule, index) => !/^(hourly|daily)$/.test(String(rule.frequencyType)) || first(rule) === index)
    .map((rule) => kept({ ...rule, frequencyInterval: 1 }));
}

const kept = (rule: Json): Json => ({ ...rule, retentionValue: Math.max(1, Number(rule.retentionValue)) });

function copySetting(setting: Json): Json {
  const given: unknown[] = Array.isArray(setting.frequencies) ? setting.frequencies : [];
  const named = given.map((_any, index) => frequencies[index % frequencies.length]);
  return {
    ...setting,
    regionName: setting.regionName || "EU_WEST_1",
    ...(setting.frequencies !== undefined && { frequencies: named }),
  };
}

function items(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
