import { orAbort } from "./abort";
import type { AtlasApi, AtlasCall, CallOptions, ItemOf } from "./api";
import { defaultBaseUrl, normaliseBaseUrl } from "./base-url";
import { type Clock, systemClock } from "./clock";
import type { OperationId, ResponseBody } from "./contract/operations.gen";
import { operations } from "./contract/operations.gen";
import type { Credentials } from "./credentials";
import { AtlasUnreachableError } from "./errors";
import { type CallReport, type ExchangeContext, exchange } from "./exchange";
import { indexMembers, type MemberRule, memberKey, memberRule } from "./members";
import { findOrganisation } from "./organisation";
import { readAllPages } from "./paging";
import { type PreparedCall, prepareCall } from "./prepared-call";
import { Redactor } from "./redact";
import { parseJson, refusal } from "./refusal";
import { defaultRetryPolicy, type RetryPolicy } from "./retry";
import { type Session, sessionFor } from "./session";
import { type HttpAnswer, Transport } from "./transport";

/** How to reach Atlas, and as whom. Spread what `resolveCredentials` answers with into it. */
export interface ClientSettings {
  credentials: Credentials;
  /** Organisation to act in; found out when absent. */
  orgId?: string;
  /** Scheme and host of the service; https://cloud.mongodb.com when absent. */
  baseUrl?: string;
  /** Where credentials and base URL were set, for messages. */
  credentialsFrom?: string;
  baseUrlFrom?: string;
  /** Lets keys travel without TLS to other machines. For test services only. */
  allowInsecureHttp?: boolean;
  /** Milliseconds that one request may take; a minute when absent. */
  timeoutMs?: number;
  retry?: Partial<RetryPolicy>;
  /** Requests under way at the same time, of all clients with these credentials; 10 when absent. */
  concurrency?: number;
  /**
   * Milliseconds for which a list that was read answers for its members, unless something is written; 0, the default, asks for
   * each member. For engines that look at many objects at once.
   */
  shareReadsMs?: number;
  /** For engines that look at everything again and again: such a list is read for the first member already. Default false. */
  looksAround?: boolean;
  /** Is told of every HTTP request. */
  onCall?: (report: CallReport) => void;
  /** Collects the secrets to blank; the client adds its own. */
  redactor?: Redactor;
  clock?: Clock;
  /** Chance for the jitter of retries, from 0 to 1. */
  random?: () => number;
}

/** The Admin API, with its own redaction for logs. */
export interface AtlasClient extends AtlasApi {
  readonly baseUrl: string;
  readonly redactor: Redactor;
}

/**
 * Makes a client. Clients with the same service and credentials share tokens, rate budgets, reads in flight and connections, so one
 * may be made for every resource.
 *
 * @throws CredentialsError when the base URL cannot be used.
 */
export function createAtlasClient(settings: ClientSettings): AtlasClient {
  return new Client(settings);
}

class Client implements AtlasClient {
  readonly baseUrl: string;
  readonly redactor: Redactor;
  private readonly session: Session;
  private readonly context: ExchangeContext;
  private organisation?: Promise<string>;

  constructor(private readonly settings: ClientSettings) {
    const { credentials, clock = systemClock, random = Math.random } = settings;
    const baseUrlFrom = settings.baseUrlFrom ?? (settings.baseUrl ? "the client's settings" : "the default");
    const credentialsFrom = settings.credentialsFrom ?? "the client's settings";
    this.baseUrl = normaliseBaseUrl(
      settings.baseUrl || defaultBaseUrl,
      baseUrlFrom,
      settings.allowInsecureHttp ?? false,
    );
    this.redactor = settings.redactor ?? new Redactor();
    this.redactor.register(credentials.kind === "api-key" ? credentials.privateKey : credentials.clientSecret);
    const transport = new Transport(settings.timeoutMs ?? 60_000);
    const retry = { ...defaultRetryPolicy, ...settings.retry };
    const shared = { baseUrl: this.baseUrl, baseUrlFrom, credentialsFrom, transport, retry, clock, random };
    this.session = sessionFor({ ...shared, credentials, concurrency: settings.concurrency ?? 10 });
    this.context = { ...shared, redactor: this.redactor, session: this.session, onCall: settings.onCall };
  }

  async send<Op extends OperationId>(call: AtlasCall<Op>, options: CallOptions = {}): Promise<ResponseBody<Op>> {
    // The contract's types say what the operation answers with; nothing checks the service at run time.
    return (await this.sendUntyped(call, options.signal)) as ResponseBody<Op>;
  }

  async list<Op extends OperationId>(
    call: AtlasCall<Op>,
    options: CallOptions = {},
  ): Promise<ItemOf<ResponseBody<Op>>[]> {
    const items = await readAllPages(call, (page) => this.sendUntyped(page, options.signal));
    return items as ItemOf<ResponseBody<Op>>[];
  }

  async orgId(options: CallOptions = {}): Promise<string> {
    if (this.settings.orgId) return this.settings.orgId;
    // One look serves all who ask, so that no one's signal may end it.
    this.organisation ??= findOrganisation(this, this.context.credentialsFrom).catch((error: unknown) => {
      this.organisation = undefined;
      throw error;
    });
    return orAbort(this.organisation, options.signal);
  }

  private async sendUntyped(call: AtlasCall, signal?: AbortSignal): Promise<unknown> {
    const prepared = prepareCall(this.baseUrl, call);
    return operations[call.operation].method === "GET"
      ? structuredClone(await this.readShared(call, prepared, signal))
      : this.write(call, prepared, signal);
  }

  private async write(call: AtlasCall, prepared: PreparedCall, signal?: AbortSignal): Promise<unknown> {
    const { reads } = this.session;
    // The service may quote the body that it refuses.
    const context = { ...this.context, redactor: this.redactor.knowing(call.body) };
    reads.forget();
    try {
      return this.bodyOf(prepared, await exchange(prepared, context, signal));
    } finally {
      reads.forget();
    }
  }

  private async readShared(call: AtlasCall, prepared: PreparedCall, signal?: AbortSignal): Promise<unknown> {
    const rule = this.settings.shareReadsMs && call.query === undefined ? memberRule(call.operation) : undefined;
    const answer = rule && (await this.readFromList(call, rule, signal));
    if (rule && answer) {
      if (answer.value !== undefined) return answer.value;
      if (rule.absent) throw refusal(prepared, absence(rule.absent, call.params ?? {}), this.context);
    }
    const read = async (shared: AbortSignal): Promise<unknown> =>
      this.bodyOf(prepared, await exchange(prepared, this.context, shared));
    return this.session.reads.read(`${prepared.headers.Accept} ${prepared.target}`, read, signal);
  }

  private readFromList(
    call: AtlasCall,
    rule: MemberRule,
    signal?: AbortSignal,
  ): Promise<{ value: unknown } | undefined> {
    const params = Object.entries(call.params ?? {}).filter(([name]) => !rule.key.includes(name));
    const list: AtlasCall = { operation: rule.list, params: Object.fromEntries(params) };
    const key = memberKey(rule.key.map((name) => call.params?.[name]));
    const readList = async (shared: AbortSignal): Promise<ReadonlyMap<string, unknown>> =>
      indexMembers(rule, await readAllPages(list, (page) => this.sendUntyped(page, shared)));
    const name = prepareCall(this.baseUrl, list).path;
    const { shareReadsMs = 0, looksAround } = this.settings;
    return this.session.reads.member(name, key, shareReadsMs, readList, signal, looksAround);
  }

  private bodyOf(call: PreparedCall, answer: HttpAnswer): unknown {
    if (answer.text.trim() === "") return undefined;
    const body = parseJson(answer.text);
    if (body !== undefined) return body;
    throw new AtlasUnreachableError(
      `${call.method} ${this.baseUrl}${call.path}: ${answer.status}, but the answer is not JSON`,
      {
        hint: `This is not how Atlas answers: check the base URL ${this.baseUrl} (from ${this.context.baseUrlFrom}).`,
      },
    );
  }
}

/** The answer that the service would have given for a member that its list lacks. */
function absence(absent: NonNullable<MemberRule["absent"]>, params: Readonly<Record<string, string>>): HttpAnswer {
  const body = { error: 404, errorCode: absent.atlasCode, detail: absent.detail(params) };
  return { status: 404, headers: {}, text: JSON.stringify(body) };
}
