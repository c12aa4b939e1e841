import { lookAgainMs } from "../drivers/lock-wait";
import { openSession, withSession } from "../drivers/open";
import { isMySqlFamily, records, type Session } from "../drivers/session";
import type { DatabaseUrl } from "../drivers/url";

/** How the server knows a session. Empty where it has no such thing. */
export async function backendOf(session: Session): Promise<string> {
  if (session.dialect === "sqlite") return "";
  const { rows } = await session.query(
    session.dialect === "postgres" ? "SELECT pg_backend_pid()" : "SELECT CONNECTION_ID()",
  );
  return rows[0]?.[0] ?? "";
}

const POSTGRES = `
SELECT pid, usename AS who, application_name AS program, coalesce(client_addr::text, 'local') AS host,
       state, left(regexp_replace(query, '\\s+', ' ', 'g'), 120) AS query,
       extract(epoch FROM now() - coalesce(xact_start, backend_start))::int AS seconds
  FROM pg_stat_activity WHERE pid = ANY (pg_blocking_pids($1::int))`;

// Only sessions with an open transaction can hold the lock of a table. Which of them it is, not every server tells.
const MYSQL = `
SELECT p.ID AS pid, p.USER AS who, '' AS program, p.HOST AS host, p.COMMAND AS state, LEFT(COALESCE(p.INFO, ''), 120) AS query,
       TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS seconds
  FROM information_schema.INNODB_TRX t JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
 WHERE p.ID <> ?`;

// LOCK TABLES begins no transaction, and which session did it is not told without a plugin: where
// the backend waits for such a lock, it can be any session that works in its database.
const MYSQL_OTHERS = `
SELECT p.ID AS pid, p.USER AS who, '' AS program, p.HOST AS host, p.COMMAND AS state, LEFT(COALESCE(p.INFO, ''), 120) AS query,
       p.TIME AS seconds
  FROM information_schema.PROCESSLIST w
  JOIN information_schema.PROCESSLIST p ON p.ID NOT IN (w.ID, CONNECTION_ID()) AND (p.DB = w.DB OR p.DB IS NULL OR w.DB IS NULL)
 WHERE w.ID = ? AND w.STATE LIKE 'Waiting for %' AND COALESCE(p.STATE, '') NOT LIKE 'Waiting for %'
   AND p.USER NOT IN ('system user', 'event_scheduler') AND p.COMMAND NOT IN ('Daemon', 'Slave_IO', 'Slave_SQL') AND p.COMMAND NOT LIKE 'Binlog Dump%'
 ORDER BY p.DB IS NULL, p.TIME DESC LIMIT 5`;

type Found = Record<string, string | null>;

const lineOf = ({ pid, who, program, host, state, query, seconds }: Found) => {
  const name = program ? `${who} (${program})` : who;
  return `session ${pid} of ${name} on ${host}, for ${seconds} s, ${state}: ${query || "no statement"}`;
};

/** One line for each session that stands in the way of `backend`, or that may, where the server does not tell which does. */
export async function blockersOf(observer: Session, backend: string): Promise<string[]> {
  const ofMySql = isMySqlFamily(observer.dialect);
  const rows = await records(observer, ofMySql ? MYSQL : POSTGRES, [backend]);
  if (rows.length > 0 || !ofMySql) return rows.map(lineOf);
  return (await records(observer, MYSQL_OTHERS, [backend])).map((row) => `maybe ${lineOf(row)}`);
}

/**
 * Watches one session from another while it works, to say afterwards who made it wait. Costs a connection only for statements
 * that take long.
 */
export class BlockerWatch {
  #seen: string[] = [];
  #observer: Session | undefined;

  constructor(
    readonly url: DatabaseUrl,
    readonly backend: string,
    readonly afterMs: number,
    /** Stops the statement that runs, at the server, and lets none run after it. */
    readonly stop?: AbortSignal,
  ) {}

  /** Who stood in the way the last time somebody did. */
  get seen(): readonly string[] {
    return this.#seen;
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.stop?.throwIfAborted();
    if (!this.backend) return work();
    this.#seen = [];
    let [looking, cancelling] = [Promise.resolve(), Promise.resolve()];
    let timer: NodeJS.Timeout | undefined;
    let over = false;
    const started = performance.now();
    // Work of several statements can come late to the one that waits.
    const lookLater = (pause: number): void => {
      if (over) return;
      timer = setTimeout(() => {
        looking = this.#look().then(() => lookLater(lookAgainMs(this.afterMs, performance.now() - started)));
      }, pause);
    };
    const cancel = () => {
      cancelling = this.#cancel();
    };
    lookLater(this.afterMs);
    this.stop?.addEventListener("abort", cancel, { once: true });
    try {
      return await work();
    } finally {
      over = true;
      clearTimeout(timer);
      this.stop?.removeEventListener("abort", cancel);
      await Promise.all([looking, cancelling]);
    }
  }

  async close(): Promise<void> {
    await this.#observer?.close();
  }

  /** Ends the statement, not the session: its transaction is rolled back and its row written as after any failure. */
  async #cancel(): Promise<void> {
    try {
      await withSession(this.url, {}, (other) =>
        other.dialect === "postgres"
          ? other.query("SELECT pg_cancel_backend($1::int)", [this.backend])
          : other.query(`KILL QUERY ${Number(this.backend)}`),
      );
    } catch (error) {
      // The statement then runs to its end, and is the last one.
      this.#seen = [`the statement cannot be stopped: ${error instanceof Error ? error.message : String(error)}`];
    }
  }

  async #look(): Promise<void> {
    try {
      this.#observer ??= await openSession(this.url);
      const blockers = await blockersOf(this.#observer, this.backend);
      if (blockers.length > 0) this.#seen = blockers;
    } catch (error) {
      // A right that is missing here must not fail the work that is watched.
      this.#seen = [`unknown: ${error instanceof Error ? error.message : String(error)}`];
    }
  }
}
