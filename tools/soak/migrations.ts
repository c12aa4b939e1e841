import { withSession } from "../../provider/schema/drivers/open";
import { MigrationError, StatementError } from "../../provider/schema/errors";
import { type ApplyMigrationsRequest, applyMigrations } from "../../provider/schema/versioned/apply";
import { computeSum } from "../../provider/schema/versioned/directory";
import { migrationStatus } from "../../provider/schema/versioned/status";
import { type GoldenServer, startGolden } from "../schema/golden/servers";
import { type Death, runAndDie } from "./death";
import type { Tally } from "./report";

/** The databases, and the transaction modes that make a difference on them. MariaDB commits with every statement. */
const DATABASES = [
  { title: "PostgreSQL 18", server: "postgres18", modes: ["file", "all", "none"] },
  { title: "MariaDB", server: "mariadb", modes: ["file", "all", "none"] },
  { title: "SQLite", server: "sqlite", modes: ["file", "all", "none"] },
] as const;

type Server = (typeof DATABASES)[number]["server"];
type Mode = NonNullable<ApplyMigrationsRequest["txMode"]>;

/** Takes a second, and leaves a table. */
const SLOW: Partial<Record<Server, string>> = {
  postgres18: "create table b as select pg_sleep(1)::text as x",
  mariadb: "create table b as select sleep(1) as x",
};

/** Five statements in two files. Each leaves one thing behind: none of it tells a second run from the first by failing. */
function filesOf(slow: string | undefined): Record<string, string> {
  return {
    "1_init.sql": "create table log (n varchar(9));\ninsert into log values ('one');\ncreate table a (id int);\n",
    "2_next.sql": `insert into log values ('two');\n${slow ?? "create table b (id int)"};\n`,
  };
}

type Effect = { table: string } | { row: string };

/** What each statement of each file leaves behind. */
const EFFECTS: Readonly<Record<string, readonly Effect[]>> = {
  "1_init.sql": [{ table: "log" }, { row: "one" }, { table: "a" }],
  "2_next.sql": [{ row: "two" }, { table: "b" }],
};

const STATEMENTS = [0, 1, 2, 3, 4];
/** Before and after every statement, some moments into every statement, and in the midst of the slow one. */
const DEATHS: (Death & { slow?: boolean })[] = [
  ...STATEMENTS.flatMap((statement) => (["before", "after"] as const).map((moment) => ({ at: { statement, moment } }))),
  ...STATEMENTS.map((statement) => ({ during: { statement, afterMs: statement * 2 } })),
  { slow: true, during: { statement: 4, afterMs: 400 } },
];

/** How often an effect is there. */
async function timesOf(url: string, effect: Effect): Promise<number> {
  return withSession(url, {}, async (session) => {
    if ("row" in effect) return (await session.query(`select n from log where n = '${effect.row}'`)).rows.length;
    return session.query(`select * from ${effect.table}`).then(
      () => 1,
      (error: unknown) => {
        if (error instanceof StatementError) return 0;
        throw error;
      },
    );
  });
}

/** Runs the rest. Where that stops because only people can know, looks at the database as they would, and says so. */
async function finish(request: ApplyMigrationsRequest, tally: Tally): Promise<void> {
  try {
    await applyMigrations(request);
    tally.resumed += 1;
  } catch (error) {
    const [, file = "", number] = /(\S+) was interrupted while its statement (\d+) ran/.exec(String(error)) ?? [];
    const effect = EFFECTS[file]?.[Number(number) - 1];
    if (!(error instanceof MigrationError && error.reason === "Undecidable" && effect)) throw error;
    tally.undecidable += 1;
    const interrupted = (await timesOf(request.url, effect)) > 0 ? "ran" : "not-run";
    await applyMigrations({ ...request, interrupted });
  }
}

/** Looks for what was lost, and for what happened twice. */
async function judge(request: ApplyMigrationsRequest, tally: Tally): Promise<void> {
  const { status } = await migrationStatus(request);
  if (status !== "OK") throw new Error(`the status is ${status} after the run that finished`);
  for (const effect of Object.values(EFFECTS).flat()) {
    const times = await timesOf(request.url, effect);
    if (times === 0) tally.lost += 1;
    if (times > 1) tally.twice += 1;
  }
}

async function killOnce(
  server: GoldenServer,
  name: Server,
  txMode: Mode,
  death: (typeof DEATHS)[number],
  tally: Tally,
) {
  const files = filesOf(death.slow ? SLOW[name] : undefined);
  const { url } = await server.fresh(false);
  const request = { url, txMode, waitMs: 60_000, files: { ...files, "atlas.sum": await computeSum(files) } };
  if ((await runAndDie(request, death)) === null) {
    // It was quicker than its murderer: nothing to count, but it must have done all.
    await judge(request, tally);
    return;
  }
  tally.kills += 1;
  await finish(request, tally);
  await judge(request, tally);
}

/** Kills runs of migrations on every database, in every transaction mode. */
export async function soakMigrations(rounds: number, progress: (line: string) => void): Promise<Tally[]> {
  const tallies: Tally[] = [];
  for (const { title, server: name, modes } of DATABASES) {
    const server = await startGolden(name);
    try {
      for (const mode of modes) {
        const tally = {
          what: `migrations on ${title}, mode \`${mode}\``,
          kills: 0,
          resumed: 0,
          undecidable: 0,
          lost: 0,
          twice: 0,
          faults: [] as string[],
        };
        const deaths = DEATHS.filter((death) => !death.slow || SLOW[name]);
        for (const death of Array.from({ length: rounds }, () => deaths).flat()) {
          await killOnce(server, name, mode, death, tally).catch((error: unknown) => {
            tally.faults.push(`${JSON.stringify(death)}: ${error instanceof Error ? error.message : String(error)}`);
          });
        }
        tallies.push(tally);
        progress(
          `${tally.what}: ${tally.kills} kills, ${tally.resumed} resumed, ${tally.undecidable} stopped, ${tally.faults.length} faults`,
        );
      }
    } finally {
      await server.stop();
    }
  }
  return tallies;
}
