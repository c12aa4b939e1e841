import type { KindName } from "../../sdk/model/kinds";
import { sampleSpecs, type Values } from "./sample-spec";

/** What the schemas do not say about values that agree with each other. */
const values: Values = {
  instanceSize: "M10",
  minInstanceSize: "M10",
  maxInstanceSize: "M30",
  awsSecurityGroup: "sg-0a1b2c3d",
  oplogMinRetentionHours: "24.5",
  "maintenanceWindow.defer": false,
  "networkPeers.providerName": "AWS",
  url: "postgres://db.example/app",
  devURL: "postgres://dev.example/app",
  "credentials.scheme": "postgres",
  "schema.url": "atlas://app",
  "schema.configMapKeyRef.key": "schema.sql",
  "migrateDown.allow": false,
};

/** Fields that do not go with another one, which a kind's own check says and no schema. */
const misfits: readonly { with: string; without: string }[] = [
  { with: "flexSpec", without: "backupRef" },
  { with: "serverlessSpec", without: "backupRef" },
];

/** Valid specs of a kind that together hold every field. */
export function fullSpecs(kind: KindName): Record<string, unknown>[] {
  return sampleSpecs(kind, values).map((spec) => {
    const out = misfits.filter((rule) => rule.with in spec).map((rule) => rule.without);
    return Object.fromEntries(Object.entries(spec).filter(([name]) => !out.includes(name)));
  });
}
