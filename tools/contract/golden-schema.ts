import path from "node:path";
import { endPglite } from "../../provider/schema/dev/pglite";
import type { ByDesign } from "../schema/golden/by-design";
import { commandsByDesign, summaryOf } from "../schema/golden/command-differences";
import { commandCases, replayCommands } from "../schema/golden/commands";
import { declarativeCases, replayDeclarative } from "../schema/golden/declarative";
import { libraryByDesign } from "../schema/golden/library-differences";
import { DATABASES, type GoldenDatabase, startGolden } from "../schema/golden/servers";
import { replayVersioned, stepOfDifference, versionedCases } from "../schema/golden/versioned";

/** What a replayed case came to. */
interface Replay {
  /** What is otherwise, as {@link ByDesign} lists it. */
  differs: readonly string[];
  /** The same at length. */
  told: readonly string[];
  expected: ByDesign | undefined;
}

/**
 * Replays the recorded answers of the official command line against ours: `golden-schema.ts PATH [database] [case] [-v]`. Fails when
 * something is otherwise that is not listed as meant, or no longer otherwise that is listed.
 */
async function main(): Promise<void> {
  const [root, ...rest] = process.argv.slice(2);
  if (!root) throw new Error("usage: golden-schema.ts PATH [database] [case] [-v]");
  const verbose = rest.includes("-v");
  const [database, only] = rest.filter((arg) => arg !== "-v");
  const chosen = DATABASES.filter((name) => !database || name === database);
  for (const name of chosen) if (!(await replayDatabase(root, name, only, verbose))) process.exitCode = 1;
  await endPglite();
}

/** Replays all that was recorded on a database; answers whether only what is listed is otherwise. */
async function replayDatabase(
  root: string,
  database: GoldenDatabase,
  only: string | undefined,
  verbose: boolean,
): Promise<boolean> {
  const chosen = <Case extends { name: string }>(cases: readonly Case[]) =>
    cases.filter(({ name }) => !only || name === only);
  const server = await startGolden(database);
  try {
    const declarative = chosen(declarativeCases(path.join(root, "declarative", database)));
    const versioned = chosen(versionedCases(path.join(root, "versioned"), database));
    const commands = chosen(commandCases(root, database));
    const verdicts = [
      await judged(`${database}, declarative cases`, declarative, verbose, async (one) => {
        const differences = await replayDeclarative(one, server);
        return {
          differs: differences.map(({ what }) => what),
          told: differences.map(({ what, recorded, ours }) => compared(what, recorded, ours)),
          expected: libraryByDesign(one.name, database),
        };
      }),
      await judged(`${database}, versioned cases`, versioned, verbose, async (one) => {
        const told = await replayVersioned(one, server);
        return { differs: told.map(stepOfDifference), told, expected: libraryByDesign(one.name, database) };
      }),
      await judged(`${database}, command lines`, commands, verbose, async (one) => {
        const differences = await replayCommands(one, server);
        return {
          differs: summaryOf(one, differences),
          told: differences.map(({ where, what, recorded, ours }) => compared(`${where}: ${what}`, recorded, ours)),
          expected: commandsByDesign(one),
        };
      }),
    ];
    return verdicts.every(Boolean);
  } finally {
    await server.stop();
  }
}

function compared(what: string, recorded: string, ours: string): string {
  return `--- ${what}, recorded\n${recorded}\n--- ours\n${ours}\n`;
}

/** Replays cases of one sort, and prints what nobody expects of them; all that differs when `verbose`. */
async function judged<Case extends { name: string }>(
  title: string,
  cases: readonly Case[],
  verbose: boolean,
  replay: (one: Case) => Promise<Replay>,
): Promise<boolean> {
  const counts = { same: 0, meant: 0, unexpected: 0 };
  for (const one of cases) {
    const { differs, told, expected } = await replay(one);
    const meant = `${differs}` === `${expected?.differs ?? []}`;
    if (!meant) counts.unexpected += 1;
    else if (expected) counts.meant += 1;
    else counts.same += 1;
    if (!meant) console.log(`${one.name}: ${differs.join(", ") || "no longer otherwise"}`);
    else if (verbose && expected) console.log(`${one.name}: ${expected.because}`);
    if (verbose) for (const difference of told) console.log(difference);
  }
  console.log(
    `${title}: ${counts.same} the same, ${counts.meant} otherwise by design, ${counts.unexpected} unexpected`,
  );
  return counts.unexpected === 0;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
