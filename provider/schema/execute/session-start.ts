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

/** Notes the settings of a session, the current schema among them. */
export async function sessionStart(session: Session): Promise<SessionStart> {
  if (session.dialect === "postgres") return postgresStart(session);
  return isMySqlFamily(session.dialect) ? mysqlStart(session) : sqliteStart(session);
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
const OF_THE_MOMENT = new Set([
  ...["timestamp", "insert_id", "last_insert_id", "identity", "rand_seed1", "rand_seed2"],
  ...["error_count", "warning_count", "pseudo_thread_id", "in_transaction"],
]);

const variablesOf = async (session: Session) =>
  (await session.query("SHOW SESSION VARIABLES")).rows.map(([name, value]) => [name ?? "", value ?? ""] as const);

/** The server can reset a session only with the locks it holds: here goes back what statements name, one by one. */
async function mysqlStart(session: Session): Promise<SessionStart> {
  const before = new Map(await variablesOf(session));
  const database = await currentDatabase(session);
  return {
    async restore(ran) {
      const text = ran.map((one) => one.text).join("\n");
      if (database !== null && (await currentDatabase(session)) !== database) {
        await session.execute(`USE ${quoteName(session.dialect, database)}`);
      }
      const own = userVariablesIn(text).map((name) => `@${quoteName(session.dialect, name)} = NULL`);
      if (own.length > 0) await session.execute(`SET ${own.join(", ")}`);
      if (!/\bset\b/i.test(text)) return;
      const words = new Set(text.toLowerCase().match(/\w+/g));
      if (words.has("timestamp")) await session.execute("SET timestamp = DEFAULT");
      const named = (name: string) => words.has(name) || /^(?:character_set|collation)_/.test(name);
      for (const [name, now] of await variablesOf(session)) {
        const then = before.get(name);
        if (then === undefined || then === now || OF_THE_MOMENT.has(name) || !named(name)) continue;
        await setVariable(session, name, then);
      }
    },
  };
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
