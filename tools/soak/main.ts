import { resolve } from "node:path";
import { runVisibly } from "../test/run-visibly";

const REPOSITORY = resolve(__dirname, "../..");

/**
 * `npm run soak [-- ROUNDS]`: kills runs of migrations at every statement, before and after it, in every transaction mode, on every
 * database that can be had; 80 kills a round, three rounds unless told otherwise. Takes long, and is no part of the tests.
 */
async function main([rounds = "3", ...rest]: readonly string[]): Promise<number> {
  if (!/^[1-9]\d*$/.test(rounds) || rest.length > 0) {
    process.stderr.write("usage: npm run soak [-- ROUNDS]\n");
    return 2;
  }
  const vitest = resolve(REPOSITORY, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--testTimeout=120000", "test/schema/versioned/kill.test.ts"];
  return runVisibly(process.execPath, args, REPOSITORY, { ...process.env, ATLAS_IAC_SOAK_ROUNDS: rounds });
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
