import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { runOrThrow } from "../engines/command";
import { EngineUnavailableError } from "../engines/errors";
import { freePort } from "../engines/free-port";

/** A PostgreSQL server of a given major version, where Debian's package of it is installed. */
export interface SystemPostgres {
  url(database?: string): string;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root: the package's own user does it then. */
function asUser(program: string, args: readonly string[]): [string, string[]] {
  return process.getuid?.() === 0 ? ["runuser", ["-u", "postgres", "--", program, ...args]] : [program, [...args]];
}

async function reachable(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await sleep(100);
    }
  }
}

/** Starts the server of Debian's package `postgresql-<version>`, to see that servers older than the dev database are served. */
export async function startSystemPostgres(version: number): Promise<SystemPostgres> {
  const bin = `/usr/lib/postgresql/${version}/bin`;
  if (!existsSync(path.join(bin, "postgres"))) {
    const attempts = [{ way: `Debian's postgresql-${version}`, reason: `${bin} is not there` }];
    throw new EngineUnavailableError("postgres", attempts, `Install postgresql-${version}.`);
  }
  const directory = await mkdtemp(path.join(tmpdir(), "atlas-iac-postgres-"));
  await chmod(directory, 0o777);
  const data = path.join(directory, "data");
  const password = randomBytes(18).toString("base64url");
  const passwordFile = path.join(directory, "password");
  await writeFile(passwordFile, password);
  const port = await freePort();
  await runOrThrow(
    ...asUser(path.join(bin, "initdb"), [
      "-D",
      data,
      "-U",
      "postgres",
      "-E",
      "UTF8",
      "--locale=C.UTF-8",
      "-A",
      "scram-sha-256",
      `--pwfile=${passwordFile}`,
    ]),
  );
  const flags = ["-D", data, "-p", `${port}`, "-h", "127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"];
  const [program, args] = asUser(path.join(bin, "postgres"), flags);
  const child = spawn(program, args, { stdio: "ignore" });
  const url = (database = "postgres") =>
    `postgres://postgres:${password}@127.0.0.1:${port}/${database}?sslmode=disable`;
  await reachable(url());
  return {
    url,
    async stop() {
      await runOrThrow(...asUser(path.join(bin, "pg_ctl"), ["-D", data, "-m", "immediate", "stop"]));
      child.kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
