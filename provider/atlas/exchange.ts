import { AtlasIacError } from "../../sdk/model/errors";
import type { RateReport } from "./budget";
import type { Clock } from "./clock";
import type { OperationId } from "./contract/operations.gen";
import type { PreparedCall } from "./prepared-call";
import { type RefusalContext, refusal } from "./refusal";
import { RetryDecision, type RetryPolicy, retryAfterMs, type Setback, setbackOf } from "./retry";
import type { Session } from "./session";
import type { HttpAnswer, Transport } from "./transport";
import { unreachable } from "./unreachable";

/** One HTTP request that was made, for metrics, counting and `--verbose`. Free of secrets. */
export interface CallReport {
  operation: OperationId;
  method: string;
  /** Without the query. */
  path: string;
  /** Absent when there was no answer. */
  status?: number;
  /** Real or scaled milliseconds on the client's clock. */
  ms: number;
  /** 1 for the first attempt of a call. A request that only fetched a challenge has the number of the attempt it serves. */
  attempt: number;
}

export interface ExchangeContext extends RefusalContext {
  session: Session;
  transport: Transport;
  clock: Clock;
  retry: RetryPolicy;
  random: () => number;
  onCall?: (report: CallReport) => void;
}

/**
 * Sends a call until it has an answer that counts.
 *
 * @throws AtlasApiError when the service refuses, AtlasUnreachableError when there is no answer, AtlasAmbiguousError when a call
 * that must not be sent twice broke off.
 */
export async function exchange(
  call: PreparedCall,
  context: ExchangeContext,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  const { clock } = context;
  const decision = new RetryDecision(context.retry, clock, context.random, isRepeatable(call));
  let mayBeDone = false;
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryOnce(call, context, attempt, signal);
    const { answer } = outcome;
    if (answer && answer.status < 300) return answer;
    // The delete that broke off had worked after all.
    if (answer?.status === 404 && mayBeDone && call.method === "DELETE") return { ...answer, status: 204, text: "" };
    const setback = answer ? setbackOfAnswer(answer, clock.now()) : setbackOf(outcome.failure);
    const delay = setback && decision.next(setback);
    if (setback === undefined || delay === undefined) throw finalError(call, outcome, setback, context);
    if (setback.kind === "unclear") mayBeDone = true;
    // After a 429 the budget is closed for as long: waiting in its line is enough, and fair.
    const inLine = answer?.status === 429 && setback.kind === "wait" && setback.afterMs !== undefined;
    if (!inLine) await clock.sleep(delay, signal);
  }
}

/** PATCH sets fields to values in this API, it never adds to them: sending it twice is sending it once. */
function isRepeatable(call: PreparedCall): boolean {
  return call.method !== "POST";
}

function finalError(
  call: PreparedCall,
  outcome: Attempt,
  setback: Setback | undefined,
  context: ExchangeContext,
): Error {
  const redactor = context.redactor.with(outcome.proof?.replace(/^\w+ /, ""));
  if (outcome.answer) return refusal(call, outcome.answer, { ...context, redactor });
  return unreachable(outcome.failure, {
    ...context,
    redactor,
    method: call.method,
    url: context.baseUrl + call.path,
    ambiguous: setback?.kind === "unclear" && !isRepeatable(call),
  });
}

interface Attempt {
  answer?: HttpAnswer;
  failure?: unknown;
  /** The Authorization header that was sent last: a service may quote it. */
  proof?: string;
}

/** @throws what must not be tried again: an abort, or an error that is ours already. */
async function tryOnce(
  call: PreparedCall,
  context: ExchangeContext,
  attempt: number,
  signal?: AbortSignal,
): Promise<Attempt> {
  const { authenticator } = context.session;
  const budget = context.session.budget(call.budget);
  await budget.enter(signal);
  let report: RateReport = {};
  let proof: string | undefined;
  try {
    const answer = await context.session.gate.run(() => {
      return authenticator.run(
        call,
        (authorization) => {
          proof = authorization;
          return sendOnce(call, authorization, context, attempt, signal);
        },
        signal,
      );
    }, signal);
    report = rateReport(answer, context.clock.now());
    return { answer, proof };
  } catch (failure) {
    signal?.throwIfAborted();
    if (failure instanceof AtlasIacError) throw failure;
    return { failure, proof };
  } finally {
    budget.report(report);
  }
}

async function sendOnce(
  call: PreparedCall,
  authorization: string | undefined,
  { transport, baseUrl, clock, onCall }: ExchangeContext,
  attempt: number,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  const start = clock.now();
  const headers = { ...call.headers, ...(authorization === undefined ? {} : { Authorization: authorization }) };
  let status: number | undefined;
  try {
    const answer = await transport.send(
      { method: call.method, url: baseUrl + call.target, headers, body: call.body },
      signal,
    );
    status = answer.status;
    return answer;
  } finally {
    const { operation, method, path } = call;
    onCall?.({ operation, method, path, status, ms: clock.now() - start, attempt });
  }
}

function setbackOfAnswer({ status, headers }: HttpAnswer, now: number): Setback | undefined {
  const afterMs = retryAfterMs(headers["retry-after"], now);
  if (status === 429) return { kind: "wait", afterMs };
  if (status === 503 && afterMs !== undefined) return { kind: "wait", afterMs };
  return status === 500 || status === 502 || status === 503 || status === 504 ? { kind: "unclear" } : undefined;
}

function rateReport({ status, headers }: HttpAnswer, now: number): RateReport {
  const number = (text: string | undefined): number | undefined => {
    return text !== undefined && /^\s*\d+\s*$/.test(text) ? Number(text) : undefined;
  };
  return {
    answered: true,
    limit: number(headers["ratelimit-limit"]),
    remaining: number(headers["ratelimit-remaining"]),
    retryAfterMs: status === 429 ? retryAfterMs(headers["retry-after"], now) : undefined,
  };
}
