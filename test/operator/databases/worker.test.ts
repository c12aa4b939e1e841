import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DatabaseWorker } from "../../../provider/operator/databases/worker/worker";
import { runCommand } from "../../../tools/engines/command";
import { descendants } from "../../../tools/engines/process-tree";
import { buildEngine } from "../../../tools/schema/build-engine";
import { until } from "../runtime/harness/until";

const signal = new AbortController().signal;

/** Whether a process runs. One that has ended and that nobody has asked for does not. */
async function lives(pid: number): Promise<boolean> {
  const { stdout } = await runCommand("ps", ["-o", "stat=", "-p", String(pid)]);
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}

/** Whether that is why: what is asked again is let in sooner or later. */
function isBusy(error: unknown): false {
  expect(error).toMatchObject({ code: "TargetBusy" });
  return false;
}

describe("the process that works on databases", { timeout: 120_000 }, () => {
  let directory: string;
  let worker: DatabaseWorker;
  beforeAll(async () => {
    await buildEngine();
    directory = mkdtempSync(join(tmpdir(), "atlas-iac-worker-"));
  });
  afterEach(() => worker?.stop());
  afterAll(() => rmSync(directory, { recursive: true }));

  const task = (name: string, sql: string) => ({
    kind: "AtlasSchema" as const,
    spec: { url: `sqlite://${join(directory, name)}`, schema: { sql } },
    run: { firstRun: true },
  });

  it("is started for work, and ends when there is none for a while", async () => {
    worker = new DatabaseWorker({ idleMs: 50 });
    expect(worker.pid).toBeUndefined();
    const progress: string[] = [];
    const onProgress = (text: string): void => void progress.push(text);
    const { report, status } = await worker.apply(task("a.db", "CREATE TABLE a (id int)"), { signal, onProgress });
    expect(report.steps).toMatchObject([{ title: 'create "a" table' }]);
    expect(status).toEqual({ observed_hash: report.hash, last_applied: expect.any(Number) });
    expect(progress[0]).toContain("1 of 1");
    await until("it has ended", () => worker.pid === undefined);
  });

  it("tells why something was refused, by the words that it was refused with", async () => {
    worker = new DatabaseWorker();
    await worker.apply(task("b.db", "CREATE TABLE a (id int)"), { signal });
    const other = task("b.db", "CREATE TABLE b (id int)");
    const { refusal } = await worker.foresee(other, { signal });
    expect(refusal).toMatchObject({ code: "SchemaChangeRefused", refused: "FirstRunDestructive" });
    await expect(worker.apply(other, { signal })).rejects.toMatchObject({ code: refusal?.code, failure: refusal });
  });

  it("may be killed: what it was at fails by name, and a new one does the next task", async () => {
    worker = new DatabaseWorker();
    await worker.apply(task("c.db", "CREATE TABLE a (id int)"), { signal });
    const { pid } = worker;
    const doomed = worker.apply(task("c.db", "CREATE TABLE a (id int)"), { signal });
    if (pid) process.kill(pid, "SIGKILL");
    await expect(doomed).rejects.toMatchObject({ code: "WorkerEnded", message: expect.stringContaining("SIGKILL") });
    await worker.apply(task("c.db", "CREATE TABLE a (id int)"), { signal });
    expect(worker.pid).not.toBe(pid);
  });

  it("tries by itself what ran when it was killed, so that what ended it ends nothing else", async () => {
    worker = new DatabaseWorker();
    await worker.apply(task("f.db", "CREATE TABLE a (id int)"), { signal });
    const suspects = [task("g.db", "CREATE TABLE a (id int)"), task("h.db", "CREATE TABLE a (id int)")] as const;
    const running = suspects.map((one) => worker.apply(one, { signal }));
    if (worker.pid) process.kill(worker.pid, "SIGKILL");
    const ends = await Promise.allSettled(running);
    expect(ends).toMatchObject(suspects.map(() => ({ status: "rejected", reason: { code: "WorkerEnded" } })));

    const innocent = task("i.db", "CREATE TABLE a (id int)");
    const busy = { code: "TargetBusy" };
    const onTrial = worker.apply(suspects[0], { signal });
    await expect(worker.apply(innocent, { signal })).rejects.toMatchObject(busy);
    await onTrial;
    const others = worker.apply(innocent, { signal });
    await expect(worker.apply(suspects[1], { signal })).rejects.toMatchObject(busy);
    await others;
    await worker.apply(suspects[1], { signal });
    await Promise.all([...suspects, innocent].map((one) => worker.apply(one, { signal })));
  });

  it("has what may have ended it end nothing that lasts: beside that it is tried then", async () => {
    worker = new DatabaseWorker({ trialMs: 10, patienceMs: 300 });
    const [long, late] = [task("j.db", "CREATE TABLE a (id int)"), task("k.db", "CREATE TABLE a (id int)")];
    const running = worker.apply(late, { signal });
    if (worker.pid) process.kill(worker.pid, "SIGKILL");
    await Promise.allSettled([running]);

    const lasting = worker.apply(long, { signal });
    const pid = worker.pid ?? 0;
    // Nothing is done there, for as long as it takes.
    process.kill(pid, "SIGSTOP");
    await expect(worker.apply(late, { signal })).rejects.toMatchObject({ code: "TargetBusy" });
    let tried: Promise<unknown> | undefined;
    await until("it is let in", async () => {
      const attempt = worker.apply(late, { signal });
      if (worker.apart.length > 0) tried = attempt;
      else await expect(attempt).rejects.toMatchObject({ code: "TargetBusy" });
      return tried !== undefined;
    });
    // It is the one, and ends its process again.
    for (const one of worker.apart) process.kill(one, "SIGKILL");
    await expect(tried).rejects.toMatchObject({ code: "WorkerEnded" });
    await until("it is done", async () => worker.apply(late, { signal }).then(Boolean, isBusy));
    expect(worker.apart).toEqual([]);
    expect(await lives(pid)).toBe(true);
    process.kill(pid, "SIGCONT");
    expect((await lasting).report.steps).toHaveLength(1);
  });

  it("is ended where a statement knows no end, which has longer by itself: whatever else is to be done is done", async () => {
    worker = new DatabaseWorker({ silenceMs: 4_000, trialMs: 10 });
    const numbers = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) AS m FROM c";
    const hog = () => worker.apply(task("l.db", `CREATE TABLE a AS ${numbers}`), { signal });
    await expect(hog()).rejects.toMatchObject({
      code: "WorkerEnded",
      message: expect.stringContaining("busy for 4 s"),
    });
    // On a machine that has little time for it, what has an end may seem to have none; not each time.
    const innocent = () => worker.apply(task("m.db", "CREATE TABLE a (id int)"), { signal });
    await until("other work is done", () => innocent().then(Boolean, () => false));
    const since = performance.now();
    const again = expect(hog()).rejects.toMatchObject({ message: expect.stringContaining("SIGKILL") });
    await until("other work is done beside it", () => innocent().then(Boolean, () => false));
    await until("it has had longer", () => performance.now() - since > 6_000);
    expect(worker.apart).toHaveLength(1);
    await worker.stop();
    await again;
  });

  it("does nothing for whoever has given up", async () => {
    worker = new DatabaseWorker();
    const given = AbortSignal.abort(new Error("given up"));
    await expect(worker.apply(task("d.db", "CREATE TABLE a (id int)"), { signal: given })).rejects.toThrow("given up");
    expect(worker.pid).toBeUndefined();
  });

  it("ends with an operator that is killed", async () => {
    const program = `
      const { DatabaseWorker } = require("./provider/operator/databases/worker/worker");
      const task = ${JSON.stringify(task("e.db", "CREATE TABLE a (id int)"))};
      void new DatabaseWorker().apply(task, { signal: new AbortController().signal }).then(() => console.log("done"));
      setInterval(() => undefined, 1_000);`;
    const operator = spawn(process.execPath, ["--import=tsx", "--eval", program], {
      cwd: join(__dirname, "../../.."),
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(operator.stdout, "data");
    const below = await descendants(operator.pid ?? 0);
    const worked = below.filter(({ command }) => command.includes("databases/worker/child"));
    expect(worked).toHaveLength(1);
    operator.kill("SIGKILL");
    await until("its worker has ended", async () => {
      const left = await Promise.all(worked.map(({ pid }) => lives(pid)));
      return left.every((one) => !one);
    });
  });
});
