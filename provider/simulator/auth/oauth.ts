import { randomBytes } from "node:crypto";
import type { SimulatedClock } from "../clock";
import type { Json } from "../json";
import { problemWith } from "../problem";
import type { ServiceAccountDoc, State } from "../state";

/** Tokens the service gives out in a minute to one account. */
const TOKENS_A_MINUTE = 10;
const MINUTE = 60_000;

/** An answer of the token endpoint, in the words of OAuth 2.0 (RFC 6749) rather than of the Admin API. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: Json;
}

/** OAuth 2.0 client credentials: tokens for service accounts. */
export class TokenIssuer {
  readonly #tokens = new Map<string, { clientId: string; until: number }>();
  readonly #given = new Map<string, number[]>();

  constructor(
    private readonly state: State,
    private readonly clock: SimulatedClock,
    /** How long a token is good for, in real seconds. */
    private readonly lifetimeSeconds: number,
  ) {}

  /** `POST /api/oauth/token`. */
  issue(authorization: string | undefined, form: URLSearchParams): TokenAnswer {
    const account = this.#account(authorization);
    if (!account) {
      return refusal(401, "invalid_client", "Client authentication failed.");
    }
    if (form.get("grant_type") !== "client_credentials") {
      return refusal(400, "unsupported_grant_type", "Only client_credentials is supported.");
    }
    this.#limit(account.clientId);
    const token = randomBytes(32).toString("base64url");
    this.#tokens.set(token, {
      clientId: account.clientId,
      until: this.clock.now() + this.lifetimeSeconds * 1000 * this.clock.scale,
    });
    return { status: 200, body: { access_token: token, expires_in: this.lifetimeSeconds, token_type: "Bearer" } };
  }

  /** `POST /api/oauth/revoke`. */
  revoke(authorization: string | undefined, form: URLSearchParams): TokenAnswer {
    const account = this.#account(authorization);
    if (!account) return refusal(401, "invalid_client", "Client authentication failed.");
    const token = form.get("token") ?? "";
    if (this.#tokens.get(token)?.clientId === account.clientId) this.#tokens.delete(token);
    return { status: 200, body: {} };
  }

  /** The account a bearer token was given to, unless it has run out. */
  accountOf(token: string): ServiceAccountDoc | undefined {
    const known = this.#tokens.get(token);
    if (!known) return undefined;
    if (known.until <= this.clock.now()) {
      this.#tokens.delete(token);
      return undefined;
    }
    return this.state.serviceAccounts.get(known.clientId);
  }

  #account(authorization: string | undefined): ServiceAccountDoc | undefined {
    const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? "")?.[1];
    if (!encoded) return undefined;
    const [clientId = "", ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
    const account = this.state.serviceAccounts.get(clientId);
    const secret = rest.join(":");
    return account?.secrets.some((known) => known.secret === secret && known.expiresAt > this.clock.now())
      ? account
      : undefined;
  }

  #limit(clientId: string): void {
    const now = this.clock.now();
    const recent = (this.#given.get(clientId) ?? []).filter((at) => at > now - MINUTE);
    if (recent.length >= TOKENS_A_MINUTE) {
      const wait = (recent[0] ?? now) + MINUTE - now;
      throw problemWith("RATE_LIMITED", ["/api/oauth/token", String(TOKENS_A_MINUTE), "1"], {
        headers: { "retry-after": String(this.clock.realSeconds(wait)) },
      });
    }
    this.#given.set(clientId, [...recent, now]);
  }
}

function refusal(status: number, error: string, description: string): TokenAnswer {
  return { status, body: { error, error_description: description } };
}
