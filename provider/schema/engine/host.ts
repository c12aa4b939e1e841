import type { Session, SqlRows } from "../drivers/session";
import { LentSession, type LoanTerms } from "./lent-session";

/**
 * A result in the form that the engine reads quickest: the number of columns and a comma, then the names and all values, each
 * with its length in bytes and a colon before it, or a dash for null.
 */
export function frame({ columns, rows }: SqlRows): string {
  const framed = (value: string | null) => (value === null ? "-" : `${Buffer.byteLength(value)}:${value}`);
  return `${columns.length},${columns.map(framed).join("")}${rows.map((row) => row.map(framed).join("")).join("")}`;
}

/** Tells an engine at work what it asks of the world. Question and answer go as JSON. */
export type Answer<Question> = (question: Question) => Promise<unknown>;

/** The engine's way out: sessions and answers by number, for as long as a call that uses them lasts. */
export class EngineHost {
  readonly #sessions = new Map<number, LentSession>();
  readonly #answers = new Map<number, (question: string) => Promise<unknown>>();
  #next = 1;
  /** Milliseconds spent waiting for databases, and statements sent to them. */
  readonly spent = { milliseconds: 0, statements: 0 };

  lend(session: Session, terms: LoanTerms = {}): number {
    const id = this.#next++;
    this.#sessions.set(id, new LentSession(session, terms));
    return id;
  }

  /** Resolves when the engine does nothing any more in the session. */
  async takeBack(id: number): Promise<void> {
    const lent = this.#sessions.get(id);
    this.#sessions.delete(id);
    await lent?.settled();
  }

  lendAnswers<Question>(answer: Answer<Question>): number {
    const id = this.#next++;
    this.#answers.set(id, (question) => answer(JSON.parse(question) as Question));
    return id;
  }

  takeBackAnswers(id: number): void {
    this.#answers.delete(id);
  }

  async answer(id: number, question: string): Promise<string> {
    const answer = this.#answers.get(id);
    if (!answer) throw new Error(`nobody answers questions of call ${id} any more`);
    return JSON.stringify(await answer(question));
  }

  /** Says what will be queried next. */
  ahead(id: number, sql: string, args: string): void {
    this.#lent(id).askAhead(sql, args);
  }

  async query(id: number, sql: string, args: string): Promise<string> {
    return this.#timed(async () => frame(await this.#lent(id).query(sql, args)));
  }

  async exec(id: number, sql: string, args: string): Promise<string> {
    return this.#timed(async () => String(await this.#lent(id).execute(sql, args)));
  }

  #lent(id: number): LentSession {
    const lent = this.#sessions.get(id);
    if (!lent) throw new Error(`session ${id} is no longer lent to the engine`);
    return lent;
  }

  async #timed(work: () => Promise<string>): Promise<string> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.spent.milliseconds += performance.now() - started;
      this.spent.statements += 1;
    }
  }
}
