/**
 * The program of the child process that holds the in-process PostgreSQL. A process of its own, because the memory it takes
 * (some 500 MB) comes back only with its end. It imports nothing of ours, so that it runs from source as from the build.
 */
import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { zstdDecompressSync } from "node:zlib";
import { PGlite } from "@electric-sql/pglite";

export interface PgliteRequest {
  id: number;
  sql: string;
  args: (string | number | boolean | null)[];
}

export interface PgliteFailure {
  message: string;
  code?: string;
  detail?: string;
  hint?: string;
  position?: string;
}

export interface PgliteReply {
  id: number;
  columns?: string[];
  rows?: (string | null)[][];
  affected?: number;
  failure?: PgliteFailure;
}

function failureOf(error: unknown): PgliteFailure {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, code, detail, hint, position } = error as Error & PgliteFailure;
  return { message, code, detail, hint, position };
}

/** Tells the parent. One that ended meanwhile is no failure: without the callback, Node would throw where nobody catches. */
function tell(reply: PgliteReply): void {
  process.send?.(reply, undefined, undefined, (error) => {
    if (error) process.exit(0);
  });
}

/** Starts from the prepared data directory, where there is one. */
async function open(dataFile: string): Promise<PGlite> {
  let packed: Buffer;
  try {
    packed = await readFile(dataFile);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return PGlite.create();
    throw error;
  }
  return PGlite.create({ loadDataDir: new Blob([new Uint8Array(zstdDecompressSync(packed))]) });
}

async function serve(): Promise<void> {
  const database = await open(process.argv[2] ?? "");
  const raw = (text: string) => text;
  const parsers = Object.fromEntries(Object.keys(database.parsers).map((oid) => [oid, raw]));
  const options = { rowMode: "array" as const, parsers };

  async function answer({ id, sql, args }: PgliteRequest): Promise<PgliteReply> {
    try {
      const results = args.length > 0 ? [await database.query(sql, args, options)] : await database.exec(sql, options);
      const last = results.at(-1);
      const columns = last?.fields.map((field) => field.name) ?? [];
      return { id, columns, rows: (last?.rows ?? []) as (string | null)[][], affected: last?.affectedRows ?? 0 };
    } catch (error) {
      return { id, failure: failureOf(error) };
    }
  }

  process.on("message", (request: PgliteRequest) => {
    void answer(request).then(tell);
  });
  tell({ id: 0 });
}

/**
 * What a thread of its own does: it ends the process when the parent is gone. While a statement runs, the main thread hears of no
 * disconnect and no signal, and a statement can run for ever.
 */
const WATCH = `const parent = ${process.ppid};
setInterval(() => process.ppid === parent || process.kill(process.pid, "SIGKILL"), 1000);`;

new Worker(WATCH, { eval: true }).unref();
// Ctrl-C reaches every process of a terminal, and some supervisors signal all of a pod: who works with it ends it, when that is done.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => undefined);
// The parent is gone: nobody is left to serve.
process.on("disconnect", () => process.exit(0));
serve().catch((error: unknown) => {
  tell({ id: 0, failure: failureOf(error) });
  process.exitCode = 1;
});
