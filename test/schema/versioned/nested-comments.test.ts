import { expect, test } from "vitest";
import { parseDirectory } from "../../../provider/schema/versioned/directory";

const NESTED = "create table a(i int);\n  /* old: /* inner */ ;\ndrop table keep;\n-- */\ncreate table b(i int);\n";

test("a nested comment hides what is in it from a run", async () => {
  const { files } = await parseDirectory({ "1_a.sql": NESTED }, "postgres");
  expect(files[0]?.statements.map(({ text }) => text)).toEqual(["create table a(i int);", "create table b(i int);"]);
});

test.each([
  { format: "golang-migrate", name: "1_a.up.sql", head: "" },
  { format: "flyway", name: "V1__a.sql", head: "" },
  { format: "goose", name: "1_a.sql", head: "-- +goose Up\n" },
  { format: "dbmate", name: "1_a.sql", head: "-- migrate:up\n" },
] as const)(
  "a nested comment is refused by file and place in the format of $format",
  async ({ format, name, head }) => {
    const line = head === "" ? 2 : 3;
    await expect(parseDirectory({ [name]: head + NESTED }, "postgres", format)).rejects.toThrow(
      `${name}:${line}:3: a comment inside a comment`,
    );
  },
);
