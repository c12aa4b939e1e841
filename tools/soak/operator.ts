import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runVisibly } from "../test/run-visibly";
import { sumUp, type Tally } from "./report";

const REPOSITORY = path.resolve(__dirname, "../..");
const TESTS = ["crashes", "crashes-of-every-kind", "databases-crashes", "kills", "outages", "trouble"].map(
  (name) => `test/operator/${name}.test.ts`,
);

/**
 * Kills the operator at every one of its calls, and at every write for every sort of object, of which the tests take some; and a hundred
 * times a round at random, while it looks after a hundred objects, which the tests do ten times. Lets the API server be away for a minute, and looks for memory that is not given back.
 */
export async function soakOperator(rounds: number): Promise<Tally[]> {
  const directory = await mkdtemp(path.join(tmpdir(), "soak-"));
  try {
    const file = path.join(directory, "tallies");
    await writeFile(file, "");
    const vitest = path.join(REPOSITORY, "node_modules/vitest/vitest.mjs");
    const env = { ...process.env, ATLAS_IAC_SOAK_ROUNDS: `${rounds}`, ATLAS_IAC_SOAK_TALLIES: file };
    const exitCode = await runVisibly(
      process.execPath,
      [vitest, "run", "--testTimeout=600000", ...TESTS],
      REPOSITORY,
      env,
    );
    const lines = (await readFile(file, "utf8")).split("\n").filter(Boolean);
    const tallies = sumUp(lines.map((line) => JSON.parse(line) as Tally));
    const none = { kills: 0, resumed: 0, undecidable: 0, lost: 0, twice: 0 };
    const failed = { what: "operator", ...none, faults: ["tests failed: see their output"] };
    return exitCode === 0 ? tallies : [...tallies, failed];
  } finally {
    await rm(directory, { recursive: true });
  }
}
