import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { withSession } from "../../provider/schema/drivers/open";
import { isAtlasIacError } from "../../sdk/model/errors";
import { startPostgres } from "../../tools/engines/postgres";
import { skipLoudly } from "../../tools/engines/skip-loudly";
import { buildEngine } from "../../tools/schema/build-engine";
import { mariaDbProgram, startMariaDb } from "../../tools/schema/mariadb";

export const KINDS = ["postgres", "mariadb", "sqlite"] as const;
export type Kind = (typeof KINDS)[number];

/** A real database that tests can have to themselves. */
export interface TestDatabase {
  /** URL of a new, empty database, bound to its schema. */
  fresh(): Promise<string>;
  /** The same without the binding. PostgreSQL only. */
  freshRealm(): Promise<string>;
  /** What to develop on, where that is not built in. */
  devUrl: string | undefined;
  /** Ends the server as a crash would, and starts it again. PostgreSQL and MariaDB. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

const unsupported = (what: string) => () => Promise.reject(new Error(`this database has no ${what}`));

async function start(kind: Kind): Promise<TestDatabase> {
  let count = 0;
  if (kind === "sqlite") {
    const directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-test-"));
    return {
      fresh: async () => `sqlite://${path.join(directory, `${++count}.db`)}?_fk=1`,
      freshRealm: unsupported("realm"),
      devUrl: undefined,
      crash: unsupported("server"),
      stop: async () => rmSync(directory, { recursive: true, force: true }),
    };
  }
  if (kind === "mariadb") {
    const server = await startMariaDb();
    const fresh = async () => {
      const name = `t${++count}`;
      await withSession(server.url(), {}, (admin) => admin.execute(`CREATE DATABASE ${name}`));
      return server.url(name);
    };
    return {
      fresh,
      freshRealm: unsupported("realm"),
      devUrl: server.url(),
      crash: () => server.crash(),
      stop: () => server.stop(),
    };
  }
  const server = await startPostgres();
  const freshRealm = async () => {
    const name = `t${++count}`;
    await server.createDatabase(name);
    return server.url(name);
  };
  return {
    fresh: async () => `${await freshRealm()}&search_path=public`,
    freshRealm,
    devUrl: undefined,
    crash: () => server.crash(),
    stop: () => server.stop(),
  };
}

async function missing(kind: Kind): Promise<string | undefined> {
  try {
    if (kind === "mariadb") await mariaDbProgram();
    await buildEngine();
    return undefined;
  } catch (error) {
    if (isAtlasIacError(error)) return error.describe();
    return error instanceof Error ? error.message : String(error);
  }
}

/** A suite on a real database. Where that cannot be had, it is skipped by name, and the reason printed. */
export function describeOn(kind: Kind, title: string, suite: (database: () => TestDatabase) => void): void {
  describe(`${title} on ${kind}`, { timeout: 180_000 }, async () => {
    const problem = await missing(kind);
    if (problem !== undefined) {
      skipLoudly(`${title} on ${kind}`, kind, problem);
      return;
    }
    let database: TestDatabase | undefined;
    beforeAll(async () => {
      database = await start(kind);
    });
    afterAll(async () => {
      await database?.stop();
    });
    suite(() => {
      if (!database) throw new Error("the database is not started yet");
      return database;
    });
  });
}

/** Runs a script as a client would, all at once. */
export async function script(url: string, ...statements: string[]): Promise<void> {
  await withSession(url, {}, async (session) => {
    for (const statement of statements) await session.execute(statement);
  });
}

/** Rows of a query, as text. */
export function rowsOf(url: string, sql: string): Promise<(string | null)[][]> {
  return withSession(url, {}, async (session) => (await session.query(sql)).rows);
}
