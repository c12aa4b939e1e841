import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { buildEngine } from "../schema/build-engine";
import { soakMigrations } from "./migrations";
import { soakOperator } from "./operator";
import { soakReport, survived, type Tally, talliesIn } from "./report";

const REPORT = path.resolve(__dirname, "../../docs/soak.md");

type Part = "migrations" | "operator";

/**
 * `npm run soak [-- ROUNDS [migrations|operator]]`: kills runs of migrations wherever they can die, in every transaction mode, on every database; some 120
 * kills a round, two rounds unless told otherwise; then the operator at every call, and at random a hundred times a round. Takes long,
 * and is no part of the tests. Writes what became of it to docs/soak.md, where a part that is not tried keeps its last result.
 */
async function main([rounds = "2", only, ...rest]: readonly string[]): Promise<number> {
  if (!/^[1-9]\d*$/.test(rounds) || !/^(migrations|operator)$/.test(only ?? "operator") || rest.length > 0) {
    process.stderr.write("usage: npm run soak [-- ROUNDS [migrations|operator]]\n");
    return 2;
  }
  const before = talliesIn(await readFile(REPORT, "utf8"));
  const started = Date.now();
  const tried = async (part: Part, soak: (count: number) => Promise<Tally[]>): Promise<Tally[]> =>
    only === undefined || only === part ? soak(Number(rounds)) : before.filter(({ what }) => what.startsWith(part));
  const tallies = [...(await tried("migrations", killMigrations)), ...(await tried("operator", soakOperator))];
  const report = soakReport(tallies, new Date(), Math.max(1, Math.round((Date.now() - started) / 60_000)));
  await writeFile(REPORT, report);
  process.stdout.write(`\n${report}`);
  return survived(tallies) ? 0 : 1;
}

async function killMigrations(rounds: number): Promise<Tally[]> {
  await buildEngine();
  return soakMigrations(rounds, (line) => process.stdout.write(`${line}\n`));
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
