import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { AtlasSchema, Schema } from "atlas-iac/pulumi";

const config = new pulumi.Config();

const schema = new AtlasSchema("schema", {
  urlFrom: { secretKeyRef: config.requireSecret("databaseUrl") },
  // Planning makes a schema of its own here, and drops it again.
  devURLFrom: { secretKeyRef: config.requireSecret("devUrl") },
  schema: Schema.fromFile(join(__dirname, "schema.sql")),
  exclude: ["ignore_me"],
  policy: {
    lint: { destructive: { error: true } },
    diff: { skip: { drop_index: true } },
  },
});

export const database = schema.id;
export const plan = schema.status.apply((status) => status.plan);
