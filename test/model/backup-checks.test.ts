import { describe, expect, it } from "vitest";
import type { KindName } from "../../sdk/model/kinds";
import { validateSpec } from "../../sdk/model/validate";

const item = (frequencyType: string, frequencyInterval: number, retentionValue = 7) => ({
  frequencyType,
  frequencyInterval,
  retentionUnit: "days",
  retentionValue,
});
const schedule = (more: object) => ({ policy: { name: "daily" }, ...more });
const bucket = { exportBucketId: "64b000000000000000000001", frequencyType: "monthly" };
const person = { authorizedEmail: "a@example.com", authorizedUserFirstName: "A", authorizedUserLastName: "L" };

const faults = (kind: KindName, spec: object): string[] =>
  validateSpec(kind, spec, "manifest").map(({ path, message }) => `${path}: ${message}`);

describe("what Atlas would refuse of a backup declaration is a fault", () => {
  it.each<{ because: string; kind: KindName; spec: object; says: RegExp }>([
    {
      because: "hours divide a day",
      kind: "AtlasBackupPolicy",
      spec: { items: [item("hourly", 5)] },
      says: /^spec\.items\[0\]\.frequencyInterval: must be 1, 2, 4, 6, 8 or 12 when frequencyType is hourly, not 5$/,
    },
    {
      because: "a week has seven days",
      kind: "AtlasBackupPolicy",
      spec: { items: [item("weekly", 8)] },
      says: /must be 1 to 7/,
    },
    {
      because: "only the last day of a month is 40",
      kind: "AtlasBackupPolicy",
      spec: { items: [item("yearly", 40)] },
      says: /must be 1 to 12/,
    },
    {
      because: "no frequency has 30",
      kind: "AtlasBackupPolicy",
      spec: { items: [item("monthly", 30)] },
      says: /frequencyInterval/,
    },
    {
      because: "a backup is kept",
      kind: "AtlasBackupPolicy",
      spec: { items: [item("daily", 1, 0)] },
      says: /retentionValue: must be at least 1, not 0/,
    },
    {
      because: "there is one hourly and one daily rule",
      kind: "AtlasBackupPolicy",
      spec: { items: [item("daily", 1), item("weekly", 1), item("weekly", 2), item("daily", 1, 9)] },
      says: /^spec\.items\[3\]\.frequencyType: there may be one daily rule, and spec\.items\[0\] is one already$/,
    },
    {
      because: "an export needs a bucket",
      kind: "AtlasBackupSchedule",
      spec: schedule({ autoExportEnabled: true }),
      says: /^spec\.export: is required when autoExportEnabled is true$/,
    },
    {
      because: "a copy goes somewhere",
      kind: "AtlasBackupSchedule",
      spec: schedule({ copySettings: [{ cloudProvider: "AWS" }] }),
      says: /^spec\.copySettings\[0\]\.regionName: is required$/,
    },
    {
      because: "a frequency may be misspelt",
      kind: "AtlasBackupSchedule",
      spec: schedule({ copySettings: [{ regionName: "EU_WEST_1", frequencies: ["DALY"] }] }),
      says: /frequencies\[0\]: "DALY" is not one of .*; did you mean DAILY\?/,
    },
    {
      because: "there are twenty-four hours",
      kind: "AtlasBackupSchedule",
      spec: schedule({ referenceHourOfDay: 24 }),
      says: /referenceHourOfDay/,
    },
    {
      because: "somebody must be reachable",
      kind: "AtlasBackupCompliancePolicy",
      spec: { ...person, authorizedEmail: "nobody" },
      says: /authorizedEmail/,
    },
    {
      because: "its rules are those of a policy",
      kind: "AtlasBackupCompliancePolicy",
      spec: { ...person, scheduledPolicyItems: [item("daily", 2)] },
      says: /^spec\.scheduledPolicyItems\[0\]\.frequencyInterval: must be 1 when/,
    },
    {
      because: "a backup on demand is kept",
      kind: "AtlasBackupCompliancePolicy",
      spec: { ...person, onDemandPolicy: { retentionUnit: "weeks", retentionValue: 0 } },
      says: /onDemandPolicy\.retentionValue: must be at least 1/,
    },
  ])("$because", ({ kind, spec, says }) => {
    const found = faults(kind, spec);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(says);
  });

  it.each<{ because: string; kind: KindName; spec: object }>([
    {
      because: "several weekly rules",
      kind: "AtlasBackupPolicy",
      spec: { items: [item("weekly", 1), item("weekly", 7)] },
    },
    { because: "no rules at all", kind: "AtlasBackupPolicy", spec: { items: [] } },
    {
      because: "an export with its bucket",
      kind: "AtlasBackupSchedule",
      spec: schedule({ autoExportEnabled: true, export: bucket }),
    },
    { because: "a bucket that is not used yet", kind: "AtlasBackupSchedule", spec: schedule({ export: bucket }) },
    { because: "nobody but who may ask", kind: "AtlasBackupCompliancePolicy", spec: person },
  ])("but not $because", ({ kind, spec }) => {
    expect(faults(kind, spec)).toEqual([]);
  });
});
