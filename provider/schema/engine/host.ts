import type { Dialect, Session, SqlRows, SqlValue } from "../drivers/session";
import { withoutUnknownExtras } from "./mysql-extras";
import { quickColumns } from "./postgres-columns";
import { withIndexDetails, withInvalidIndexes } from "./postgres-indexes";
import { withResolvedReferences } from "./sqlite-foreign-keys";
import { capitaliseWhere, ofOneTable } from "./sqlite-indexes";
import { withoutVirtualTables } from "./sqlite-virtual-tables";

type WireValue = string | number | boolean | null | { int: string } | { bytes: string };

function decode(value: WireValue): SqlValue {
  if (value === null || typeof value !== "object") return value;
  return "int" in value ? BigInt(value.int) : Buffer.from(value.bytes, "base64");
}

function decodeAll(text: string): SqlValue[] {
  return text === "[]" ? [] : (JSON.parse(text) as WireValue[]).map(decode);
}

/**
 * A result in the form that the engine reads quickest: the number of columns and a comma, then the names and all values, each
 * with its length in bytes and a colon before it, or a dash for null.
 */
export function frame({ columns, rows }: SqlRows): string {
  const framed = (value: string | null) => (value === null ? "-" : `${Buffer.byteLength(value)}:${value}`);
  return `${columns.length},${columns.map(framed).join("")}${rows.map((row) => row.map(framed).join("")).join("")}`;
}

/** What the library asks and understands is amended on its way, where it is slow or at a loss. */
const AMENDED: Record<Dialect, { ask?(sql: string, version: string): string; answer?(result: SqlRows): SqlRows }> = {
  postgres: { ask: (sql, version) => withIndexDetails(quickColumns(sql, version)) },
  mysql: { answer: withoutUnknownExtras },
  mariadb: { answer: withoutUnknownExtras },
  sqlite: { ask: (sql) => withoutVirtualTables(ofOneTable(withResolvedReferences(sql))), answer: capitaliseWhere },
};
const unchanged = <T>(given: T): T => given;

/** Tells an engine at work what it asks of the world. Question and answer go as JSON. */
export type Answer<Question> = (question: Question) => Promise<unknown>;

interface Lent {
  session: Session;
  /** Of a database that is to be changed, the engine is told what is unfinished there too. */
  toBeChanged?: boolean;
  /** How statements are executed. Default: by the session. */
  execute?: Session["execute"];
}

/** The engine's way out: sessions and answers by number, for as long as a call that uses them lasts. */
export class EngineHost {
  readonly #sessions = new Map<number, Lent>();
  readonly #answers = new Map<number, (question: string) => Promise<unknown>>();
  #next = 1;
  /** Milliseconds spent waiting for databases, and statements sent to them. */
  readonly spent = { milliseconds: 0, statements: 0 };

  lend(session: Session, terms: Omit<Lent, "session"> = {}): number {
    const id = this.#next++;
    this.#sessions.set(id, { session, ...terms });
    return id;
  }

  takeBack(id: number): void {
    this.#sessions.delete(id);
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

  async query(id: number, sql: string, args: string): Promise<string> {
    return this.#timed(async () => {
      const { session, toBeChanged } = this.#lent(id);
      const { ask = unchanged, answer = unchanged } = AMENDED[session.dialect];
      const asked = toBeChanged && session.dialect === "postgres" ? withInvalidIndexes(sql, session.version) : sql;
      return frame(answer(await session.query(ask(asked, session.version), decodeAll(args))));
    });
  }

  async exec(id: number, sql: string, args: string): Promise<string> {
    return this.#timed(async () => {
      const { session, execute = session.execute.bind(session) } = this.#lent(id);
      return String(await execute(sql, decodeAll(args)));
    });
  }

  #lent(id: number): Lent {
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
