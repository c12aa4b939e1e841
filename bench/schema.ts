import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { applySchema } from "../provider/schema/declarative/apply";
import { planSchema } from "../provider/schema/declarative/plan";
import { endPglite } from "../provider/schema/dev/pglite";
import { withSession } from "../provider/schema/drivers/open";
import { engine } from "../provider/schema/engine/engine";
import { startPostgres } from "../tools/engines/postgres";
import { buildEngine } from "../tools/schema/build-engine";
import { verdicts } from "./goals/goals";

/** What `npm run bench -- schema` measures unless it is given numbers of tables. */
const SIZES = [10, 100, 1000];
/** How often a step that changes nothing is repeated: the median counts. Large schemas speak for themselves. */
const REPEATS = 7;
const LARGE = 500;

interface Measure {
  database: string;
  tables: number;
  step: string;
  /** Wall time. Milliseconds; the median of `runs`. */
  ms: number;
  /** The quickest run: what the machine's other work took least from. */
  bestMs: number;
  /** Time that this process computed, without the databases. Milliseconds. */
  cpuMs: number;
  /** Time that the engine waited for answers, summed over the databases that it asked at once. Milliseconds. */
  databaseMs: number;
  /** Statements that the engine sent. */
  statements: number;
  runs: number;
}

type Run = Pick<Measure, "ms" | "cpuMs" | "databaseMs" | "statements">;

function schemaOf(tables: number, integer: string): string {
  const columns = Array.from({ length: 9 }, (_, i) =>
    `c${i} ${i % 2 ? "text" : "integer"}${i % 3 ? "" : " default 1"}`.replace("text default 1", "text"),
  );
  const table = (i: number) =>
    `create table t${i} (id ${integer} primary key, ${columns.join(", ")});\ncreate index t${i}_i on t${i} (c1, c2);\n`;
  return Array.from({ length: tables }, (_, i) => table(i)).join("");
}

async function once(work: () => Promise<unknown>): Promise<Run> {
  const before = engine.databaseTime;
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const after = engine.databaseTime;
  return {
    ms,
    cpuMs: (user + system) / 1000,
    databaseMs: after.milliseconds - before.milliseconds,
    statements: after.statements - before.statements,
  };
}

async function measure(
  where: Pick<Measure, "database" | "tables" | "step">,
  runs: number,
  work: () => Promise<unknown>,
): Promise<Measure> {
  const done: Run[] = [];
  while (done.length < runs) done.push(await once(work));
  const sorted = (key: keyof Run) => done.map((run) => Math.round(run[key])).sort((a, b) => a - b);
  const median = (key: keyof Run) => sorted(key)[Math.floor(runs / 2)] ?? 0;
  const [ms, cpuMs, databaseMs, statements] = (["ms", "cpuMs", "databaseMs", "statements"] as const).map(median);
  return { ...where, ms, bestMs: sorted("ms")[0], cpuMs, databaseMs, statements, runs } as Measure;
}

async function run(database: string, tables: number, url: string): Promise<Measure[]> {
  const desired = {
    sql: [{ name: "schema.sql", text: schemaOf(tables, database === "postgres" ? "bigint" : "integer") }],
  };
  const repeats = tables < LARGE ? REPEATS : 1;
  const step = (name: string, runs: number, work: () => Promise<unknown>) =>
    measure({ database, tables, step: name }, runs, work);
  const plan = () => withSession(url, {}, (target) => planSchema(target, { desired }));
  const inspect = () => withSession(url, {}, (session) => engine.inspect({ from: { session }, formats: ["hcl"] }));
  // The first plan of a process starts the engine and the dev database: what people feel on the second is what counts here.
  await plan();
  return [
    await step("plan from nothing", repeats, plan),
    await step("apply", 1, () => applySchema({ url, desired })),
    await step("plan in sync", repeats, plan),
    await step("inspect", repeats, inspect),
  ];
}

/** `npm run bench -- schema [TABLES…]`: inspect, plan and apply of tables of 10 columns. Prints a table and a line of JSON. */
async function main(sizes: readonly number[]): Promise<void> {
  await buildEngine();
  const directory = await mkdtemp(path.join(tmpdir(), "atlas-iac-bench-"));
  const server = await startPostgres();
  const measures: Measure[] = [];
  try {
    for (const tables of sizes) {
      await server.createDatabase(`b${tables}`);
      measures.push(...(await run("postgres", tables, `${server.url(`b${tables}`)}&search_path=public`)));
      measures.push(...(await run("sqlite", tables, `sqlite://${path.join(directory, `${tables}.db`)}`)));
    }
  } finally {
    await endPglite();
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
  console.table(measures);
  const median = (wanted: string) =>
    measures.find(({ database, tables, step }) => database === "postgres" && tables === 100 && step === wanted)?.ms;
  process.stdout.write(verdicts({ schemaPlan: median("plan in sync"), schemaInspect: median("inspect") }));
  console.log(JSON.stringify({ bench: "schema", measures }));
}

const given = process.argv.slice(2).map(Number);
if (given.some((tables) => !Number.isInteger(tables) || tables < 1)) {
  process.stderr.write("usage: npm run bench -- schema [TABLES…]\n");
  process.exitCode = 2;
} else {
  main(given.length > 0 ? given : SIZES).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
