import { quoteName, type Session } from "../drivers/session";
import { MigrationError, StatementError } from "../errors";
import type { Revisions } from "./revisions";
import { TABLE } from "./revisions-table";

/** Whom a session acted as before a file of PostgreSQL set a role, which need not have a right to the table of the revisions. */
export interface OwnRole {
  /** Has the session act as that again: once what the file does as another is done. */
  resume(): Promise<void>;
  /** Writes as the role that the file set, where what is left of the file needs it. @throws MigrationError that names the role */
  writing<T>(name: string, work: () => Promise<T>): Promise<T>;
}

const asNow: OwnRole = { resume: async () => undefined, writing: (_, work) => work() };

/** Notes whom a session acts as. */
export async function ownRole(session: Session, revisions: Revisions): Promise<OwnRole> {
  if (session.dialect !== "postgres") return asNow;
  const roles = async () => (await session.query("SELECT current_user, session_user")).rows[0] ?? [];
  const own = String(await roles());
  return {
    async resume() {
      if (String(await roles()) !== own) await session.execute("RESET SESSION AUTHORIZATION; RESET ROLE");
    },
    async writing(name, work) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof StatementError && error.databaseCode === INSUFFICIENT_PRIVILEGE)) throw error;
        // In a transaction that the file began, nothing can be asked any more.
        const now = await roles().catch(() => undefined);
        throw String(now) === own ? error : refused(name, now?.[0] ?? undefined, error, revisions);
      }
    },
  };
}

const INSUFFICIENT_PRIVILEGE = "42501";

function refused(name: string, role: string | undefined, cause: Error, { session, schema }: Revisions): MigrationError {
  const q = (text: string) => quoteName(session.dialect, text);
  const who = role === undefined ? "that role" : q(role);
  return new MigrationError(
    "TransactionMode",
    `${name} set ${role === undefined ? "a role" : `the role ${who}`}, which may not note how far the file came: ${cause.message}`,
    {
      cause,
      hint: `Run the file in a transaction, where that is noted before and after it; or grant ${who} USAGE on schema ${q(schema)}, and SELECT, INSERT and UPDATE on ${q(schema)}.${q(TABLE)}.`,
    },
  );
}
