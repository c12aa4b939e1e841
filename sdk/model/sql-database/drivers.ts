/**
 * Schemes of database URLs, and the driver that each names (Ariga's atlas-operator, release 0.7.37). A scheme may have a suffix
 * that says how to connect: `mysql+unix`.
 */
const drivers: Readonly<Record<string, string>> = {
  sqlite: "sqlite",
  sqlite3: "sqlite",
  libsql: "sqlite",
  mysql: "mysql",
  mariadb: "mariadb",
  maria: "mariadb",
  postgres: "postgres",
  postgresql: "postgres",
  ysql: "ysql",
  crdb: "crdb",
  dsql: "dsql",
  redshift: "redshift",
  oracle: "oracle",
  snowflake: "snowflake",
  databricks: "databricks",
  spanner: "spanner",
  clickhouse: "clickhouse",
  sqlserver: "sqlserver",
  azuresql: "sqlserver",
  mssql: "sqlserver",
};

/** Names of the schemes, for messages. */
export const knownSchemes: readonly string[] = Object.keys(drivers);

/** The driver that a scheme names; nothing for one that no driver has. */
export function driverOf(scheme: string): string | undefined {
  const [name = ""] = scheme.toLowerCase().split("+");
  return Object.hasOwn(drivers, name) ? drivers[name] : undefined;
}

/** Scheme of a URL: what stands before `://`. Nothing else of a URL is ever shown, as it may hold a password. */
export function schemeOf(url: string): string | undefined {
  return /^\s*([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1];
}
