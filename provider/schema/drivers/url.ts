import { DatabaseUrlError, UnsupportedDatabaseError } from "../errors";
import { isForeignUrl } from "./foreign-url";
import type { Dialect } from "./session";

/** A database URL in its parts, decoded. */
export interface DatabaseUrl {
  dialect: Dialect;
  user?: string;
  password?: string;
  host?: string;
  port?: number;
  /** Path of a Unix socket, for the `+unix` forms. */
  socket?: string;
  /** Database of a server; path of an SQLite file. Empty: none. */
  database: string;
  /** Schema the connection is bound to; empty: all of them. */
  schema: string;
  parameters: URLSearchParams;
  /** SQLite: a database that lives as long as its connection. */
  memory?: boolean;
}

const DIALECTS: Record<string, Dialect> = {
  postgres: "postgres",
  postgresql: "postgres",
  mysql: "mysql",
  "mysql+unix": "mysql",
  mariadb: "mariadb",
  maria: "mariadb",
  "mariadb+unix": "mariadb",
  "maria+unix": "mariadb",
  sqlite: "sqlite",
  sqlite3: "sqlite",
};

function dialectOf(scheme: string): Dialect {
  const dialect = DIALECTS[scheme];
  if (dialect) return dialect;
  if (isForeignUrl(`${scheme}://`)) throw new UnsupportedDatabaseError(scheme);
  if (scheme === "atlas" || scheme === "env" || scheme === "docker" || scheme.startsWith("docker+")) {
    throw new DatabaseUrlError(`a ${scheme}:// URL names no database that can be connected to`, {
      hint: "Give the URL of a running database, such as postgres://user:password@host:5432/database.",
    });
  }
  throw new DatabaseUrlError(`unknown driver ${JSON.stringify(scheme)} in the database URL`, {
    hint: "Known are postgres, mysql, mariadb and sqlite, as in postgres://user:password@host:5432/database?search_path=public.",
  });
}

function decode(text: string, what: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not kept as the cause: it would quote the text.
    throw new DatabaseUrlError(
      `the ${what} in the database URL has a % that is not followed by two hexadecimal digits`,
      {
        hint: "Write special characters percent-encoded: % is %25, # is %23, / is %2F, @ is %40.",
      },
    );
  }
}

const ENCODE_HINT =
  "Write special characters of user and password percent-encoded: # is %23, / is %2F, ? is %3F, @ is %40, : is %3A.";

function authority(text: string): Pick<DatabaseUrl, "user" | "password" | "host" | "port"> {
  const at = text.lastIndexOf("@");
  const userInfo = at < 0 ? undefined : text.slice(0, at);
  const address = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(text.slice(at + 1));
  const [, host = "", port] = address ?? [];
  if (!address || (port !== undefined && port !== "" && !isPort(port))) {
    // What stands where a port should be can be the rest of a password: it is not shown.
    throw new DatabaseUrlError("the database URL has no valid port", { hint: ENCODE_HINT });
  }
  const colon = userInfo?.indexOf(":") ?? -1;
  const user = userInfo === undefined ? undefined : colon < 0 ? userInfo : userInfo.slice(0, colon);
  return {
    user: user ? decode(user, "user name") : undefined,
    password: userInfo !== undefined && colon >= 0 ? decode(userInfo.slice(colon + 1), "password") : undefined,
    host: host.replace(/^\[|\]$/g, "") || undefined,
    port: port ? Number(port) : undefined,
  };
}

/**
 * Parses the URL forms of Atlas. Never shows any part of the URL but its scheme in an error.
 *
 * - PostgreSQL: `postgres://…/database?search_path=schema`; without `search_path`, all schemas. Also with `user`, `password`, `host`,
 *   `port` and `dbname` as parameters.
 * - MySQL and MariaDB: `mysql://…/schema`, without a path all schemas; `mysql+unix://user:password@/socket?database=schema`.
 * - SQLite: `sqlite://path?_fk=1` and `sqlite://name?mode=memory`; the schema is always `main`.
 */
export function parseDatabaseUrl(given: string): DatabaseUrl {
  // A URL from a Secret often ends in a newline.
  const text = given.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (!scheme) {
    throw new DatabaseUrlError(text === "" ? "the database URL is empty" : "the database URL has no driver in front", {
      hint: "A URL looks like postgres://user:password@host:5432/database, mysql://…, mariadb://… or sqlite://file.db.",
    });
  }
  const dialect = dialectOf(scheme);
  const rest = text.slice(scheme.length + 3);
  const question = rest.indexOf("?");
  const location = question < 0 ? rest : rest.slice(0, question);
  const query = question < 0 ? "" : rest.slice(question + 1);
  if (dialect === "sqlite") {
    const parameters = new URLSearchParams(query);
    return {
      dialect,
      database: location,
      schema: "main",
      parameters,
      memory: parameters.get("mode") === "memory" || location === ":memory:",
    };
  }
  if (rest.includes("#")) throw new DatabaseUrlError("the database URL has an unescaped #", { hint: ENCODE_HINT });
  const parameters = new URLSearchParams(query);
  if (scheme.endsWith("+unix")) {
    const database = parameters.get("database") ?? "";
    const at = location.lastIndexOf("@");
    const login = at < 0 ? {} : authority(location.slice(0, at + 1));
    return {
      ...{ dialect, user: login.user, password: login.password },
      ...{ socket: decode(location.slice(at + 1), "socket path"), database, schema: database, parameters },
    };
  }
  const slash = location.indexOf("/");
  const named = slash < 0 ? "" : location.slice(slash + 1);
  const database = decode(named, "database name");
  if (database.includes("@") && !location.slice(0, slash).includes("@")) {
    throw new DatabaseUrlError("the database URL has an unescaped / in front of its @", { hint: ENCODE_HINT });
  }
  if (named.includes("/")) {
    throw new DatabaseUrlError("the database URL has more than one / after its host", {
      hint: "One database or schema is named there. In a name, write %2F.",
    });
  }
  const parts = authority(slash < 0 ? location : location.slice(0, slash));
  if (dialect === "mysql" || dialect === "mariadb")
    return { dialect, ...parts, database, schema: database, parameters };
  return {
    dialect,
    ...libpqForm({ ...parts, database, parameters }),
    schema: parameters.get("search_path") ?? "",
    parameters,
  };
}

type Place = Pick<DatabaseUrl, "user" | "password" | "host" | "port" | "database">;

/** Takes the login and the place out of the parameters, where libpq lets them stand; as there, they win over the rest of the URL. */
function libpqForm({ parameters, ...place }: Place & Pick<DatabaseUrl, "parameters">): Place {
  const take = (name: string) => {
    const value = parameters.get(name) || undefined;
    parameters.delete(name);
    return value;
  };
  const port = take("port");
  if (port !== undefined && !isPort(port))
    throw new DatabaseUrlError("the database URL has no valid port", { hint: ENCODE_HINT });
  return {
    user: take("user") ?? place.user,
    password: take("password") ?? place.password,
    host: take("host") ?? place.host,
    port: port === undefined ? place.port : Number(port),
    database: take("dbname") ?? place.database,
  };
}

const isPort = (text: string) => /^\d{1,5}$/.test(text) && Number(text) <= 65535;

/** The same place without the password, for messages. */
export function displayUrl(url: DatabaseUrl): string {
  if (url.dialect === "sqlite") return `sqlite://${url.database}`;
  const user = url.user ? `${encodeURIComponent(url.user)}@` : "";
  const host = url.host?.includes(":") ? `[${url.host}]` : (url.host ?? "");
  const place = url.socket ?? `${host}${url.port ? `:${url.port}` : ""}`;
  const schema = url.dialect === "postgres" && url.schema ? `?search_path=${url.schema}` : "";
  return `${url.dialect}://${user}${place}/${url.database}${schema}`;
}

/** Access to a database in parts, as `spec.credentials` gives it. */
export interface DatabaseCredentials {
  scheme: string;
  user?: string;
  password?: string;
  host?: string;
  port?: number;
  database?: string;
  parameters?: Readonly<Record<string, string>>;
}

/** Characters that need no escape in the user part of a URL, as Go writes it. */
function escapeUser(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll(/%(24|26|2B|2C|3B|3D)/g, (c) => decodeURIComponent(c));
}

function escapePath(text: string): string {
  return text
    .split("/")
    .map((part) => encodeURIComponent(part).replaceAll("%3A", ":").replaceAll("%40", "@"))
    .join("/");
}

/** The URL that a block of credentials stands for. @throws DatabaseUrlError when there is no scheme. */
export function credentialsUrl(credentials: DatabaseCredentials): string {
  const { scheme, user, password, host, port, database, parameters } = credentials;
  if (!scheme) throw new DatabaseUrlError("credentials need a scheme, such as postgres");
  const secret = password ? `:${escapeUser(password)}` : "";
  const login = user ? `${escapeUser(user)}${secret}@` : "";
  const address = host || port ? `${host ?? ""}${port ? `:${port}` : ""}` : "";
  const path = database ? `${(login || address) && !database.startsWith("/") ? "/" : ""}${escapePath(database)}` : "";
  const query = new URLSearchParams(Object.entries(parameters ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))).toString();
  return `${scheme}://${login}${address}${path}${query ? `?${query}` : ""}`;
}
