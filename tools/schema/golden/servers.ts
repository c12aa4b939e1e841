import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openSession, withSession } from "../../../provider/schema/drivers/open";
import type { Session } from "../../../provider/schema/drivers/session";
import { startPostgres } from "../../engines/postgres";
import { startMariaDb } from "../mariadb";
import { startSystemPostgres } from "../system-postgres";

/** The databases of the corpus. */
export const DATABASES = ["postgres15", "postgres18", "mariadb", "sqlite"] as const;
export type GoldenDatabase = (typeof DATABASES)[number];

/** A server on which every case finds two empty databases: its target, and one to develop on. */
export interface GoldenServer {
  /** Makes both databases anew, and answers their URLs. `realm`: bound to no schema. */
  fresh(realm: boolean): Promise<{ url: string; dev: string | undefined }>;
  /** Makes the database to develop on anew, as recorded command lines name it, and answers its URL. */
  freshDev(realm: boolean): Promise<string>;
  /** What `{port}` and `{password}` of recorded command lines stand for. */
  placeholders: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

async function recreate(admin: Session, quote: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await admin.execute(`DROP DATABASE IF EXISTS ${quote}${name}${quote}`);
    await admin.execute(`CREATE DATABASE ${quote}${name}${quote}`);
  }
}

function placeholdersOf(url: string): Record<string, string> {
  const { port, password } = new URL(url);
  return { port, password };
}

function postgres(server: { url(database?: string): string; stop(): Promise<void> }): GoldenServer {
  return {
    async fresh(realm) {
      await withSession(server.url(), {}, (admin) => recreate(admin, '"', ["golden"]));
      // The dev database is ours: the built-in one, of PostgreSQL 18 whatever the target is.
      return { url: `${server.url("golden")}${realm ? "" : "&search_path=public"}`, dev: undefined };
    },
    async freshDev(realm) {
      await withSession(server.url(), {}, (admin) => recreate(admin, '"', ["golden_dev"]));
      return `${server.url("golden_dev")}${realm ? "" : "&search_path=public"}`;
    },
    placeholders: placeholdersOf(server.url()),
    stop: () => server.stop(),
  };
}

async function mariadb(): Promise<GoldenServer> {
  const server = await startMariaDb();
  return {
    async fresh() {
      await withSession(server.url(), {}, (admin) => recreate(admin, "`", ["golden"]));
      return { url: server.url("golden"), dev: server.url() };
    },
    async freshDev() {
      await withSession(server.url(), {}, (admin) => recreate(admin, "`", ["golden_dev"]));
      return server.url("golden_dev");
    },
    placeholders: placeholdersOf(server.url()),
    stop: () => server.stop(),
  };
}

async function sqlite(): Promise<GoldenServer> {
  const directory = await mkdtemp(path.join(tmpdir(), "atlas-iac-golden-"));
  const file = path.join(directory, "golden.db");
  return {
    async fresh() {
      await rm(file, { force: true });
      return { url: `sqlite://${file}?_fk=1`, dev: undefined };
    },
    freshDev: () => Promise.resolve("sqlite://dev?mode=memory&_fk=1"),
    placeholders: { password: "p4ssw0rd" },
    stop: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Starts what the cases of a database run on. */
export async function startGolden(database: GoldenDatabase): Promise<GoldenServer> {
  if (database === "postgres18") return postgres(await startPostgres());
  if (database === "postgres15") return postgres(await startSystemPostgres(15));
  return database === "mariadb" ? mariadb() : sqlite();
}

/** Runs a script on a database as its client would. */
export async function runScript(
  url: string,
  script: string,
  split: (text: string, session: Session) => Promise<string[]>,
): Promise<void> {
  const session = await openSession(url);
  try {
    for (const statement of await split(script, session)) await session.execute(statement);
  } finally {
    await session.close();
  }
}
