import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AtlasIacError } from "../../../../sdk/model/errors";

/** What a page answers with. */
export interface Page {
  status: number;
  contentType: string;
  body: string;
}

/** The address is none, or cannot be listened on. */
export class ListenError extends AtlasIacError {
  readonly code = "CannotListen";
}

/** A running server. */
export interface PageServer {
  port: number;
  close(): Promise<void>;
}

/**
 * Serves pages by path to whoever asks with GET.
 *
 * @param address `:8080`, `127.0.0.1:8080` or `[::1]:8080`; port 0 takes a free one
 * @throws ListenError
 */
export async function servePages(
  address: string,
  pages: Readonly<Record<string, () => Promise<Page>>>,
): Promise<PageServer> {
  const { host, port } = parseAddress(address);
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url ?? "/", "http://operator").pathname];
    if (!page) return send(response, { status: 404, contentType: "text/plain", body: "not found\n" });
    if (request.method !== "GET") {
      return send(response, { status: 405, contentType: "text/plain", body: "only GET\n" });
    }
    page().then(
      (answer) => send(response, answer),
      (error: unknown) => send(response, { status: 500, contentType: "text/plain", body: `${String(error)}\n` }),
    );
  });
  await listen(server, address, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, { status, contentType, body }: Page): void {
  response.writeHead(status, { "content-type": contentType, "cache-control": "no-store" }).end(body);
}

function listen(server: Server, address: string, host: string | undefined, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const hint = "Give another address, or stop what listens there.";
      reject(new ListenError(`cannot listen on ${address}: ${cause.message}`, { cause, hint }));
    });
    server.listen(port, host, () => resolve());
  });
}

function parseAddress(address: string): { host?: string; port: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:[\]]*)):(\d{1,5})$/.exec(address) ?? [];
  if (port === undefined || Number(port) > 65_535) {
    throw new ListenError(`"${address}" is no address to listen on`, { hint: "Write it as :8080 or 127.0.0.1:8080." });
  }
  return { host: bracketed ?? (plain || undefined), port: Number(port) };
}
