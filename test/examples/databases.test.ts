import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { ManifestObject } from "../../sdk/model/manifest";
import { type ConfigValue, PulumiStack } from "../../tools/engines/pulumi-stack";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { installEngine } from "../../tools/schema/build-engine";
import { describeOn, rowsOf } from "../schema/databases";
import { exampleDirectory, synthesize, typeFaults } from "./synthesize";

const examples = ["postgres", "mysql"] as const;

describe.each(examples)("examples/%s", (name) => {
  it("has the types that its programs ask for", { timeout: 180_000 }, async () => {
    expect(await typeFaults(name)).toBe("");
  });

  it("writes valid manifests: the database and what it shall be", { timeout: 180_000 }, async () => {
    const { faults, objects } = await synthesize(name);
    expect(faults).toEqual([]);
    const kinds = objects.map(({ kind }: ManifestObject) => kind);
    expect(kinds.toSorted()).toEqual(
      name === "mysql"
        ? ["AtlasSchema", "Deployment", "Service"]
        : ["AtlasMigration", "ConfigMap", "Deployment", "Service"],
    );
  });
});

describeWithEngine("pulumi", "the database examples through the real Pulumi engine", () => {
  beforeAll(() => installEngine(resolve(__dirname, "../../dist")));

  async function live(name: string, config: Record<string, ConfigValue>): Promise<Record<string, unknown>> {
    const stack = await PulumiStack.create({ program: exampleDirectory(name), config });
    try {
      const preview = await stack.preview();
      expect(preview.exitCode, preview.stdout).toBe(0);
      expect(preview.stdout).toMatch(/create table `?users`?/i);
      const up = await stack.up();
      expect(up.exitCode, up.stdout).toBe(0);
      expect((await stack.up({ args: ["--refresh"] })).changes).toEqual({ same: 2 });
      return await stack.output();
    } finally {
      await stack.dispose();
    }
  }

  describeOn("postgres", "examples/postgres", (database) => {
    it("applies its migration, and then nothing", async () => {
      const url = await database().fresh();
      const outputs = await live("postgres", { "atlas-postgres:databaseUrl": { secret: url } });
      expect(outputs.version).toBe("20230316085611");
      expect(await rowsOf(url, "select version from atlas_schema_revisions")).toEqual([["20230316085611"]]);
      expect(await rowsOf(url, "select count(*) from users")).toEqual([["0"]]);
    });
  });

  describeOn("mariadb", "examples/mysql", (database) => {
    it("brings the database to its schema, and then nothing", async () => {
      const url = await database().fresh();
      const config = {
        "atlas-mysql:databaseUrl": { secret: url },
        "atlas-mysql:devUrl": { secret: database().devUrl ?? "" },
      };
      const outputs = await live("mysql", config);
      expect(String(outputs.plan)).toContain("CREATE TABLE `users`");
      expect(await rowsOf(url, "select count(*) from users")).toEqual([["0"]]);
    });
  });
});
