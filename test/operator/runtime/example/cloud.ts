import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** A thing outside of the cluster that a widget stands for. */
export interface Item {
  id: string;
  /** Who it was made for; the service does not mind two with the same. */
  owner: string;
  text: string;
}

/** What was done to the service, in order. */
export interface Write {
  method: string;
  owner: string;
  /** The process that did it. */
  by: string;
  at: number;
}

/** A service whose create is not idempotent, as most are: what is asked for twice is made twice. */
export interface Cloud {
  url: string;
  items: Map<string, Item>;
  writes: Write[];
  close(): Promise<void>;
}

export async function startCloud(latencyMs: number): Promise<Cloud> {
  const items = new Map<string, Item>();
  const writes: Write[] = [];
  let made = 0;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://cloud");
    const id = url.pathname.slice("/items/".length);
    const { method = "", headers } = request;
    const body = method === "POST" || method === "PUT" ? ((await json(request)) as Omit<Item, "id">) : undefined;
    // Half of the time before the effect and half after: a process killed while it waits may have caused it or not.
    await new Promise((resolve) => setTimeout(resolve, latencyMs / 2));
    const owner = body?.owner ?? items.get(id)?.owner ?? "";
    if (method !== "GET") writes.push({ method, owner, by: String(headers["x-by"]), at: performance.now() });
    if (method === "DELETE") items.delete(id);
    const item = body && { id: id || `item-${++made}`, ...body };
    if (item) items.set(item.id, item);
    await new Promise((resolve) => setTimeout(resolve, latencyMs / 2));
    const found = [...items.values()].filter((each) => each.owner === url.searchParams.get("owner"));
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(item ?? found));
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    items,
    writes,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
