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

/** `npm run bench -- schema`: times inspect, plan and apply of schemas of 10, 100 and 1,000 tables of 10 columns. Prints a table and a line of JSON. */

const SIZES = [10, 100, 1000];

interface Measure {
  database: string;
  tables: number;
  step: string;
  /** Wall time, and the part of it spent waiting for databases. Milliseconds. */
  ms: number;
  databaseMs: number;
  statements: number;
}

function schemaOf(tables: number, integer: string): string {
  const columns = Array.from({ length: 9 }, (_, i) =>
    `c${i} ${i % 2 ? "text" : "integer"}${i % 3 ? "" : " default 1"}`.replace("text default 1", "text"),
  );
  const table = (i: number) =>
    `create table t${i} (id ${integer} primary key, ${columns.join(", ")});\ncreate index t${i}_i on t${i} (c1, c2);\n`;
  return Array.from({ length: tables }, (_, i) => table(i)).join("");
}

async function measure(database: string, tables: number, step: string, work: () => Promise<unknown>): Promise<Measure> {
  const before = engine.databaseTime;
  const started = performance.now();
  await work();
  const ms = performance.now() - started;
  const after = engine.databaseTime;
  const databaseMs = after.milliseconds - before.milliseconds;
  return {
    database,
    tables,
    step,
    ms: Math.round(ms),
    databaseMs: Math.round(databaseMs),
    statements: after.statements - before.statements,
  };
}

async function run(database: string, tables: number, url: string): Promise<Measure[]> {
  const desired = {
    sql: [{ name: "schema.sql", text: schemaOf(tables, database === "postgres" ? "bigint" : "integer") }],
  };
  const inSession = (step: string, work: Parameters<typeof withSession<unknown>>[2]) =>
    measure(database, tables, step, () => withSession(url, {}, work));
  const plan = (step: string) => inSession(step, (target) => planSchema(target, { desired }));
  // The first plan of a process starts the engine and the dev database: what people feel on the second is what counts here.
  await plan("warm up");
  const measures = [await plan("plan from nothing")];
  measures.push(await measure(database, tables, "apply", () => applySchema({ url, desired })));
  measures.push(await plan("plan in sync"));
  measures.push(await inSession("inspect", (session) => engine.inspect({ from: { session }, formats: ["hcl"] })));
  return measures;
}

async function main(): Promise<void> {
  await buildEngine();
  const directory = await mkdtemp(path.join(tmpdir(), "atlas-iac-bench-"));
  const server = await startPostgres();
  const measures: Measure[] = [];
  try {
    for (const tables of SIZES) {
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
  console.log(JSON.stringify({ bench: "schema", measures }));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
