import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { reasonOf } from "../engines/errors";
import { startPostgres } from "../engines/postgres";
import { startMariaDb } from "../schema/mariadb";

/** Servers that test files share: to start one takes about a second, which a hundred and fifty of their groups would wait for. */
const start = { postgres: startPostgres, mariadb: startMariaDb };

/** A server that the test files of a worker share. */
export type SharedKind = keyof typeof start;

declare module "vitest" {
  interface ProvidedContext {
    /**
     * Where workers ask for servers: `GET <this>/<kind>/<worker>[/<file>]` answers the URL of the worker's own, which another file makes
     * start anew.
     */
    sharedServers: string;
  }
}

/**
 * For vitest: servers outlive the processes of workers, which come and go, so that it is vitest's own process that starts and stops them.
 * Each worker has its own, as some locks of MySQL and MariaDB are those of a whole server.
 */
export default async function lendServers(project: TestProject): Promise<() => Promise<void>> {
  const lent = new Map<string, { place: string; server: ReturnType<(typeof start)[SharedKind]> }>();
  const urlOf = async (place: string) => {
    const [kind = "", worker = ""] = place.split("/");
    const borrower = `${kind}/${worker}`;
    const last = lent.get(borrower);
    if (last?.place === place) return (await last.server).url();
    const server = start[kind as SharedKind]();
    lent.set(borrower, { place, server });
    await last?.server.then((one) => one.stop());
    return (await server).url();
  };
  const lender = createServer((request, response) => {
    urlOf((request.url ?? "").slice(1)).then(
      (url) => response.end(url),
      (error: unknown) => response.writeHead(500).end(reasonOf(error)),
    );
  });
  await new Promise<void>((resolve) => lender.listen(0, "127.0.0.1", resolve));
  project.provide("sharedServers", `http://127.0.0.1:${(lender.address() as AddressInfo).port}`);
  return async () => {
    lender.close();
    const servers = await Promise.allSettled([...lent.values()].map(({ server }) => server));
    for (const server of servers) if (server.status === "fulfilled") await server.value.stop();
  };
}
