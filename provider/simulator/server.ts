import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Guard } from "./auth/guard";
import type { Principal } from "./auth/principal";
import type { Match } from "./contract";
import type { Fault, Faults } from "./faults";
import type { Json } from "./json";
import { deprecationHeaders } from "./legacy-versions";
import { Problem, problem, problemWith } from "./problem";
import type { RateLimiter } from "./rate-limit";
import { type RequestRecord, redacted } from "./request-log";
import { checkAddress, type Service } from "./service";

/** How long a connection is kept on which nobody asks anything. */
const KEEP_ALIVE_MS = 75_000;

/** As recorded: what an unauthenticated request is told, whatever it asked for. */
const UNAUTHENTICATED: Json = {
  error: 401,
  reason: "Unauthorized",
  detail: "You are not authorized for this resource.",
  errorCode: "UNEXPECTED_ERROR",
};
const LARGEST_BODY = 16 * 1024 * 1024;
const TOKEN_PATHS: ReadonlySet<string> = new Set(["/api/oauth/token", "/api/oauth/revoke"]);

/** What the HTTP side of the simulator is made of. */
export interface ServerParts {
  readonly service: Service;
  readonly limiter: RateLimiter;
  readonly faults: Faults;
  readonly tokenLifetimeSeconds: number;
  /** Real milliseconds that every answer is delayed. */
  readonly latencyMs: number;
  readonly record: (record: RequestRecord) => void;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly url: URL;
  readonly text: string;
}

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
}

/** The Admin API over HTTP: authentication, limits and faults around the {@link Service}. */
export class SimulatorServer {
  readonly #http: Server;
  readonly #sockets = new Set<Socket>();
  readonly #guard: Guard;

  constructor(private readonly parts: ServerParts) {
    this.#guard = new Guard(parts.service.state, parts.service.clock, parts.tokenLifetimeSeconds);
    this.#http = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => response.destroy(asError(error)));
    });
    // A connection that is closed the moment that a client sends a request on it loses that: longer than clients keep idle ones.
    this.#http.keepAliveTimeout = KEEP_ALIVE_MS;
    this.#http.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  /** Starts to listen; answers with the port. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#http.once("error", reject);
      this.#http.listen(port, host, () => {
        this.#http.off("error", reject);
        const address = this.#http.address();
        resolve(typeof address === "object" && address ? address.port : port);
      });
    });
  }

  /** Stops at once; requests that are under way lose their connection. */
  close(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#http.close((error) => (error ? reject(error) : resolve()));
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "localhost"}`);
    const text = await readBody(request);
    const exchange: Exchange = { request, response, method: request.method ?? "GET", url, text };
    if (this.parts.latencyMs > 0) await sleep(this.parts.latencyMs);
    const match = this.parts.service.contract.match(exchange.method, url.pathname);
    const record: RequestRecord = {
      at: Date.now(),
      method: exchange.method,
      path: url.pathname,
      query: url.search.slice(1),
      operation: match?.operation.id,
      body: TOKEN_PATHS.has(url.pathname) ? null : loggedBody(text),
      status: 0,
    };
    if (TOKEN_PATHS.has(url.pathname)) return this.#finish(exchange, record, this.#token(exchange));
    const verdict = this.#guard.identify({
      authorization: request.headers.authorization,
      method: exchange.method,
      target: request.url ?? "",
    });
    if ("challenge" in verdict) {
      const headers = verdict.challenge === undefined ? undefined : { "www-authenticate": verdict.challenge };
      const body = verdict.challenge === undefined ? undefined : UNAUTHENTICATED;
      return this.#finish(exchange, record, { status: 401, headers, body });
    }
    await this.#withFaults(exchange, { ...record, principal: verdict.principal.name }, verdict.principal, match);
  }

  async #withFaults(exchange: Exchange, record: RequestRecord, who: Principal, match?: Match): Promise<void> {
    const fault = this.parts.faults.next(match?.operation.id ?? "", exchange.method, exchange.url.pathname);
    switch (fault?.kind) {
      case "latency":
        await sleep(fault.latencyMs ?? 1000);
        break;
      case "timeout":
        // Never answered: the connection stays open until the client gives up.
        this.parts.record(record);
        return;
      case "reset-before":
        this.parts.record(record);
        exchange.request.socket.destroy();
        return;
      case "reset-after": {
        record.status = this.#reply(exchange, who, match).status;
        this.parts.record(record);
        exchange.request.socket.destroy();
        return;
      }
    }
    const reply = fault && fault.kind !== "latency" ? this.#faulty(fault, record.path) : undefined;
    this.#finish(exchange, record, reply ?? this.#reply(exchange, who, match));
  }

  #faulty(fault: Fault, path: string): Reply {
    const wait = this.parts.service.clock.realSeconds((fault.retryAfterSeconds ?? 5) * 1000);
    const headers = { "retry-after": String(wait) };
    if (fault.kind === "429") return failure(problemWith("RATE_LIMITED", [path, "100", "1"], { headers }));
    if (fault.kind === "503") {
      return failure(new Problem(503, "UNEXPECTED_ERROR", "Service unavailable.", [], headers));
    }
    return failure(problem("UNEXPECTED_ERROR"));
  }

  /** Lets the request have its effect. A defect in a handler is the service's 500, and shown on stderr. */
  #reply(exchange: Exchange, principal: Principal, match: Match | undefined): Reply {
    const { request, url, method, text } = exchange;
    let limits: Record<string, string> = {};
    try {
      checkAddress(principal, request.socket.remoteAddress ?? "");
      if (!match) throw this.#unknownPath(method, url.pathname);
      limits = this.parts.limiter.take(match.params, principal.name, url.pathname);
      const headers: Record<string, string | undefined> = {};
      for (const [name, value] of Object.entries(request.headers)) headers[name] = value?.toString();
      const answer = this.parts.service.handle({
        match,
        query: url.searchParams,
        text,
        headers,
        principal,
        origin: url.origin,
      });
      return {
        status: answer.status,
        body: answer.body,
        headers: {
          ...limits,
          ...deprecationHeaders(match.operation.id, answer.version),
          "content-type": `application/vnd.atlas.${answer.version}+json`,
        },
      };
    } catch (error) {
      if (error instanceof Problem) return failure(error, limits);
      console.error("simulator: a handler failed", error);
      return failure(problem("UNEXPECTED_ERROR"), limits);
    }
  }

  #unknownPath(method: string, path: string): Problem {
    return this.parts.service.contract.knowsPath(path)
      ? problem("METHOD_NOT_ALLOWED", method, path)
      : problem("RESOURCE_NOT_FOUND", path);
  }

  #token({ request, url, method, text }: Exchange): Reply {
    if (method !== "POST") return failure(problem("METHOD_NOT_ALLOWED", method, url.pathname));
    const form = new URLSearchParams(text);
    const { authorization } = request.headers;
    try {
      const { tokens } = this.#guard;
      return url.pathname === "/api/oauth/token"
        ? tokens.issue(authorization, form)
        : tokens.revoke(authorization, form);
    } catch (error) {
      if (error instanceof Problem) return failure(error);
      throw error;
    }
  }

  #finish({ response }: Exchange, record: RequestRecord, reply: Reply): void {
    record.status = reply.status;
    this.parts.record(record);
    const text = reply.body === undefined ? undefined : JSON.stringify(reply.body);
    response.statusCode = reply.status;
    if (text !== undefined) response.setHeader("content-type", "application/json");
    for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
    response.end(text);
  }
}

function failure(error: Problem, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: error.status, body: error.body(), headers: { ...headers, ...error.headers } };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    size += part.length;
    if (size > LARGEST_BODY) throw new RangeError(`a body of more than ${LARGEST_BODY} bytes is not read`);
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function loggedBody(text: string): Json {
  if (text === "") return null;
  try {
    return redacted(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return "[not JSON]";
    throw error;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
