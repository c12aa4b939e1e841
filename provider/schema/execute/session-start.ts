import { isMySqlFamily, quoteName, quoteText, type Session } from "../drivers/session";
import { StatementError } from "../errors";

/** What a session was before files of migrations set what they need in it. */
export interface SessionStart {
  /**
   * Sets the session back: what one file sets is not for the next, which may as well be the first of another run.
   * @param ran the statements that ran since
   */
  restore(ran: readonly { text: string }[]): Promise<void>;
}

/**
 * Notes the settings of a session, the current schema among them.
 * @param inTransaction whether restoring must not end a transaction that is open then
 */
export async function sessionStart(session: Session, { inTransaction = false } = {}): Promise<SessionStart> {
  if (session.dialect === "postgres") return postgresStart(session);
  return isMySqlFamily(session.dialect) ? mysqlStart(session, inTransaction) : sqliteStart(session);
}

/** Restores what connecting gave, by URL, role and database, and then what we had set ourselves. Locks and temporary tables stay. */
async function postgresStart(session: Session): Promise<SessionStart> {
  const { rows } = await session.query("SELECT name, setting FROM pg_settings WHERE source = 'session' ORDER BY name");
  const calls = rows.map(([name, value]) => {
    const [setting, to] = [name, value].map((text) => quoteText("postgres", text ?? ""));
    return `SELECT set_config(${setting}, ${to}, false)`;
  });
  const all = ["RESET SESSION AUTHORIZATION", "RESET ROLE", "RESET ALL", ...calls].join("; ");
  return { restore: async () => void (await session.execute(all)) };
}

/** Variables that change by themselves, and that are no settings. */
export const OF_THE_MOMENT = new Set([
  ...["timestamp", "insert_id", "last_insert_id", "identity", "rand_seed1", "rand_seed2"],
  ...["error_count", "warning_count", "pseudo_thread_id", "in_transaction"],
]);

/** Variables that follow the current database. */
const OF_THE_DATABASE = new Set(["character_set_database", "collation_database"]);

/** What SET TRANSACTION sets, by the names that servers have for it. */
const OF_TRANSACTIONS = new Set(["transaction_isolation", "tx_isolation", "transaction_read_only", "tx_read_only"]);

const variablesOf = async (session: Session) =>
  (await session.query("SHOW SESSION VARIABLES")).rows.map(([name, value]) => [name ?? "", value ?? ""] as const);

/** The server can reset a session only with the locks it holds: here goes back what statements name, one by one. */
async function mysqlStart(session: Session, inTransaction: boolean): Promise<SessionStart> {
  const before = new Map(await variablesOf(session));
  const database = await currentDatabase(session);
  const role = await currentRole(session);
  return {
    async restore(ran) {
      if (database !== null && (await currentDatabase(session)) !== database) {
        await session.execute(`USE ${quoteName(session.dialect, database)}`);
      }
      await forget(session, ran);
      const words = wordsOfSettings(ran);
      if (words.size === 0) return;
      if (role !== undefined && words.has("role") && (await currentRole(session)) !== role) {
        await session.execute(`SET ROLE ${role}`);
      }
      if (words.has("timestamp")) await session.execute("SET timestamp = DEFAULT");
      for (const [name, now] of await variablesOf(session)) {
        const then = before.get(name);
        if (then === undefined || then === now || OF_THE_MOMENT.has(name) || !isNamed(name, words)) continue;
        // Switched on, it commits.
        if (inTransaction && name === "autocommit") continue;
        await setVariable(session, name, then);
      }
    },
  };
}

function isNamed(name: string, words: ReadonlySet<string>): boolean {
  if (OF_THE_DATABASE.has(name)) return false;
  if (OF_TRANSACTIONS.has(name) && words.has("transaction")) return true;
  return words.has(name) || /^(?:character_set|collation)_/.test(name);
}

/** A name no longer than this can be one of a variable. */
const LONGEST_NAME = 64;

async function forget(session: Session, ran: readonly { text: string }[]): Promise<void> {
  const names = new Set(ran.flatMap(({ text }) => userVariablesIn(text)));
  const own = [...names].filter((name) => name.length <= LONGEST_NAME);
  if (own.length === 0) return;
  await session.execute(`SET ${own.map((name) => `@${quoteName(session.dialect, name)} = NULL`).join(", ")}`);
}

/** All words of statements that may set something. Those that bring the data are long, and set nothing but columns. */
function wordsOfSettings(ran: readonly { text: string }[]): Set<string> {
  const words = new Set<string>();
  for (const { text } of ran) {
    if (!/\bset\b/i.test(text) || /^(?:INSERT|REPLACE|UPDATE)\b/i.test(fromFirstWord(text))) continue;
    for (const [word] of text.matchAll(/\w+/g)) words.add(word.toLowerCase());
  }
  return words;
}

/** A statement of MySQL from its first word. What MySQL runs in a comment is none. */
export function fromFirstWord(text: string): string {
  const begin =
    /^(?:\s+|(?:--|#)[^\n]*\n|\/\*(?!M?!)(?:(?!\*\/)[\s\S])*\*\/|\/\*M?!9{5,}(?:(?!\*\/)[\s\S])*\*\/|\/\*M?!\d*)*/;
  return text.replace(begin, "");
}

/** The current role, as SET ROLE takes it; nothing where the server knows no roles (MySQL 5.7). */
async function currentRole(session: Session): Promise<string | undefined> {
  try {
    const role = (await session.query("SELECT CURRENT_ROLE()")).rows[0]?.[0] ?? "NONE";
    // MySQL quotes what it names, and names several; MariaDB does neither.
    return role === "NONE" || role.startsWith("`") ? role : quoteName(session.dialect, role);
  } catch (error) {
    if (error instanceof StatementError) return undefined;
    throw error;
  }
}

async function currentDatabase(session: Session): Promise<string | null> {
  return (await session.query("SELECT DATABASE()")).rows[0]?.[0] ?? null;
}

async function setVariable(session: Session, name: string, value: string): Promise<void> {
  const literal = /^-?\d+(?:\.\d+)?$/.test(value) ? value : quoteText(session.dialect, value);
  try {
    await session.execute(`SET SESSION ${name} = ${literal}`);
  } catch (error) {
    // One that only the whole server has was meant to be changed for all.
    if (!(error instanceof StatementError && error.databaseCode === "ER_GLOBAL_VARIABLE")) throw error;
  }
}

/** Names of the variables that statements of MySQL can have made: `@name`, which also follows the name of a user. */
export function userVariablesIn(text: string): string[] {
  const found = text.matchAll(/(?<![@\w])@(?:([\w$.]+)|`([^`]+)`|'([^']+)'|"([^"]+)")/g);
  return [...new Set([...found].map(([, ...names]) => (names.find(Boolean) ?? "").toLowerCase()))];
}

/** The pragmas that change nothing but their session, and say what they are set to. */
export const SESSION_PRAGMAS = [
  ...["foreign_keys", "ignore_check_constraints", "legacy_alter_table", "query_only", "recursive_triggers"],
  ...["reverse_unordered_selects", "trusted_schema", "writable_schema"],
] as const;

async function sqliteStart(session: Session): Promise<SessionStart> {
  const pragma = async (name: string) => (await session.query(`PRAGMA ${name}`)).rows[0]?.[0];
  const before = new Map<string, string | null | undefined>();
  for (const name of SESSION_PRAGMAS) before.set(name, await pragma(name));
  return {
    async restore() {
      for (const [name, value] of before) {
        if ((await pragma(name)) !== value) await session.execute(`PRAGMA ${name} = ${value}`);
      }
    },
  };
}
