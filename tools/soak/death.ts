import { fork } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ApplyMigrationsRequest } from "../../provider/schema/versioned/apply";

const PROGRAM = path.join(__dirname, "run-migrations.ts");

/** When a run of migrations dies. Statements count over all files, from 0. */
export interface Death {
  /** By itself, right before a statement runs or right after its row is written. */
  at?: { statement: number; moment: "before" | "after" };
  /** Killed from outside, so many milliseconds after a statement began. */
  during?: { statement: number; afterMs: number };
}

/**
 * Runs migrations in another process until that dies. Answers once it is dead: the signal, or null when it was done before. Rejects
 * when the run failed by itself.
 */
export function runAndDie(request: ApplyMigrationsRequest, { at, during }: Death): Promise<NodeJS.Signals | null> {
  return new Promise((resolve, reject) => {
    const child = fork(PROGRAM, { execArgv: ["--import", "tsx"] });
    child.on("message", async ({ started }: { started: number }) => {
      if (started !== during?.statement) return;
      await sleep(during.afterMs);
      child.kill("SIGKILL");
    });
    child.on("error", reject);
    child.on("exit", (exitCode, signal) => {
      if (exitCode) reject(new Error(`the run failed by itself, with exit code ${exitCode}`));
      else resolve(signal);
    });
    child.send({ request, dieAt: at });
  });
}
