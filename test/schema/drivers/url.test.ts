import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeOf } from "../../../cli/migrate/report";
import { Redaction } from "../../../provider/schema/drivers/redact";
import { credentialsUrl, displayUrl, parseDatabaseUrl } from "../../../provider/schema/drivers/url";
import { isAtlasIacError } from "../../../sdk/model/errors";

describe("a database URL", () => {
  const forms: { url: string; because: string; parts: object }[] = [
    {
      url: "postgres://user:pass@host:5432/db?sslmode=disable",
      because: "without search_path all schemas are meant",
      parts: {
        dialect: "postgres",
        user: "user",
        password: "pass",
        host: "host",
        port: 5432,
        database: "db",
        schema: "",
      },
    },
    {
      url: "postgresql://h/db?search_path=app",
      because: "search_path binds",
      parts: { dialect: "postgres", schema: "app" },
    },
    {
      url: "mysql://user:pass@:3306/db",
      because: "the path binds",
      parts: { dialect: "mysql", port: 3306, schema: "db" },
    },
    { url: "maria://h/", because: "a bare slash does not bind", parts: { dialect: "mariadb", schema: "" } },
    {
      url: "mysql+unix:///run/mysqld.sock?database=app",
      because: "a socket takes the place of the host",
      parts: { socket: "/run/mysqld.sock", schema: "app" },
    },
    {
      url: "mariadb+unix://u:p%40w@/run/mysqld.sock?database=app",
      because: "who logs in stands in front of a socket too",
      parts: { user: "u", password: "p@w", socket: "/run/mysqld.sock", schema: "app" },
    },
    {
      url: "sqlite://file?mode=memory",
      because: "memory is a mode",
      parts: { dialect: "sqlite", memory: true, schema: "main" },
    },
    {
      url: "sqlite:///abs/file.db?_fk=1",
      because: "three slashes make it absolute",
      parts: { database: "/abs/file.db" },
    },
    { url: "postgres://h/db\n", because: "a Secret often ends in a newline", parts: { database: "db" } },
    { url: "postgres://[::1]:5433/db", because: "IPv6 is bracketed", parts: { host: "::1", port: 5433 } },
    {
      url: "postgres:///?user=u&password=p%40w&host=h&port=5433&dbname=d&sslmode=disable",
      because: "libpq takes all of it as parameters",
      parts: { user: "u", password: "p@w", host: "h", port: 5433, database: "d" },
    },
    {
      url: "postgres://a:b@h/d?user=u&password=p",
      because: "parameters win, as with libpq",
      parts: { user: "u", password: "p", host: "h", database: "d" },
    },
    { url: "mysql://u:p%40%23%2F@h/d", because: "escapes are undone", parts: { password: "p@#/" } },
  ];
  it.each(["mariadb://u:p@h:3306//MM", "postgres://h/a/b", "mysql://h/d/"])("names one database, not %s", (url) => {
    expect(() => parseDatabaseUrl(url)).toThrow("the database URL has more than one / after its host");
  });

  it.each(forms)("reads $url: $because", ({ url, parts }) => {
    expect(parseDatabaseUrl(url)).toMatchObject(parts);
  });

  const wrong: { url: string; message: RegExp }[] = [
    { url: "", message: /is empty/ },
    { url: "host/db", message: /no driver/ },
    { url: "nope://h/db", message: /unknown driver "nope"/ },
    { url: "sqlserver://h/db", message: /not served by the embedded schema engine/ },
    { url: "clickhouse://h/db", message: /not served/ },
    { url: "atlas://repo", message: /names no database/ },
    { url: "postgres://u:SECRET#x@h/db", message: /unescaped #/ },
    { url: "postgres://u:SEC/RET@h/db", message: /unescaped \// },
    { url: "postgres://u:SECRET%zz@h/db", message: /two hexadecimal digits/ },
    { url: "postgres://u:SECRET@h:port/db", message: /no valid port/ },
    { url: "postgres://h/db?user=u&password=SECRET&port=port", message: /no valid port/ },
  ];
  it.each(wrong)("refuses $url without showing its password", ({ url, message }) => {
    const failure = (() => {
      try {
        return parseDatabaseUrl(url);
      } catch (error) {
        return error;
      }
    })();
    if (!isAtlasIacError(failure)) throw new Error("not refused");
    expect(failure.message).toMatch(message);
    expect(failure.describe()).not.toContain("SEC");
    expect(failure.hint).toBeTruthy();
  });

  it("is shown without a password in front of a socket, whatever is not escaped in it", () => {
    for (const password of ["SECRET", "SEC/RET", "S@SECRET", "x:SECRET"]) {
      const url = `mysql+unix://u:${password}@/nosuch/mysqld.sock?database=app`;
      expect(parseDatabaseUrl(url)).toMatchObject({ password, socket: "/nosuch/mysqld.sock" });
      expect(displayUrl(parseDatabaseUrl(url))).toBe("mysql://u@/nosuch/mysqld.sock/app");
      expect(JSON.stringify(placeOf(url))).not.toContain("SECRET");
    }
  });

  it("is shown without a password that is a parameter, in messages and in reports", () => {
    const url = "postgres://h/d?sslmode=disable&user=u&password=SECRET&sslpassword=SECRET";
    const parsed = parseDatabaseUrl(url);
    expect(displayUrl(parsed)).toBe("postgres://u@h/d");
    expect(parsed.parameters.get("password")).toBeNull();
    expect(placeOf(url)).toMatchObject({ URL: { RawQuery: "sslmode=disable&user=u" } });
  });

  it("is shown without its password, whatever that is", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: "binary" }), (password) => {
        const url = credentialsUrl({ scheme: "postgres", user: "u", password, host: "h", database: "d" });
        expect(parseDatabaseUrl(url).password).toBe(password);
        expect(displayUrl(parseDatabaseUrl(url))).toBe("postgres://u@h/d");
        expect(new Redaction([password]).text(`login failed: ${password}, ${url}`)).toBe(
          "login failed: xxxxx, postgres://u:xxxxx@h/d",
        );
      }),
      { numRuns: 20 },
    );
  });
});

describe("credentials in parts", () => {
  const cases: { because: string; given: Parameters<typeof credentialsUrl>[0]; url: string }[] = [
    {
      because: "PostgreSQL",
      given: {
        scheme: "postgres",
        user: "user",
        password: "pass",
        host: "host",
        port: 5432,
        database: "db",
        parameters: { sslmode: "disable" },
      },
      url: "postgres://user:pass@host:5432/db?sslmode=disable",
    },
    {
      because: "SQLite has no host",
      given: { scheme: "sqlite", host: "file", parameters: { mode: "memory" } },
      url: "sqlite://file?mode=memory",
    },
    {
      because: "no host name",
      given: { scheme: "mysql", user: "user", password: "pass", port: 3306, database: "db" },
      url: "mysql://user:pass@:3306/db",
    },
    {
      because: "parameters are sorted",
      given: {
        scheme: "ysql",
        user: "yugabyte",
        host: "localhost",
        port: 5433,
        database: "yugabyte",
        parameters: { sslmode: "disable", search_path: "public" },
      },
      url: "ysql://yugabyte@localhost:5433/yugabyte?search_path=public&sslmode=disable",
    },
    {
      because: "a password without a user is dropped",
      given: { scheme: "postgres", password: "p", host: "h" },
      url: "postgres://h",
    },
    {
      because: "special characters are escaped",
      given: { scheme: "mysql", user: "a b", password: "p@ss#w/d", host: "h" },
      url: "mysql://a%20b:p%40ss%23w%2Fd@h",
    },
  ];
  it.each(cases)("make the URL upstream makes: $because", ({ given, url }) => {
    expect(credentialsUrl(given)).toBe(url);
  });
});
