import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Agent, request as httpsRequest, type RequestOptions } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { KubeConfig } from "@kubernetes/client-node";
import { plainConfig } from "./scripted-api";

export interface ProxiedRequest {
  method: string;
  /** With the query. */
  url: string;
  watch: boolean;
  at: number;
}

/** What the proxy does instead of asking the API server. */
export interface Fault {
  status: number;
  body?: string;
}

/** Stands between a client and the real API server, counts, and misbehaves on demand. */
export class FaultProxy {
  readonly requests: ProxiedRequest[] = [];
  /** Asked before every request; may also do something first, and then let it through. */
  fault: (request: ProxiedRequest) => Fault | undefined | Promise<Fault | undefined> = () => undefined;
  /** How long the API server's answer is held back, in milliseconds; a promise may also never tell. */
  delayMs: (request: ProxiedRequest) => number | Promise<number> = () => 0;
  /** Whether the API server does what it is asked, and the connection breaks before it can say so. */
  losesAnswer: (request: ProxiedRequest) => boolean = () => false;
  /** Connections that were refused while away. */
  refused = 0;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly sockets = new Set<Socket>();
  private watches: IncomingMessage[] = [];
  private gone = false;

  private constructor(
    private readonly behind: KubeConfig,
    private readonly server: Server,
  ) {
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      this.handle(request, response).catch(() => response.destroy());
    });
    server.on("connection", (socket: Socket) => {
      if (this.gone) {
        this.refused++;
        socket.destroy();
        return;
      }
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
    });
  }

  static async start(behind: KubeConfig): Promise<FaultProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new FaultProxy(behind, server);
  }

  /** A kubeconfig for a client that goes through the proxy. */
  get config(): KubeConfig {
    return plainConfig(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}`);
  }

  /** Watches whose events get through. */
  get openWatches(): number {
    return this.watches.length;
  }

  /** Has all watches that are open now go silent, as behind a router that forgot the connection: nothing is closed. */
  muteWatches(): void {
    for (const watch of this.watches) watch.unpipe().resume();
    this.watches = [];
  }

  /** Breaks every connection and refuses new ones, until `back`. */
  away(): void {
    this.gone = true;
    for (const socket of this.sockets) socket.destroy();
  }

  back(): void {
    this.gone = false;
  }

  /** How many requests match. */
  count(matches: (request: ProxiedRequest) => boolean): number {
    return this.requests.filter(matches).length;
  }

  async stop(): Promise<void> {
    this.away();
    this.agent.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "" } = request;
    const asked = { method, url, watch: /[?&]watch=true/.test(url), at: performance.now() };
    this.requests.push(asked);
    const fault = await this.fault(asked);
    if (fault) {
      response.writeHead(fault.status, { "content-type": "application/json" }).end(fault.body ?? "{}");
      return;
    }
    const options: RequestOptions = {};
    await this.behind.applyToHTTPSOptions(options);
    const target = new URL(url, this.behind.getCurrentCluster()?.server);
    const headers = { ...request.headers, ...options.headers, host: target.host };
    const onward = httpsRequest(target, { ...options, agent: this.agent, method, headers }, async (answer) => {
      if (this.losesAnswer(asked)) {
        answer.resume();
        response.destroy();
        return;
      }
      const delayMs = await this.delayMs(asked);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      response.writeHead(answer.statusCode ?? 500, answer.headers).flushHeaders();
      answer.pipe(response);
      if (!asked.watch) return;
      this.watches.push(answer);
      answer.on("close", () => this.watches.splice(this.watches.indexOf(answer) >>> 0, 1));
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  }
}
