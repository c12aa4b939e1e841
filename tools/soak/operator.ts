import path from "node:path";
import { runVisibly } from "../test/run-visibly";

const REPOSITORY = path.resolve(__dirname, "../..");

/** Kills the operator at every one of its calls, of which the tests take a few. Answers the exit code. */
export function soakOperator(rounds: number): Promise<number> {
  const vitest = path.join(REPOSITORY, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--testTimeout=600000", "test/operator/crashes.test.ts"];
  return runVisibly(process.execPath, args, REPOSITORY, { ...process.env, ATLAS_IAC_SOAK_ROUNDS: `${rounds}` });
}
