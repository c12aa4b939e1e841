import { ConnectionError, DatabaseUrlError } from "../errors";
import { Redaction } from "./redact";
import type { Dialect, Session, SqlRows, SqlValue } from "./session";
import { type DatabaseUrl, displayUrl } from "./url";

/** How to keep the password of a connection out of texts, and where it leads. */
export interface Opening {
  redaction: Redaction;
  where: string;
}

/** What sessions on a server have in common: one transaction at a time, and an end. */
export abstract class ServerSession implements Session {
  abstract readonly dialect: Dialect;
  protected inTransaction = false;
  readonly where: string;
  protected readonly redaction: Redaction;
  #closed = false;

  constructor(
    { redaction, where }: Opening,
    readonly version: string,
    readonly schema: string,
  ) {
    this.redaction = redaction;
    this.where = where;
  }

  abstract query(sql: string, args?: readonly SqlValue[]): Promise<SqlRows>;
  abstract execute(sql: string, args?: readonly SqlValue[]): Promise<number>;
  /** Ends the connection. */
  protected abstract end(): Promise<void>;

  reading<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  async begin(): Promise<void> {
    await this.execute("BEGIN");
    this.inTransaction = true;
  }

  async commit(): Promise<void> {
    this.inTransaction = false;
    await this.execute("COMMIT");
  }

  async rollback(): Promise<void> {
    if (!this.inTransaction) return;
    this.inTransaction = false;
    await this.execute("ROLLBACK");
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.end();
  }
}

/** The parameters of a URL that are none of the client's own: settings of the session. */
export function sessionSettings(url: DatabaseUrl, ofClient: ReadonlySet<string>): Map<string, string> {
  return new Map([...url.parameters].filter(([name]) => !ofClient.has(name)));
}

/** The error of a connection that ended while it was used. */
export function connectionLost(error: unknown, redaction: Redaction): ConnectionError {
  return new ConnectionError(`the connection to the database was lost: ${redaction.text(messageOf(error))}`);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ("code" in error ? String(error.code) : error.name);
}

const REACH_HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Nothing listens there: start the server, or correct the host and port in the URL.",
  ENOTFOUND: "No address is known for that host: correct it in the URL, or look into the DNS of this machine.",
  ETIMEDOUT: "Nothing answers there: look for a firewall in between, or correct the host and port in the URL.",
};

/** What to do where a server cannot be reached, by the system's code; Node.js gathers those of several addresses of one name. */
function reachHintOf(error: unknown): string | undefined {
  const all = error instanceof AggregateError ? [error, ...error.errors] : [error];
  const codes = all.map((one: unknown) => (one instanceof Error && "code" in one ? String(one.code) : ""));
  return codes.map((code) => REACH_HINTS[code]).find((hint) => hint !== undefined);
}

/** What servers say of a database that they do not have: PostgreSQL, then MySQL and MariaDB. */
const ABSENT: ReadonlySet<string> = new Set(["3D000", "ER_BAD_DB_ERROR"]);

/**
 * Opens a session on a server. What keeps it from opening becomes a {@link ConnectionError} that shows no password; `hintOf`
 * tells what to do about it.
 */
export async function openOnServer(
  url: DatabaseUrl,
  open: (opening: Opening) => Promise<Session>,
  hintOf: (error: unknown, message: string) => string | undefined = () => undefined,
): Promise<Session> {
  const redaction = new Redaction([url.password]);
  const where = displayUrl(url);
  try {
    return await open({ redaction, where });
  } catch (error) {
    if (error instanceof DatabaseUrlError) throw error;
    const message = redaction.text(messageOf(error));
    // Not kept as the cause: drivers quote what they were given.
    throw new ConnectionError(`cannot connect to ${where}: ${message}`, {
      hint: hintOf(error, message) ?? reachHintOf(error),
      absent: error instanceof Error && "code" in error && ABSENT.has(String(error.code)),
    });
  }
}
