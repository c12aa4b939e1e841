/** Drivers of Atlas that its open-source library does not contain. */
const CLOSED = new Set(
  "sqlserver azuresql mssql clickhouse crdb cockroach ysql dsql redshift oracle snowflake databricks spanner libsql turso".split(
    " ",
  ),
);

/** Whether a URL's driver is one that Atlas has, and its open-source library has not. */
export function isForeignUrl(url: string): boolean {
  const scheme = /^\s*([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase() ?? "";
  return CLOSED.has(scheme.split("+", 1)[0] ?? "");
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
