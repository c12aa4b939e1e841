import { createHash } from "node:crypto";
import type { Authenticator } from "./auth/authenticator";
import { BearerAuthenticator } from "./auth/bearer";
import { DigestAuthenticator } from "./auth/digest";
import { requestToken } from "./auth/token-request";
import { RateBudget } from "./budget";
import type { Clock } from "./clock";
import type { Credentials } from "./credentials";
import { AtlasUnreachableError } from "./errors";
import { RetryDecision, type RetryPolicy, retryAfterMs, type Setback, setbackOf } from "./retry";
import { Semaphore } from "./semaphore";
import { SharedReads } from "./shared-reads";
import type { HttpAnswer, Transport } from "./transport";
import { unreachable } from "./unreachable";

/** What tells one session from another, and what it is made with. */
export interface SessionSettings {
  baseUrl: string;
  baseUrlFrom: string;
  credentials: Credentials;
  credentialsFrom: string;
  concurrency: number;
  clock: Clock;
  transport: Transport;
  retry: RetryPolicy;
  random: () => number;
}

/**
 * Everything that all clients with the same credentials share: the token or nonce, the rate budgets, the reads in flight and the
 * number of connections.
 */
export class Session {
  readonly authenticator: Authenticator;
  readonly reads: SharedReads;
  readonly gate: Semaphore;
  private readonly budgets = new Map<string, RateBudget>();

  constructor(private readonly settings: SessionSettings) {
    const { credentials, clock, concurrency } = settings;
    this.gate = new Semaphore(concurrency);
    this.reads = new SharedReads(clock);
    this.authenticator =
      credentials.kind === "api-key"
        ? new DigestAuthenticator(credentials)
        : new BearerAuthenticator(
            () =>
              requestToken(settings.baseUrl, credentials, settings.credentialsFrom, (url, headers, body) =>
                this.postForToken(url, headers, body),
              ),
            clock,
          );
  }

  budget(name: string): RateBudget {
    const budget = this.budgets.get(name) ?? new RateBudget(this.settings.clock);
    this.budgets.set(name, budget);
    return budget;
  }

  /** A token is asked for like anything that may be repeated: nothing is lost when two are made. */
  private async postForToken(url: string, headers: Record<string, string>, body: string): Promise<Response> {
    const { transport, retry, clock, random, baseUrl, baseUrlFrom } = this.settings;
    const decision = new RetryDecision(retry, clock, random, true);
    for (;;) {
      let setback: Setback;
      let refusal: HttpAnswer | undefined;
      let failure: unknown;
      try {
        const answer = await transport.send({ method: "POST", url, headers, body });
        if (answer.status !== 429 && answer.status < 500) return toResponse(answer);
        refusal = answer;
        setback = { kind: "wait", afterMs: retryAfterMs(answer.headers["retry-after"], clock.now()) };
      } catch (error) {
        failure = error;
        setback = setbackOf(error);
      }
      const delay = decision.next(setback);
      if (delay === undefined) {
        const what = { method: "POST", url, baseUrl, baseUrlFrom, ambiguous: false };
        throw refusal ? refusedToken(url, refusal.status) : unreachable(failure, what);
      }
      await clock.sleep(delay);
    }
  }
}

function toResponse(answer: HttpAnswer): Response {
  const headers = { "Content-Type": answer.headers["content-type"] ?? "application/json" };
  return new Response(answer.text, { status: answer.status, headers });
}

function refusedToken(url: string, status: number): AtlasUnreachableError {
  return new AtlasUnreachableError(`POST ${url}: ${status} No access token was given.`, {
    hint:
      status === 429
        ? "Atlas gives few tokens a minute to one client and address. Wait a minute; one process needs only one."
        : "The service is in trouble: look at https://status.mongodb.com, and try again later.",
  });
}

/** Sessions of this process. Fast clocks are their own worlds. */
const sessions = new WeakMap<Clock, Map<string, Session>>();

/** An operator sees keys rotate for months: the oldest sessions make room. */
const mostSessions = 200;

/** The session for these settings: there is one a process for each combination of service and credentials. */
export function sessionFor(settings: SessionSettings): Session {
  const known = sessions.get(settings.clock) ?? new Map<string, Session>();
  sessions.set(settings.clock, known);
  const key = fingerprint(settings);
  const session = known.get(key) ?? new Session(settings);
  known.delete(key);
  known.set(key, session);
  for (const oldest of known.keys()) {
    if (known.size <= mostSessions) break;
    known.delete(oldest);
  }
  return session;
}

function fingerprint({ baseUrl, credentials, concurrency }: SessionSettings): string {
  return createHash("sha256")
    .update(JSON.stringify([baseUrl, credentials, concurrency]))
    .digest("base64url");
}
