import path from "node:path";
import { endPglite } from "../../provider/schema/dev/pglite";
import { byDesign, summaryOf } from "../schema/golden/by-design";
import { type CommandCase, commandCases, replayCommands } from "../schema/golden/commands";
import { declarativeCases, replayDeclarative } from "../schema/golden/declarative";
import { DATABASES, type GoldenDatabase, type GoldenServer, startGolden } from "../schema/golden/servers";
import { replayVersioned, versionedCases } from "../schema/golden/versioned";

/** Replays the recorded answers of the official command line against ours: `golden-schema.ts PATH [database] [case] [-v]`. */
async function main(): Promise<void> {
  const [root, ...rest] = process.argv.slice(2);
  if (!root) throw new Error("usage: golden-schema.ts PATH [database] [case] [-v]");
  const verbose = rest.includes("-v");
  const [database, only] = rest.filter((arg) => arg !== "-v");
  const chosen = DATABASES.filter((name) => !database || name === database);
  for (const name of chosen) await replayDatabase(root, name, only, verbose);
  await endPglite();
}

async function replayDatabase(
  root: string,
  database: GoldenDatabase,
  only: string | undefined,
  verbose: boolean,
): Promise<void> {
  const server = await startGolden(database);
  let same = 0;
  try {
    const cases = declarativeCases(path.join(root, "declarative", database)).filter(
      (one) => !only || one.name === only,
    );
    for (const one of cases) {
      const differences = await replayDeclarative(one, server);
      if (differences.length === 0) same += 1;
      else console.log(`${database} ${one.name}: ${differences.map((difference) => difference.what).join(", ")}`);
      if (!verbose) continue;
      for (const { what, recorded, ours } of differences)
        console.log(`--- ${what}, recorded\n${recorded}\n--- ours\n${ours}\n`);
    }
    console.log(`${database}: ${same} of ${cases.length} declarative cases the same`);
    await replayMigrations(root, database, only, server);
    await replayCommandLines(root, database, only, server, verbose);
  } finally {
    await server.stop();
  }
}

async function replayMigrations(
  root: string,
  database: GoldenDatabase,
  only: string | undefined,
  server: GoldenServer,
): Promise<void> {
  const cases = versionedCases(path.join(root, "versioned"), database).filter((one) => !only || one.name === only);
  let same = 0;
  for (const one of cases) {
    const differences = await replayVersioned(one, server);
    if (differences.length === 0) same += 1;
    for (const difference of differences) console.log(`${database} ${one.name} ${difference}`);
  }
  console.log(`${database}: ${same} of ${cases.length} versioned cases the same`);
}

/** Replays one case, and prints what of it nobody expects; all that differs when `verbose`. */
async function replayCommandLine(one: CommandCase, server: GoldenServer, verbose: boolean) {
  const differences = await replayCommands(one, server);
  const expected = byDesign(one);
  const meant = `${expected?.differs ?? []}` === `${summaryOf(one, differences)}`;
  if (!meant && differences.length === 0) console.log(`${one.database} ${one.name}: no longer otherwise`);
  for (const { where, what, recorded, ours } of meant && !verbose ? [] : differences) {
    console.log(`${one.database} ${where}: ${what}${meant ? ` (${expected?.because})` : ""}`);
    if (verbose) console.log(`--- recorded\n${recorded}\n--- ours\n${ours}\n`);
  }
  if (differences.length === 0) return "same";
  return meant ? "otherwise" : "different";
}

async function replayCommandLines(
  root: string,
  database: GoldenDatabase,
  only: string | undefined,
  server: GoldenServer,
  verbose: boolean,
): Promise<void> {
  const cases = commandCases(root, database).filter((one) => !only || one.name === only);
  const counts = { same: 0, otherwise: 0, different: 0 };
  for (const one of cases) counts[await replayCommandLine(one, server, verbose)] += 1;
  const { same, otherwise } = counts;
  console.log(`${database}: ${same} of ${cases.length} command lines the same, ${otherwise} otherwise by design`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
