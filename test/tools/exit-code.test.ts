import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";

const repository = resolve(__dirname, "../..");

function run(program: string) {
  const args = ["--import", "tsx", "--eval", program];
  return spawnSync(process.execPath, args, { cwd: repository, encoding: "utf8", timeout: 180_000 });
}

it("keeps the exit code of a program that has used a PostgreSQL", () => {
  const { status } = run(`
    const { postgresEngine } = require("./tools/engines/postgres");
    postgresEngine().then(() => { process.exitCode = 3; });
  `);
  expect(status).toBe(3);
}, 180_000);

it("lets a program that is ended remove the data of its PostgreSQL", () => {
  const { stdout, status } = run(`
    const { startPostgres } = require("./tools/engines/postgres");
    startPostgres().then((server) => {
      process.once("SIGTERM", () => void server.stop().then(() => process.exit(7)));
      console.log(server.dataDirectory);
      process.kill(process.pid, "SIGTERM");
    });
  `);
  expect(status).toBe(7);
  const directory = stdout.trim();
  expect(directory).toContain("atlas-iac-postgres-");
  expect(existsSync(directory)).toBe(false);
}, 180_000);
