import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

type Json = Record<string, unknown>;

/** Stands before a simulated Atlas and has it show what it does not come to by itself: only answers to reads are altered. */
export class AlteredAtlas {
  /** Given the path of a read, with its query, and what was answered: answers with what is shown. Must be pure. */
  alter: (path: string, answer: Json) => Json = (_path, answer) => answer;

  private constructor(
    private readonly server: Server,
    private readonly behind: string,
  ) {
    server.on("request", (request, response) => this.#forward(request, response));
  }

  static async start(behind: string): Promise<AlteredAtlas> {
    const server = createServer();
    const altered = new AlteredAtlas(server, behind);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return altered;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    const { method, url = "", headers } = request;
    const target = new URL(url, this.behind);
    const onward = httpRequest(target, { method, headers: { ...headers, host: target.host } }, (answer) => {
      const read = method === "GET" && answer.statusCode === 200;
      const done = read ? this.#altered(url, answer, response) : Promise.resolve(answer.pipe(copied(answer, response)));
      done.catch(() => response.destroy());
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  }

  async #altered(url: string, answer: IncomingMessage, response: ServerResponse): Promise<void> {
    const shown = Buffer.from(JSON.stringify(this.alter(url, (await json(answer)) as Json)));
    copied(answer, response).setHeader("content-length", shown.length).end(shown);
  }
}

function copied({ statusCode = 500, headers }: IncomingMessage, response: ServerResponse): ServerResponse {
  response.statusCode = statusCode;
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
  return response;
}
