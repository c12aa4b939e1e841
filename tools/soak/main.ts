import { writeFile } from "node:fs/promises";
import path from "node:path";
import { buildEngine } from "../schema/build-engine";
import { soakMigrations } from "./migrations";
import { soakOperator } from "./operator";
import { soakReport, survived } from "./report";

const REPORT = path.resolve(__dirname, "../../docs/soak.md");

/**
 * `npm run soak [-- ROUNDS]`: kills runs of migrations wherever they can die, in every transaction mode, on every database; some 120
 * kills a round, two rounds unless told otherwise; then the operator at every call, and at random a hundred times a round. Takes long,
 * and is no part of the tests. Writes what became of it to docs/soak.md.
 */
async function main([rounds = "2", ...rest]: readonly string[]): Promise<number> {
  if (!/^[1-9]\d*$/.test(rounds) || rest.length > 0) {
    process.stderr.write("usage: npm run soak [-- ROUNDS]\n");
    return 2;
  }
  await buildEngine();
  const started = Date.now();
  const migrations = await soakMigrations(Number(rounds), (line) => process.stdout.write(`${line}\n`));
  const tallies = [...migrations, ...(await soakOperator(Number(rounds)))];
  const report = soakReport(tallies, new Date(), Math.max(1, Math.round((Date.now() - started) / 60_000)));
  await writeFile(REPORT, report);
  process.stdout.write(`\n${report}`);
  return survived(tallies) ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  },
);
