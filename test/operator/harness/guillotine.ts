import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { KubeConfig } from "@kubernetes/client-node";
import { FaultProxy } from "../runtime/harness/fault-proxy";

/** Where a life ends: at the n-th call that matters, before the other side has heard of it or after. */
export interface Cut {
  at: number;
  when: "before" | "after";
  /** Only calls like these count. Default all. */
  of?: RegExp;
}

/**
 * Stands between an operator and both of its worlds, and cuts it off from both at one chosen call, as the end of its process would: what
 * was sent before has happened, nothing is heard or sent any more.
 */
export class Guillotine {
  /** Calls so far: every one to Atlas, and writes to the API server that are no events. */
  readonly calls: string[] = [];
  fallen = false;
  readonly #sockets = new Set<Socket>();
  readonly #agent = new Agent({ keepAlive: true });

  private constructor(
    readonly cut: Cut,
    private readonly kubeProxy: FaultProxy,
    private readonly atlasProxy: Server,
  ) {}

  static async raise(behind: KubeConfig, atlasUrl: string, cut: Cut): Promise<Guillotine> {
    const kubeProxy = await FaultProxy.start(behind);
    const atlasProxy = createServer();
    const guillotine = new Guillotine(cut, kubeProxy, atlasProxy);
    atlasProxy.on("connection", (socket: Socket) => {
      if (guillotine.fallen) socket.destroy();
      guillotine.#sockets.add(socket);
      socket.on("close", () => guillotine.#sockets.delete(socket));
    });
    atlasProxy.on("request", (request, response) => guillotine.#forward(request, response, atlasUrl));
    await new Promise<void>((resolve) => atlasProxy.listen(0, "127.0.0.1", resolve));
    const matters = ({ method, url }: { method: string; url: string }): boolean =>
      method !== "GET" && !url.includes("/events");
    const counted = new WeakMap<object, boolean>();
    kubeProxy.fault = (request) => {
      if (!matters(request)) return undefined;
      const due = guillotine.#count(`${request.method} ${request.url.split("?")[0]}`);
      counted.set(request, due);
      if (due && cut.when === "before") guillotine.fall();
      return due && cut.when === "before" ? { status: 500 } : undefined;
    };
    kubeProxy.delayMs = (request) => {
      if (counted.get(request)) guillotine.fall();
      return 0;
    };
    return guillotine;
  }

  get config(): KubeConfig {
    return this.kubeProxy.config;
  }

  get atlasUrl(): string {
    return `http://127.0.0.1:${(this.atlasProxy.address() as AddressInfo).port}`;
  }

  fall(): void {
    this.fallen = true;
    this.kubeProxy.away();
    for (const socket of this.#sockets) socket.destroy();
  }

  async remove(): Promise<void> {
    this.fall();
    this.#agent.destroy();
    await this.kubeProxy.stop();
    await new Promise<void>((resolve) => this.atlasProxy.close(() => resolve()));
  }

  /** @returns whether this is the call at which it falls */
  #count(call: string): boolean {
    if (this.cut.of && !this.cut.of.test(call)) return false;
    this.calls.push(call);
    return this.calls.length === this.cut.at;
  }

  #forward(request: IncomingMessage, response: ServerResponse, atlasUrl: string): void {
    const { method = "", url = "", headers } = request;
    const due = this.#count(`atlas ${method} ${url.split("?")[0]}`);
    if (due && this.cut.when === "before") {
      this.fall();
      return;
    }
    const target = new URL(url, atlasUrl);
    const onward = httpRequest(
      target,
      { method, headers: { ...headers, host: target.host }, agent: this.#agent },
      (answer) => {
        if (due) {
          answer.resume();
          this.fall();
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
