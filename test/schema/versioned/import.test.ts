import { beforeAll, describe, expect, it } from "vitest";
import type { DirectoryFormat } from "../../../provider/schema/engine/protocol";
import { parseDirectory, SUM_FILE } from "../../../provider/schema/versioned/directory";
import { importDirectory } from "../../../provider/schema/versioned/import";
import { buildEngine } from "../../../tools/schema/build-engine";

beforeAll(async () => {
  await buildEngine();
});

describe("an imported directory", () => {
  it.each<{
    because: string;
    format: DirectoryFormat;
    files: Record<string, string>;
    imported: Record<string, string>;
  }>([
    {
      because: "what a file asks of its transaction is kept",
      format: "dbmate",
      files: { "1_i.sql": "-- migrate:up transaction:false\n-- why\nvacuum;\n\n-- migrate:down\nselect 0;\n" },
      imported: { "1_i.sql": "-- atlas:txmode none\n\n-- why\nvacuum;\n" },
    },
    {
      because: "statements of goose are kept with their comments",
      format: "goose",
      files: { "1_i.sql": "-- +goose NO TRANSACTION\n-- +goose Up\n-- why\nselect 1; -- so\nselect 2;\n" },
      imported: { "1_i.sql": "-- atlas:txmode none\n\n-- why\nselect 1;\nselect 2;\n" },
    },
    {
      because: "statements that would be cut elsewhere get a delimiter",
      format: "goose",
      files: { "1_i.sql": "-- +goose Up\n-- +goose StatementBegin\nselect 1;\nselect 2;\n-- +goose StatementEnd\n" },
      imported: { "1_i.sql": "-- atlas:delimiter -- end\n\nselect 1;\nselect 2;\n-- end\n" },
    },
    {
      because: "repeatable files of Flyway come last, each in a version of its own",
      format: "flyway",
      files: { "V1_2__fn.sql": "select 1;", "R__a.sql": "select 2;", "R__b.sql": "select 3;" },
      imported: { "1.2_fn.sql": "select 1;\n", "1.2r1_a.sql": "select 2;\n", "1.2r2_b.sql": "select 3;\n" },
    },
    {
      because: "no database is asked for where none is known",
      format: "liquibase",
      files: { "1_a.sql": "--liquibase formatted sql\n--changeset me:1 dbms:postgresql\nselect 1;\n" },
      imported: { "1_a.sql": "--liquibase formatted sql\n--changeset me:1 dbms:postgresql\nselect 1;\n" },
    },
  ])("says the same: $because", async ({ format, files, imported }) => {
    const { [SUM_FILE]: sum, ...written } = await importDirectory(files, format);
    expect(written).toEqual(imported);
    const before = await parseDirectory(files, format === "liquibase" ? "postgres" : "sqlite", format);
    const after = await parseDirectory({ ...written, [SUM_FILE]: sum ?? "" }, "sqlite");
    expect(after.fault).toBeUndefined();
    const meaning = ({ files }: typeof after) =>
      files.map(({ statements, directives }) => [statements.map(({ text }) => text), directives]);
    expect(meaning(after)).toEqual(meaning(before));
  });

  it.each<{ format: DirectoryFormat; files: Record<string, string>; says: string }>([
    { format: "dbmate", files: { "1_a.sql": "select 1;" }, says: "1_a.sql:1: SQL in front of" },
    {
      format: "flyway",
      files: { "V2__b.sql": "select 2;", "V10__c.sql": "select 10;" },
      says: "V2__b.sql and V10__c.sql would be 2_b.sql and 10_c.sql, and run in another order",
    },
    {
      format: "goose",
      files: { "2_b.sql": "-- +goose Up\nselect 2;", "10_c.sql": "-- +goose Up\nselect 10;" },
      says: "10_c.sql would run before 2_b.sql",
    },
  ])("is not written where it would say something else: $says", async ({ format, files, says }) => {
    await expect(importDirectory(files, format)).rejects.toThrow(says);
  });
});
