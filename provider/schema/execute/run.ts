import { setTimeout as sleep } from "node:timers/promises";
import { isMySqlFamily, type Session } from "../drivers/session";
import { inStrictMode } from "../drivers/sql-mode";
import { StatementError } from "../errors";
import { quotedStatement } from "../excerpt";
import type { BlockerWatch } from "./blockers";
import { executeAlone } from "./concurrently";
import type { Segment } from "./segments";

/** A statement that is about to run, or has run. */
export interface StatementProgress {
  /** Index among all statements, from 0. */
  index: number;
  total: number;
  statement: string;
  /** Set when it is done. Milliseconds. */
  tookMs?: number;
}

/** Some statements failed. What ran before and was not rolled back is in `applied`. */
export class RunError extends Error {
  constructor(
    /** Empty where all of them ran, and the transaction could not be begun or committed. */
    readonly statement: string,
    readonly applied: readonly string[],
    override readonly cause: Error,
    /** Who stood in the way, when it gave up waiting. */
    readonly blockers: readonly string[],
    /** What was being done, where that was none of the statements. */
    readonly doing?: string,
  ) {
    const who = blockers.length > 0 ? `; in the way: ${blockers.join("; ")}` : "";
    super(`${doing ?? `executing statement ${quotedStatement(statement, cause)}`}: ${cause.message}${who}`, { cause });
  }
}

/** Codes with which the servers give up waiting for a lock, or for another's transaction. */
const GAVE_UP = new Set(["55P03", "40P01", "40001", "ER_LOCK_WAIT_TIMEOUT", "ER_LOCK_DEADLOCK", "SQLITE_5"]);

/** Whether the same statement can succeed a moment later. */
export function isLockFailure(error: unknown): boolean {
  return error instanceof StatementError && error.databaseCode !== undefined && GAVE_UP.has(error.databaseCode);
}

export interface RunOptions {
  watch?: BlockerWatch;
  onStatement?: (progress: StatementProgress) => void;
  /** How often a segment is tried that waits for others in vain. Default 3. */
  attempts?: number;
}

async function inTransaction(session: Session, work: () => Promise<void>): Promise<void> {
  await session.begin().catch(asRunError("beginning the transaction"));
  try {
    await work();
    await session.commit().catch(asRunError("committing the transaction"));
  } catch (error) {
    // The reason is what failed; a connection that is gone cannot be rolled back, and need not be.
    await session.rollback().catch(() => undefined);
    throw error;
  }
}

/** Runs the statements of one plan, and knows which of them took effect. */
class Run {
  readonly applied: string[] = [];
  readonly #total: number;

  constructor(
    readonly session: Session,
    segments: readonly Segment[],
    readonly options: RunOptions,
  ) {
    this.#total = segments.reduce((sum, segment) => sum + segment.statements.length, 0);
  }

  /** Tries a segment until it succeeds, fails for a reason of its own, or has waited for others too often. */
  async segment(segment: Segment): Promise<void> {
    const attempts = this.options.attempts ?? 3;
    for (let attempt = 1; ; attempt++) {
      const ran: string[] = [];
      try {
        const work = () => this.#statements(segment, ran);
        await (segment.transaction ? inTransaction(this.session, work) : work());
        this.applied.push(...segment.statements);
        return;
      } catch (error) {
        // MySQL commits with every DDL statement: what ran has run.
        const kept = segment.transaction && !isMySqlFamily(this.session.dialect) ? [] : ran;
        if (!(error instanceof RunError)) throw error;
        if (attempt === attempts || kept.length > 0 || !isLockFailure(error.cause)) {
          const { statement, cause, blockers, doing } = error;
          throw new RunError(statement, [...this.applied, ...kept], cause, blockers, doing);
        }
        await sleep(200 * 2 ** attempt);
      }
    }
  }

  async #statements({ statements, transaction }: Segment, ran: string[]): Promise<void> {
    for (const statement of statements) {
      await this.#one(statement, this.applied.length + ran.length, transaction);
      ran.push(statement);
    }
  }

  async #one(statement: string, index: number, transaction: boolean): Promise<void> {
    const { watch, onStatement } = this.options;
    onStatement?.({ index, total: this.#total, statement });
    const started = performance.now();
    const work = () => (transaction ? this.session.execute(statement) : executeAlone(this.session, statement));
    try {
      await (watch ? watch.during(work) : work());
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      throw new RunError(statement, [], cause, isLockFailure(cause) ? [...(watch?.seen ?? [])] : []);
    }
    onStatement?.({ index, total: this.#total, statement, tookMs: performance.now() - started });
  }
}

/** What fails beside the statements is no fault of any of them. */
function asRunError(doing: string) {
  return (error: unknown): never => {
    const cause = error instanceof Error ? error : new Error(String(error));
    throw new RunError("", [], cause, [], doing);
  };
}

/** Runs segments of a plan in order. @throws RunError */
export async function runSegments(
  session: Session,
  segments: readonly Segment[],
  options: RunOptions = {},
): Promise<void> {
  const run = new Run(session, segments, options);
  await inStrictMode(session, async () => {
    for (const segment of segments) await run.segment(segment);
  });
}
