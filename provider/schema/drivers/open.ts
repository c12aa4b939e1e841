import { openMySql } from "./mysql";
import { openPostgres } from "./postgres";
import type { Session, SessionLimits } from "./session";
import { openSqlite } from "./sqlite";
import { type DatabaseUrl, parseDatabaseUrl } from "./url";

/** Opens a session on the database that a URL names. */
export async function openSession(url: string | DatabaseUrl, limits: SessionLimits = {}): Promise<Session> {
  const parsed = typeof url === "string" ? parseDatabaseUrl(url) : url;
  switch (parsed.dialect) {
    case "postgres":
      return openPostgres(parsed, limits);
    case "mysql":
    case "mariadb":
      return openMySql(parsed, limits);
    case "sqlite":
      return openSqlite(parsed, limits);
  }
}

/** Runs `work` with a session that is closed afterwards, whatever happens. */
export async function withSession<T>(
  url: string | DatabaseUrl,
  limits: SessionLimits,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession(url, limits);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}
