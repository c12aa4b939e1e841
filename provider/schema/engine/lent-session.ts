import type { Dialect, Session, SqlRows, SqlValue } from "../drivers/session";
import { withoutUnknownExtras } from "./mysql-extras";
import { quickColumns } from "./postgres-columns";
import { quickComments } from "./postgres-comments";
import { withIndexDetails, withInvalidIndexes } from "./postgres-indexes";
import { quickTables } from "./postgres-tables";
import { refuseKeysToNothing, withResolvedReferences } from "./sqlite-foreign-keys";
import { capitaliseWhere, ofOneTable } from "./sqlite-indexes";
import { withEscapedNames } from "./sqlite-names";
import { withoutVirtualTables } from "./sqlite-virtual-tables";

type WireValue = string | number | boolean | null | { int: string } | { bytes: string };

function decode(value: WireValue): SqlValue {
  if (value === null || typeof value !== "object") return value;
  return "int" in value ? BigInt(value.int) : Buffer.from(value.bytes, "base64");
}

function decodeAll(text: string): SqlValue[] {
  return text === "[]" ? [] : (JSON.parse(text) as WireValue[]).map(decode);
}

/** What the library asks and understands is amended on its way, where it is slow or at a loss. */
const AMENDED: Record<
  Dialect,
  { ask?(sql: string, version: string): string; answer?(result: SqlRows, sql: string): SqlRows }
> = {
  postgres: { ask: (sql, version) => quickComments(withIndexDetails(quickColumns(quickTables(sql), version))) },
  mysql: { answer: withoutUnknownExtras },
  mariadb: { answer: withoutUnknownExtras },
  sqlite: {
    ask: (sql) => withoutVirtualTables(ofOneTable(withResolvedReferences(withEscapedNames(sql)))),
    answer: (result, sql) => refuseKeysToNothing(capitaliseWhere(result), sql),
  },
};
const unchanged = <T>(given: T): T => given;

export interface LoanTerms {
  /** Of a database that is to be changed, the engine is told what is unfinished there too. */
  toBeChanged?: boolean;
  /** How statements are executed. Default: by the session. */
  execute?: Session["execute"];
}

/** A session as the engine sees it, for as long as a call lasts. Arguments are JSON. One statement runs at a time. */
export class LentSession {
  readonly #ahead = new Map<string, Promise<SqlRows>>();
  /** Settles when what was asked ahead has been answered; never rejects. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly session: Session,
    private readonly terms: LoanTerms,
  ) {}

  /**
   * Asks what the engine is about to ask, so that the database works on it while the engine reads earlier answers. Failures are
   * told to the one who asks in earnest.
   */
  askAhead(sql: string, args: string): void {
    const answer = this.#turn.then(() => this.#ask(sql, args));
    this.#ahead.set(keyOf(sql, args), answer);
    this.#turn = answer.catch(() => undefined);
  }

  async query(sql: string, args: string): Promise<SqlRows> {
    const key = keyOf(sql, args);
    const ahead = this.#ahead.get(key);
    this.#ahead.delete(key);
    if (ahead) return ahead;
    await this.#turn;
    return this.#ask(sql, args);
  }

  async execute(sql: string, args: string): Promise<number> {
    await this.settled();
    const { execute = this.session.execute.bind(this.session) } = this.terms;
    return execute(sql, decodeAll(args));
  }

  /** Waits until nothing runs that was asked ahead, and forgets the answers that nobody asked for: they are of a time gone by. */
  async settled(): Promise<void> {
    this.#ahead.clear();
    await this.#turn;
  }

  async #ask(sql: string, args: string): Promise<SqlRows> {
    const { dialect, version } = this.session;
    const { ask = unchanged, answer = unchanged } = AMENDED[dialect];
    const told = this.terms.toBeChanged && dialect === "postgres" ? withInvalidIndexes(sql, version) : sql;
    return answer(await this.session.query(ask(told, version), decodeAll(args)), sql);
  }
}

function keyOf(sql: string, args: string): string {
  return `${args}\n${sql}`;
}
