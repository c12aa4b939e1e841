import type { SimulatedClock } from "../clock";
import type { ApiKeyDoc, ServiceAccountDoc, State } from "../state";
import { DigestGuard } from "./digest";
import { TokenIssuer } from "./oauth";
import type { Principal } from "./principal";

/** What authentication needs of a request. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly method: string;
  /** Request target as it stands in the request line. */
  readonly target: string;
}

/** Who it is; or the challenge to answer with, if this kind of credential gets one. */
export type Verdict = { readonly principal: Principal } | { readonly challenge: string | undefined };

/** Tells who sends a request: an API key (digest) or a service account (bearer token). */
export class Guard {
  readonly tokens: TokenIssuer;
  readonly #digest: DigestGuard;

  constructor(
    private readonly state: State,
    clock: SimulatedClock,
    tokenLifetimeSeconds: number,
  ) {
    this.tokens = new TokenIssuer(state, clock, tokenLifetimeSeconds);
    this.#digest = new DigestGuard((publicKey) => this.#key(publicKey)?.privateKey);
  }

  identify({ authorization, method, target }: Credentials): Verdict {
    const bearer = /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
    if (bearer !== undefined) {
      const account = this.tokens.accountOf(bearer);
      // The service answers a token it does not know without a challenge.
      return account ? { principal: accountPrincipal(account) } : { challenge: undefined };
    }
    if (!authorization || !/^Digest\s/i.test(authorization)) return { challenge: this.#digest.challenge() };
    const result = this.#digest.check(authorization, method, target);
    if ("refused" in result) return { challenge: this.#digest.challenge(result.refused === "stale") };
    const key = this.#key(result.user);
    return key ? { principal: keyPrincipal(key) } : { challenge: this.#digest.challenge() };
  }

  #key(publicKey: string): ApiKeyDoc | undefined {
    return this.state.apiKeys.find((key) => key.publicKey === publicKey);
  }
}

function keyPrincipal(key: ApiKeyDoc): Principal {
  return { name: key.publicKey, roles: key.roles, accessList: key.accessList.map((entry) => entry.cidrBlock) };
}

function accountPrincipal(account: ServiceAccountDoc): Principal {
  return { name: account.clientId, roles: account.roles, accessList: [] };
}
