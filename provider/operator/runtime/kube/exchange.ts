import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { RuntimeMetrics } from "../process/metrics";
import { sleep, within } from "../time";
import { type KubeStatus, KubeUnreachableError, refusal } from "./errors";
import { RateLimit } from "./rate-limit";
import { retryAfterOf, retryDelayMs } from "./retry";
import type { KubeRequest, KubeTransport } from "./transport";

/** How hard a client may press the API server. */
export interface ClientLimits {
  /** Requests a second in the long run. */
  qps: number;
  /** Requests at once. */
  burst: number;
  /** Attempts for one request, the first included. */
  attempts: number;
  /** Longest wait for one attempt's answer, in milliseconds. */
  attemptTimeoutMs: number;
}

/** Requests and their answers: limited, timed, counted, tried again where that is safe, refusals as typed errors. */
export class KubeExchange {
  private readonly rate: RateLimit;

  constructor(
    private readonly transport: KubeTransport,
    private readonly limits: ClientLimits,
    private readonly metrics: RuntimeMetrics | undefined,
  ) {
    this.rate = new RateLimit(limits.qps, limits.burst);
  }

  /** The answer's JSON. @throws KubeApiError, KubeUnreachableError, or the signal's reason */
  async json<T>(request: KubeRequest, signal?: AbortSignal): Promise<T> {
    // A create that was not answered may have been done; everything else can be said twice.
    const repeatable = request.method !== "POST";
    for (let attempt = 1; ; attempt++) {
      await this.rate.take(signal);
      const asked: AskedWait = {};
      try {
        return await this.attempt(request, signal, asked, (body) => readJson<T>(body, request));
      } catch (error) {
        const delay = retryDelayMs({ error, attempt, retryAfterMs: asked.ms, repeatable });
        if (delay === undefined || attempt >= this.limits.attempts || signal?.aborted) throw error;
        await sleep(delay, signal);
      }
    }
  }

  /** A body that goes on until the server or the signal ends it. One attempt. */
  async stream(request: KubeRequest, signal: AbortSignal): Promise<IncomingMessage> {
    await this.rate.take(signal);
    const body = await this.attempt(request, signal, {}, async (opened) => opened);
    const end = (): void => {
      body.destroy(new Error("aborted"));
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
    body.once("close", () => signal.removeEventListener("abort", end));
    return body;
  }

  /** One exchange within an attempt's time; `read` counts into it. */
  private async attempt<T>(
    request: KubeRequest,
    signal: AbortSignal | undefined,
    asked: AskedWait,
    read: (body: IncomingMessage) => Promise<T>,
  ): Promise<T> {
    const { attemptTimeoutMs: ms } = this.limits;
    const time = within(signal, ms, () => new KubeUnreachableError(request, `no answer within ${ms} ms`));
    let code = "<error>";
    try {
      const response = await this.transport.send(request, time.signal);
      code = String(response.status);
      if (response.status < 300) return await read(response.body);
      asked.ms = retryAfterOf(response.headers);
      throw refusal(request, response.status, statusIn(await text(response.body)));
    } catch (error) {
      throw time.signal.aborted ? time.signal.reason : error;
    } finally {
      time.clear();
      this.metrics?.requests.inc({ code, method: request.method, host: this.transport.host });
    }
  }
}

interface AskedWait {
  /** What the answer's Retry-After asked for. */
  ms?: number;
}

async function readJson<T>(body: IncomingMessage, request: KubeRequest): Promise<T> {
  try {
    return JSON.parse(await text(body)) as T;
  } catch (cause) {
    throw new KubeUnreachableError(request, "the answer broke off or is not JSON", { cause });
  }
}

/** What a proxy in between answers is no Status; its text is then the message. */
function statusIn(body: string): KubeStatus {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === "object" && parsed !== null && "kind" in parsed && parsed.kind === "Status") {
      return parsed as KubeStatus;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { message: body.trim().slice(0, 500) || undefined };
}
