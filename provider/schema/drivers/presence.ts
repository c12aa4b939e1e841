import { ConnectionError } from "../errors";
import { withSession } from "./open";
import type { Session } from "./session";

/**
 * Whether the database that a URL names, or the schema that it is bound to, is not there: as its server says, or because there is no
 * such file.
 * @throws ConnectionError where nobody can tell
 */
export async function isAbsent(url: string): Promise<boolean> {
  try {
    return await withSession(url, { absentFile: "refuse" }, lacksSchema);
  } catch (error) {
    if (error instanceof ConnectionError && error.absent) return true;
    throw error;
  }
}

/** PostgreSQL lets sessions be bound to schemas that it does not have. */
async function lacksSchema(session: Session): Promise<boolean> {
  if (session.dialect !== "postgres" || session.schema === "") return false;
  const { rows } = await session.query("SELECT 1 FROM pg_namespace WHERE nspname = $1", [session.schema]);
  return rows.length === 0;
}
