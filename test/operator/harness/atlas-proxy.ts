import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What becomes of a request: it is answered, it never gets there, or it has its effect and is never answered. */
export type Fate = "answered" | "unheard" | "unanswered";

/** A request to Atlas, as its sender meant it. */
export interface AtlasRequest {
  method: string;
  /** Without the query. */
  path: string;
  /** Public key of the sender; absent while the request does not authenticate. */
  publicKey?: string;
}

/** Stands between a client and a simulated Atlas, and lets every request have its own fate. Who is not answered waits. */
export class AtlasProxy {
  fate: (request: AtlasRequest) => Fate = () => "answered";
  /** Told once a request that is never answered has had its effect. */
  onUnanswered: (request: AtlasRequest) => void = () => undefined;
  readonly #server = createServer();
  readonly #sockets = new Set<Socket>();
  readonly #agent = new Agent({ keepAlive: true });
  #gone = false;

  private constructor(private readonly behind: string) {
    this.#server.on("connection", (socket: Socket) => {
      if (this.#gone) socket.destroy();
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    this.#server.on("request", (request, response) => this.#forward(request, response));
  }

  static async start(behind: string): Promise<AtlasProxy> {
    const proxy = new AtlasProxy(behind);
    await listening(proxy.#server);
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Breaks every connection and refuses new ones. */
  away(): void {
    this.#gone = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.away();
    this.#agent.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    const { method = "", url = "", headers } = request;
    const [, publicKey] = /username="([^"]*)"/.exec(headers.authorization ?? "") ?? [];
    const asked = { method, path: url.split("?")[0] ?? "", publicKey };
    const fate = this.fate(asked);
    if (fate === "unheard") return;
    const target = new URL(url, this.behind);
    const onward = httpRequest(
      target,
      { method, headers: { ...headers, host: target.host }, agent: this.#agent },
      (answer) => {
        if (fate === "unanswered") {
          answer.resume();
          this.onUnanswered(asked);
          return;
        }
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  }
}

const listening = (server: Server): Promise<void> =>
  new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
