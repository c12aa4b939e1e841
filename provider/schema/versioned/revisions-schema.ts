import { quoteName, type Session } from "../drivers/session";
import { MigrationError, StatementError } from "../errors";

/** What databases answer who may not make a schema. */
const NOT_ALLOWED: readonly (string | undefined)[] = ["42501", "ER_DBACCESS_DENIED_ERROR"];

/**
 * Makes the schema of the history where there is none. It is looked for first: `CREATE SCHEMA IF NOT EXISTS` needs the right to make
 * one even where there is nothing to make.
 * @throws MigrationError that says what to do where it is missing, and must not be made
 */
export async function createSchema(session: Session, schema: string): Promise<void> {
  const sql =
    session.dialect === "postgres"
      ? "SELECT 1 FROM pg_namespace WHERE nspname = $1"
      : "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?";
  if ((await session.query(sql, [schema])).rows.length > 0) return;
  try {
    await session.execute(`CREATE SCHEMA IF NOT EXISTS ${quoteName(session.dialect, schema)}`);
  } catch (cause) {
    if (!(cause instanceof StatementError) || !NOT_ALLOWED.includes(cause.databaseCode)) throw cause;
    throw new MigrationError(
      "StatementFailed",
      `the history of applied migrations belongs into schema ${schema}, which is not there, and cannot be made: ${cause.message}`,
      {
        cause,
        hint: `Have schema ${schema} made, with the right to create tables in it, or name another with revisionsSchema.`,
      },
    );
  }
}
