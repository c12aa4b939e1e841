import { randomBytes } from "node:crypto";
import { orAbort } from "../abort";
import type { ApiKey } from "../credentials";
import type { AuthAnswer, Authenticator, RequestLine } from "./authenticator";
import { type DigestChallenge, digestHeader, parseChallenge } from "./digest-header";

interface Nonce {
  challenge: DigestChallenge;
  uses: number;
}

/**
 * HTTP digest with an API key. A nonce that served once serves all later calls, so that a call costs one request and not two; calls
 * that come before the first nonce wait for it. A call whose nonce is refused goes on with the one that came with the refusal and
 * that nobody else uses: it needs two requests at most, even with a service that takes each nonce once.
 */
export class DigestAuthenticator implements Authenticator {
  private shared?: Nonce;
  private probe?: Promise<void>;
  /** The service last answered without asking who calls: nobody need wait for a challenge. */
  private unasked = false;

  constructor(private readonly key: Pick<ApiKey, "publicKey" | "privateKey">) {}

  async run<Answer extends AuthAnswer>(
    request: RequestLine,
    send: (authorization: string | undefined) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer> {
    // After each wait another may have become the probe.
    while (!this.shared && !this.unasked && this.probe) await orAbort(this.probe, signal);
    if (this.shared) return this.converse(request, this.shared, send);
    const conversation = this.converse(request, undefined, send);
    const settled = conversation.then(
      () => this.endProbe(),
      () => this.endProbe(),
    );
    this.probe = settled;
    return conversation;
  }

  private async converse<Answer extends AuthAnswer>(
    request: RequestLine,
    nonce: Nonce | undefined,
    send: (authorization: string | undefined) => Promise<Answer>,
  ): Promise<Answer> {
    const first = await send(nonce && this.header(request, nonce));
    const header = first.headers["www-authenticate"];
    const challenge = first.status === 401 && header !== undefined ? parseChallenge(header) : undefined;
    this.unasked = nonce === undefined && first.status !== 401;
    if (!challenge) return first;
    const own: Nonce = { challenge, uses: 0 };
    const second = await send(this.header(request, own));
    if (second.status !== 401) this.shared = own;
    return second;
  }

  private header(request: RequestLine, nonce: Nonce): string {
    nonce.uses++;
    return digestHeader(nonce.challenge, {
      username: this.key.publicKey,
      password: this.key.privateKey,
      method: request.method,
      target: request.target,
      cnonce: randomBytes(16).toString("hex"),
      count: nonce.uses,
    });
  }

  private endProbe(): void {
    this.probe = undefined;
  }
}
