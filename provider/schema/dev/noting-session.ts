import type { Session, SqlRows, SqlValue, TransactionOptions } from "../drivers/session";
import type { Fence } from "./fence";

const TEMPORARY_TABLE =
  /\bcreate\s+(?:or\s+replace\s+)?temporary\s+table\s+(?:if\s+not\s+exists\s+)?((?:`[^`]+`|"[^"]+"|[^\s(`"])+)/gi;

/** A session that notes what it is given to execute, to tell later what can have come of that, and keeps it inside a fence. */
export class NotingSession implements Session {
  readonly #ran: string[] = [];

  constructor(
    private readonly session: Session,
    private readonly fence?: Fence,
    /** Lets no statement begin once it is aborted. */
    private readonly stop?: AbortSignal,
  ) {}

  get dialect() {
    return this.session.dialect;
  }

  get version() {
    return this.session.version;
  }

  get schema() {
    return this.session.schema;
  }

  get where() {
    return this.session.where;
  }

  get filesMode() {
    return this.session.filesMode;
  }

  async query(sql: string, args?: readonly SqlValue[]): Promise<SqlRows> {
    this.stop?.throwIfAborted();
    return this.session.query(sql, args);
  }

  async execute(sql: string, args?: readonly SqlValue[]): Promise<number> {
    this.stop?.throwIfAborted();
    this.fence?.(sql);
    this.#ran.push(sql);
    return this.session.execute(sql, args);
  }

  reading<T>(work: () => Promise<T>, scratch?: boolean): Promise<T> {
    return this.session.reading(work, scratch);
  }

  begin(options?: TransactionOptions): Promise<void> {
    return this.session.begin(options);
  }

  commit(): Promise<void> {
    return this.session.commit();
  }

  rollback(): Promise<void> {
    return this.session.rollback();
  }

  close(): Promise<void> {
    return this.session.close();
  }

  /** Names, without a database, of the temporary tables that statements of MySQL can have made. */
  temporaryTables(): Set<string> {
    const said = this.#ran.flatMap((sql) => [...sql.matchAll(TEMPORARY_TABLE)].map(([, name = ""]) => name));
    return new Set(said.map((name) => (/[^.`"]+(?=[`"]?$)/.exec(name) ?? [name])[0]));
  }

  /** Whether a name, in whatever case, is a word of something that was executed. */
  hasNamed(name: string): boolean {
    const literally = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const word = new RegExp(`(?<![\\p{L}\\p{N}_$])${literally}(?![\\p{L}\\p{N}_$])`, "iu");
    return this.#ran.some((sql) => word.test(sql));
  }
}
