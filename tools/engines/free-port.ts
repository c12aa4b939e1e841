import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { CommandFailedError } from "./errors";

/** Below those that systems give to outgoing connections: one of these could take the port before the server that it is for. */
const PORTS = { first: 20_000, end: 32_000 };
/** Of how many processes that run tests at once each has ports of its own. */
const SHARES = 8;
const ATTEMPTS = 50;

/** Ports that were handed out: whoever asked may not listen yet. */
const given = new Set<number>();

/** A port of the loopback interface that nobody listens on right now, and that nobody else in this run of the tests was given. */
export async function freePort(): Promise<number> {
  const share = Number(process.env.VITEST_POOL_ID ?? 0) % SHARES;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(PORTS.first / SHARES, PORTS.end / SHARES) * SHARES + share;
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
  throw new CommandFailedError(`listen 127.0.0.1:${PORTS.first}-${PORTS.end}`, "no free port found", "");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(false) : reject(error),
    );
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
