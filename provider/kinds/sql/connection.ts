import type { Resolved } from "../../../sdk/model/markers";
import type { DatabaseTarget } from "../../../sdk/model/sql-database/target";
import { credentialsUrl, DatabaseUrlError, displayUrl, parseDatabaseUrl } from "../../schema";

type Target = Resolved<DatabaseTarget>;

/** How a declared database is connected to. Both are secrets. */
export interface Connection {
  url: string;
  devUrl?: string;
}

/**
 * How a declared database is connected to. A Secret wins over a plain value, as upstream has it.
 * @throws DatabaseUrlError when it is not said, or the parts make no URL
 */
export function connectionOf({ url, urlFrom, credentials, devURL, devURLFrom }: Target): Connection {
  const target = urlFrom?.secretKeyRef ?? url ?? (credentials && urlOf(credentials));
  if (target === undefined || target === "") {
    throw new DatabaseUrlError("no target database is defined", { hint: "Give url, urlFrom or credentials." });
  }
  return { url: target, devUrl: devURLFrom?.secretKeyRef ?? devURL };
}

function urlOf(credentials: NonNullable<Target["credentials"]>): string {
  const {
    scheme = "",
    user,
    userFrom,
    password,
    passwordFrom,
    host,
    hostFrom,
    port,
    database,
    parameters,
  } = credentials;
  return credentialsUrl({
    scheme,
    user: userFrom?.secretKeyRef ?? user,
    password: passwordFrom?.secretKeyRef ?? password,
    host: hostFrom?.secretKeyRef ?? host,
    port,
    database,
    parameters,
  });
}

/**
 * Names the database that a URL leads to, whoever logs in: `postgres://db:5432/app?search_path=public`.
 * @throws DatabaseUrlError when it is no URL of a database
 */
export function databaseOf(url: string): string {
  return displayUrl({ ...parseDatabaseUrl(url), user: undefined });
}
