import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildEngine } from "../../tools/schema/build-engine";
import { runCommand as run } from "../../tools/schema/golden/run-command";

let directory = "";
beforeAll(() => buildEngine());
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-long-"));
  mkdirSync(at("migrations"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (name: string) => path.join(directory, name);
const url = () => ["-u", `sqlite://${at("a.db")}`];
const dir = () => ["--dir", `file://${at("migrations")}`];

/** A statement of 100 kB that fails. */
const LONG = `insert into missing values ('${"x".repeat(100_000)}');`;
const READABLE = 5000;

describe("a failing statement of 100 kB", () => {
  it("is cut short where it is told of, and whole where it is shown before it runs or reported to programs", async () => {
    writeFileSync(at("migrations/1_a.sql"), `-- atlas:txmode none\n\n${LONG}\n`);
    await run("migrate", "hash", ...dir());
    const dry = await run("migrate", "apply", ...url(), ...dir(), "--dry-run");
    expect(dry.out).toContain(LONG);

    const { code, out, err } = await run("migrate", "apply", ...url(), ...dir());
    expect(code).toBe(1);
    expect(out).toContain(`(400 of ${LONG.length} characters)`);
    expect(err).toMatch(/executing statement "insert into missing[\s\S]*no such table: missing/);
    expect(Math.max(out.length, err.length)).toBeLessThan(READABLE);

    const status = await run("migrate", "status", ...url(), ...dir());
    expect(status.out).toMatch(/SQL: {3}insert into missing/);
    expect(status.out.length).toBeLessThan(READABLE);
    const json = await run("migrate", "status", ...url(), ...dir(), "--format", "{{ json . }}");
    expect(JSON.parse(json.out).SQL).toBe(LONG);
  });

  it("is cut short where it fails in a dev database", async () => {
    writeFileSync(at("migrations/1_a.sql"), `${LONG}\n`);
    writeFileSync(at("to.sql"), LONG);
    await run("migrate", "hash", ...dir());
    const dev = ["--dev-url", "sqlite://dev?mode=memory"];
    const lint = await run("migrate", "lint", ...dir(), ...dev, "--latest", "1");
    const apply = await run("schema", "apply", ...url(), "--to", `file://${at("to.sql")}`, "--auto-approve");
    for (const { code, out, err } of [lint, apply]) {
      expect(code).toBe(1);
      expect(out + err).toContain("no such table: missing");
      expect(Math.max(out.length, err.length)).toBeLessThan(READABLE);
    }
  });
});
