import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(__dirname, "../..");
const lines = readFileSync(join(root, "docs/what-deletes-what.md"), "utf8").split("\n");
const rows = lines
  .filter((line) => line.startsWith("| "))
  .slice(2)
  .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "").trim()));

const namedTest = /^`(test\/[\w/.-]+\.test\.ts)`: (\S.*)$/;

describe("the table of what deletes what", () => {
  it("has rows of five cells, each saying what goes and what stays", () => {
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter((cells) => cells.length !== 5 || cells.includes(""))).toEqual([]);
  });

  it.each(rows.map((cells) => ({ what: `${cells[0]} (${cells[1]})`, test: cells[4] ?? "" })))(
    "names a test that exists where $what",
    ({ test }) => {
      const [, file = "", title] = namedTest.exec(test) ?? [];
      expect(test).toMatch(namedTest);
      expect(readFileSync(join(root, file), "utf8")).toContain(`"${title}"`);
    },
  );
});
