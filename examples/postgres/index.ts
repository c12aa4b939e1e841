import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { AtlasMigration, Migrations } from "atlas-iac/pulumi";

const config = new pulumi.Config();

const migrations = new AtlasMigration("migrations", {
  urlFrom: { secretKeyRef: config.requireSecret("databaseUrl") },
  dir: Migrations.fromDirectory(join(__dirname, "migrations")),
});

export const database = migrations.id;
export const version = migrations.status.apply(({ lastAppliedVersion }) => lastAppliedVersion);
