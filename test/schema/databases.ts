import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import { withSession } from "../../provider/schema/drivers/open";
import { isAtlasIacError } from "../../sdk/model/errors";
import { type PostgresServer, startPostgres } from "../../tools/engines/postgres";
import { skipLoudly } from "../../tools/engines/skip-loudly";
import { buildEngine } from "../../tools/schema/build-engine";
import { type MariaDbServer, mariaDbProgram, startMariaDb } from "../../tools/schema/mariadb";
import type { SharedKind } from "../../tools/test/shared-servers";

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
  /** Ends the server as a crash would, and starts it again. With `describeOnItsOwn`, but for SQLite. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

const unsupported = (what: string) => () => Promise.reject(new Error(`this database has no ${what}`));

let count = 0;

/** A name that no other file gives a database on the same server: a `t` and digits. */
function newName(): string {
  return `t${process.pid}${String(++count).padStart(4, "0")}`;
}

function onFiles(): TestDatabase {
  const directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-test-"));
  return {
    fresh: async () => `sqlite://${path.join(directory, `${newName()}.db`)}?_fk=1`,
    freshRealm: unsupported("realm"),
    devUrl: undefined,
    crash: unsupported("server"),
    stop: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

type Server = Pick<PostgresServer | MariaDbServer, "url" | "crash" | "stop">;

function onServer(kind: SharedKind, server: Server): TestDatabase {
  const freshDatabase = async () => {
    const name = newName();
    const create = kind === "postgres" ? `CREATE DATABASE ${name} STRATEGY FILE_COPY` : `CREATE DATABASE ${name}`;
    await script(server.url(), create);
    return server.url(name);
  };
  const { crash, stop } = server;
  if (kind === "mariadb") {
    return { fresh: freshDatabase, freshRealm: unsupported("realm"), devUrl: server.url(), crash, stop };
  }
  const fresh = async () => `${await freshDatabase()}&search_path=public`;
  return { fresh, freshRealm: freshDatabase, devUrl: undefined, crash, stop };
}

const starts = { postgres: startPostgres, mariadb: startMariaDb };

/** A server of this worker: of PostgreSQL one that other files have used, and will use; of MariaDB the file's. */
async function sharedServer(kind: SharedKind): Promise<Server> {
  // What tests of MariaDB make in databases beside their own must not be there for those of other files.
  const file = kind === "mariadb" ? `/${path.basename(expect.getState().testPath ?? "")}` : "";
  const response = await fetch(`${inject("sharedServers")}/${kind}/${process.env.VITEST_POOL_ID}${file}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return {
    url: (database = kind === "postgres" ? "postgres" : "") => {
      const url = new URL(text);
      url.pathname = `/${database}`;
      return url.href;
    },
    crash: () => Promise.reject(new Error("this server is shared: use describeOnItsOwn")),
    stop: async () => undefined,
  };
}

async function start(kind: Kind, own: boolean): Promise<TestDatabase> {
  if (kind === "sqlite") return onFiles();
  return onServer(kind, own ? await starts[kind]() : await sharedServer(kind));
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

type Suite = (database: () => TestDatabase) => void;

/** A suite on a real database. Where that cannot be had, it is skipped by name, and the reason printed. */
export function describeOn(kind: Kind, title: string, suite: Suite): void {
  describeWith(kind, title, suite, { own: false });
}

/** The same on a server that no other suite uses, to crash it or to look at it as a whole. */
export function describeOnItsOwn(kind: Kind, title: string, suite: Suite): void {
  describeWith(kind, title, suite, { own: true });
}

function describeWith(kind: Kind, title: string, suite: Suite, { own }: { own: boolean }): void {
  describe(`${title} on ${kind}`, { timeout: 180_000 }, async () => {
    const problem = await missing(kind);
    if (problem !== undefined) {
      skipLoudly(`${title} on ${kind}`, kind, problem);
      return;
    }
    let database: TestDatabase | undefined;
    beforeAll(async () => {
      database = await start(kind, own);
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
