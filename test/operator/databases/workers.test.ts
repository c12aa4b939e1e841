import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DatabaseWorkers } from "../../../provider/operator/databases/worker/workers";
import { buildEngine } from "../../../tools/schema/build-engine";

const { signal } = new AbortController();

describe("the processes that work on databases", { timeout: 60_000 }, () => {
  let directory: string;
  let workers: DatabaseWorkers;
  beforeAll(async () => {
    await buildEngine();
    directory = mkdtempSync(join(tmpdir(), "atlas-iac-workers-"));
  });
  afterEach(() => workers?.stop());
  afterAll(() => rmSync(directory, { recursive: true }));

  const apply = (target: Record<string, unknown>) => {
    const spec = { ...target, schema: { sql: "CREATE TABLE a (id int)" } };
    return workers.apply({ kind: "AtlasSchema", spec, run: { firstRun: true } }, { signal });
  };

  it("keep no server waiting for a statement of SQLite, which stops all that its process is at", async () => {
    workers = new DatabaseWorkers();
    await apply({ url: `sqlite://${join(directory, "a.db")}` });
    const { files = 0 } = workers.pids;
    expect(workers.pids).toEqual({ files: expect.any(Number), servers: undefined });
    process.kill(files, "SIGSTOP");
    // Nothing listens there; whoever is asked says so, unless he has no time.
    const nowhere = apply({ url: "postgres://u:p@127.0.0.1:1/db?sslmode=disable" });
    await expect(nowhere).rejects.toMatchObject({ code: "DatabaseConnection" });
    expect(workers.pids).toEqual({ files, servers: expect.any(Number) });
  });

  it.each([
    { target: (file: string) => ({ urlFrom: { secretKeyRef: `sqlite3://${file}` } }), because: "a Secret says so" },
    { target: (database: string) => ({ credentials: { scheme: "sqlite", database } }), because: "its scheme says so" },
  ])("know a file where $because", async ({ target, because }) => {
    workers = new DatabaseWorkers();
    await apply(target(join(directory, `${because}.db`)));
    expect(workers.pids).toEqual({ files: expect.any(Number), servers: undefined });
  });
});
