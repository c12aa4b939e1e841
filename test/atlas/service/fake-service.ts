import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A request as it arrived. */
export interface Received {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** What the service does: answer, break the connection, or say nothing for ever. */
export type Reply =
  | { status: number; headers?: Record<string, string>; body?: unknown; text?: string }
  | "reset"
  | "silence";

export type Handler = (request: Received) => Reply | Promise<Reply>;

/** An HTTP server that knows nothing of our client: what it receives is what went over the wire. */
export class FakeService {
  readonly requests: Received[] = [];
  private readonly server: Server;
  private port = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly handler: Handler) {
    this.server = createServer((request, response) => void this.answer(request, response));
    this.server.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
    });
  }

  /** Starts on a free port; stops with the test. */
  static async start(handler: Handler): Promise<FakeService> {
    const service = new FakeService(handler);
    await new Promise<void>((resolve) => service.server.listen(0, "127.0.0.1", resolve));
    service.port = (service.server.address() as AddressInfo).port;
    onTestFinished(() => service.stop());
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const received: Received = {
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    };
    this.requests.push(received);
    const reply = await this.handler(received);
    if (reply === "silence") return;
    if (reply === "reset") return void request.socket.destroy();
    response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
    response.end(reply.text ?? (reply.body === undefined ? "" : JSON.stringify(reply.body)));
  }
}

/** A refusal as Atlas words it. */
export function atlasError(
  status: number,
  errorCode: string,
  detail: string,
  parameters: unknown[] = [],
  headers: Record<string, string> = {},
): Reply {
  return { status, headers, body: { error: status, errorCode, detail, parameters, reason: "" } };
}
