import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Connection, type ConnectionOptions, createConnection } from "mysql2/promise";
import { runCommand, runOrThrow } from "../engines/command";
import { EngineUnavailableError } from "../engines/errors";
import { onPath } from "../engines/executables";
import { freePort } from "../engines/free-port";

/** A running MariaDB server of one's own. */
export interface MariaDbServer {
  port: number;
  user: string;
  password: string;
  /** `mariadb://…` of a database on it, or of the server. */
  url(database?: string): string;
  /** Ends the server at once, as a crash would, and starts it on the same data again. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

const PASSWORD = "p@ss#w/d";
/** How long a slow mirror may take. Milliseconds. */
const INSTALL_MS = 300_000;
const INSTALLER = "mariadb-install-db";

function found(...names: string[]): string | undefined {
  const places = `${process.env.PATH}${path.delimiter}/usr/sbin${path.delimiter}/usr/local/sbin`;
  return names.map((name) => onPath(name, places)).find((file) => file !== undefined);
}

/** Installs Debian's packages of the server, whose lists a new machine does not have yet. Answers what went wrong, if anything did. */
async function install(): Promise<string> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const steps = [
    ["update"],
    ["install", "-y", "--no-install-recommends", "mariadb-server-core", "mariadb-client-core"],
  ];
  let reason = "installed, but its programs were not found";
  for (const args of steps) {
    const { exitCode, stderr } = await runCommand("apt-get", args, { env, timeoutMs: INSTALL_MS });
    if (exitCode !== 0) reason = stderr.trim().split("\n").at(-1) ?? "";
  }
  return reason;
}

/** The server program: on PATH, or from Debian's package where this user may install it. */
export async function mariaDbProgram(): Promise<{ server: string; installer: string }> {
  const at = () => ({ server: found("mariadbd", "mysqld"), installer: found(INSTALLER, "mysql_install_db") });
  let { server, installer } = at();
  const attempts = [{ way: "mariadbd on PATH", reason: "not found" }];
  if (!(server && installer) && process.getuid?.() === 0 && found("apt-get")) {
    attempts.push({ way: "Debian's mariadb-server-core", reason: await install() });
    ({ server, installer } = at());
  }
  if (server && installer) return { server, installer };
  throw new EngineUnavailableError(
    "mariadb",
    attempts,
    "Install mariadb-server, or put mariadbd and mariadb-install-db on PATH.",
  );
}

/** Connects as soon as the server listens: the socket is there before that. Waits for a minute. */
async function connected(options: ConnectionOptions): Promise<Connection> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await createConnection({ ...options, user: "root" });
    } catch (error) {
      if (attempt === 2_400) throw error;
      await sleep(25);
    }
  }
}

async function reachable(port: number): Promise<void> {
  await (await connected({ host: "127.0.0.1", port, password: PASSWORD })).end();
}

/**
 * Starts MariaDB on a free port of the loopback interface, with an empty data directory that `stop` removes.
 * @param flags more of the server's own
 */
export async function startMariaDb({ flags = [] as readonly string[] } = {}): Promise<MariaDbServer> {
  const { server, installer } = await mariaDbProgram();
  const directory = await mkdtemp(path.join(tmpdir(), "atlas-iac-mariadb-"));
  const data = path.join(directory, "data");
  const socket = path.join(directory, "socket");
  const port = await freePort();
  const { username } = userInfo();
  // A server that starts, as it does to install itself, clears away what it takes for temporary tables of its own: two must not share
  // a directory.
  const env = { ...process.env, TMPDIR: directory };
  await runOrThrow(
    installer,
    [
      "--no-defaults",
      `--datadir=${data}`,
      `--user=${username}`,
      "--auth-root-authentication-method=normal",
      "--skip-test-db",
    ],
    { env },
  );
  const launch = () =>
    spawn(
      server,
      [
        "--no-defaults",
        ...[
          `--datadir=${data}`,
          `--tmpdir=${directory}`,
          `--user=${username}`,
          `--socket=${socket}`,
          `--port=${port}`,
          "--bind-address=127.0.0.1",
        ],
        ...[
          "--innodb-flush-log-at-trx-commit=0",
          "--character-set-server=utf8mb4",
          "--collation-server=utf8mb4_general_ci",
        ],
        ...flags,
      ],
      { stdio: "ignore" },
    );
  let child = launch();
  const ended = () =>
    new Promise((resolve) => (child.exitCode === null ? child.once("exit", resolve) : resolve(undefined)));
  const admin = await connected({ socketPath: socket });
  await admin.query("ALTER USER root@localhost IDENTIFIED BY ?", [PASSWORD]);
  await admin.query("CREATE USER IF NOT EXISTS root@127.0.0.1 IDENTIFIED BY ?", [PASSWORD]);
  await admin.query("GRANT ALL ON *.* TO root@127.0.0.1 WITH GRANT OPTION");
  await admin.end();
  await reachable(port);
  return {
    port,
    user: "root",
    password: PASSWORD,
    url: (database = "") => `mariadb://root:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${database}`,
    async crash() {
      child.kill("SIGKILL");
      await ended();
      child = launch();
      await reachable(port);
    },
    async stop() {
      // Its data go with it: nothing has to be written for a next start.
      child.kill("SIGKILL");
      await ended();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
