import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { desiredFromFiles } from "../../provider/schema/declarative/desired";
import { readProject } from "../../provider/schema/project/project";
import { computeSum, openDirectory, readMigrationFiles } from "../../provider/schema/versioned/directory";
import { Migrations, Schema } from "../../sdk/model/sql-database/sources";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-source-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function write(name: string, text: string, encoding: BufferEncoding): string {
  const file = path.join(directory, name);
  writeFileSync(file, Buffer.from(text, encoding));
  return file;
}

describe("a source with a byte that is not UTF-8 is refused at its line and column", () => {
  const LATIN = "-- first\n-- au caf\xe8\n";
  const readers: { what: string; name: string; read: (file: string) => unknown }[] = [
    { what: "a schema in SQL", name: "s.sql", read: (file) => desiredFromFiles([file]) },
    { what: "a schema in HCL", name: "s.hcl", read: (file) => desiredFromFiles([file]) },
    { what: "a project file", name: "atlas.hcl", read: (file) => readProject(file, {}) },
    { what: "a directory of migrations", name: "1.sql", read: () => readMigrationFiles(directory) },
    { what: "a program's schema", name: "s.sql", read: (file) => Schema.fromFile(file) },
    { what: "a program's migrations", name: "1.sql", read: () => Migrations.fromDirectory(directory) },
  ];
  test.each(readers)("$what", async ({ name, read }) => {
    const file = write(name, LATIN, "latin1");
    try {
      await expect((async () => read(file))()).rejects.toThrow(`${file}:2:10: byte 0xe8 is not UTF-8`);
    } finally {
      rmSync(file);
    }
  });
});

describe("a byte order mark", () => {
  test("is left out of a schema", async () => {
    const file = write("mark.sql", "\uFEFFcreate table a (id int);", "utf8");
    expect(await desiredFromFiles([file])).toEqual({ sql: [{ name: file, text: "create table a (id int);" }] });
  });

  test("is hashed with its migration, but is no part of its directives and statements", async () => {
    const text = "\uFEFF-- atlas:txmode none\n\ncreate table a (id int);";
    const plain = { "1_a.sql": text.slice(1) };
    const sum = await computeSum({ "1_a.sql": text });
    expect(sum).not.toBe(await computeSum(plain));
    const { files } = await openDirectory({ "1_a.sql": text, "atlas.sum": sum }, "postgres");
    expect(files[0]?.directives).toEqual({ txmode: ["none"] });
    const [statement] = files[0]?.statements ?? [];
    expect(statement?.text).toBe("create table a (id int);");
    expect(Buffer.from(text).subarray(statement?.pos).toString()).toBe("create table a (id int);");
  });
});
