import type { Session, SqlValue } from "../drivers/session";
import { capitaliseWhere } from "./sqlite-indexes";

type WireValue = string | number | boolean | null | { int: string } | { bytes: string };

function decode(value: WireValue): SqlValue {
  if (value === null || typeof value !== "object") return value;
  return "int" in value ? BigInt(value.int) : Buffer.from(value.bytes, "base64");
}

function decodeAll(text: string): SqlValue[] {
  return text === "[]" ? [] : (JSON.parse(text) as WireValue[]).map(decode);
}

/** The engine's way out: sessions by number, for as long as a call that uses them lasts. */
export class EngineHost {
  readonly #sessions = new Map<number, Session>();
  #next = 1;
  /** Milliseconds spent waiting for databases, and statements sent to them. */
  readonly spent = { milliseconds: 0, statements: 0 };

  lend(session: Session): number {
    const id = this.#next++;
    this.#sessions.set(id, session);
    return id;
  }

  takeBack(id: number): void {
    this.#sessions.delete(id);
  }

  async query(id: number, sql: string, args: string): Promise<string> {
    return this.#timed(async () => {
      const session = this.#session(id);
      const result = await session.query(sql, decodeAll(args));
      return JSON.stringify(session.dialect === "sqlite" ? capitaliseWhere(result) : result);
    });
  }

  async exec(id: number, sql: string, args: string): Promise<string> {
    return this.#timed(async () => String(await this.#session(id).execute(sql, decodeAll(args))));
  }

  #session(id: number): Session {
    const session = this.#sessions.get(id);
    if (!session) throw new Error(`session ${id} is no longer lent to the engine`);
    return session;
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
