/** Drivers of Atlas that its open-source library does not contain, and what they are for. */
const CLOSED: Readonly<Record<string, string>> = {
  sqlserver: "SQL Server",
  azuresql: "Azure SQL",
  mssql: "SQL Server",
  clickhouse: "ClickHouse",
  crdb: "CockroachDB",
  cockroach: "CockroachDB",
  ysql: "YugabyteDB",
  dsql: "Aurora DSQL",
  redshift: "Redshift",
  oracle: "Oracle",
  snowflake: "Snowflake",
  databricks: "Databricks",
  spanner: "Spanner",
  libsql: "libSQL",
  turso: "Turso",
};

/** What a URL's driver is for, if it is one that Atlas has, and its open-source library has not: `CockroachDB`. */
export function kindOfForeignUrl(url: string): string | undefined {
  const scheme = /^\s*([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase() ?? "";
  const [driver = ""] = scheme.split("+", 1);
  return Object.hasOwn(CLOSED, driver) ? CLOSED[driver] : undefined;
}

/** Whether a URL's driver is one that Atlas has, and its open-source library has not. */
export function isForeignUrl(url: string): boolean {
  return kindOfForeignUrl(url) !== undefined;
}

/** Parameters of other drivers that say which database is meant. */
const PLACES = new Set(["database", "schema", "search_path", "catalog", "mode"]);

/** The place that a URL of another driver leads to, whoever logs in: without user, password, and parameters that may be secrets. */
export function displayForeignUrl(url: string): string {
  const [location = "", query = ""] = url.trim().split("?", 2);
  const named = [...new URLSearchParams(query)].filter(([name]) => PLACES.has(name.toLowerCase()));
  const parameters = new URLSearchParams(named).toString();
  const place = location.replace(/:\/\/.*@/, "://");
  return parameters === "" ? place : `${place}?${parameters}`;
}

/** What of a URL must never be shown: all that stands before the @, and parameters that say no place; decoded and as written. */
export function secretsOf(url: string): string[] {
  const [location = "", query = ""] = url.trim().split("?", 2);
  const login = /:\/\/(.*)@/.exec(location)?.[1] ?? "";
  const password = login.slice(login.indexOf(":") + 1);
  const parameters = [...new URLSearchParams(query)]
    .filter(([name]) => /pass|pwd|secret|token|key/i.test(name))
    .map(([, value]) => value);
  return [url.trim(), ...(login.includes(":") ? [password, readable(password)] : []), ...parameters];
}

function readable(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
