import { orAbort } from "../abort";
import type { Clock } from "../clock";
import type { AuthAnswer, Authenticator, RequestLine } from "./authenticator";

/** A token and how long it serves. */
export interface Token {
  value: string;
  lifetimeMs: number;
}

/** Tokens are renewed when a tenth of their life is left: a call begun now must still end with it. */
const servedShare = 0.9;

/**
 * A token younger than this that is refused is not replaced: Atlas also answers 401 to calls that no token of these credentials may
 * make, and gives only ten tokens a minute.
 */
const youngMs = 10_000;

interface CurrentToken {
  header: string;
  fetchedAt: number;
  usableUntil: number;
}

/** OAuth2 bearer tokens: one is fetched however many ask, and serves until shortly before it ends or is refused. */
export class BearerAuthenticator implements Authenticator {
  private current?: CurrentToken;
  private pending?: Promise<CurrentToken>;

  constructor(
    private readonly fetchToken: () => Promise<Token>,
    private readonly clock: Clock,
  ) {}

  async run<Answer extends AuthAnswer>(
    _request: RequestLine,
    send: (authorization: string | undefined) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const token = await this.token(signal);
    const answer = await send(token.header);
    if (answer.status !== 401 || this.clock.now() - token.fetchedAt < youngMs) return answer;
    if (this.current === token) this.current = undefined;
    return send((await this.token(signal)).header);
  }

  private async token(signal: AbortSignal | undefined): Promise<CurrentToken> {
    if (this.current && this.clock.now() < this.current.usableUntil) return this.current;
    this.pending ??= this.renew().finally(() => {
      this.pending = undefined;
    });
    return orAbort(this.pending, signal);
  }

  private async renew(): Promise<CurrentToken> {
    const token = await this.fetchToken();
    const fetchedAt = this.clock.now();
    const usableUntil = fetchedAt + Math.max(1000, token.lifetimeMs * servedShare);
    this.current = { header: `Bearer ${token.value}`, fetchedAt, usableUntil };
    return this.current;
  }
}
