import { join } from "node:path";
import type { Config } from "@pulumi/pulumi";
import { AtlasMigration, AtlasSchema, Migrations, Schema } from "atlas-iac/pulumi";

const files = join(__dirname, "databases");

/** What two PostgreSQL databases shall be, where the stack's configuration says how to reach them. */
export function declareDatabases(config: Config): void {
  const catalogUrl = config.getSecret("catalogUrl");
  const deliveriesUrl = config.getSecret("deliveriesUrl");
  if (catalogUrl !== undefined) {
    new AtlasSchema("catalog", {
      urlFrom: { secretKeyRef: catalogUrl },
      schema: Schema.fromFile(join(files, "catalog.sql")),
      policy: { lint: { destructive: { error: true } } },
    });
  }
  if (deliveriesUrl !== undefined) {
    new AtlasMigration("deliveries", {
      urlFrom: { secretKeyRef: deliveriesUrl },
      dir: Migrations.fromDirectory(join(files, "migrations")),
    });
  }
}
