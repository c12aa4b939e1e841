import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const REALM = "MMS Public API";
/** How long a nonce may be used, in real milliseconds. */
const NONCE_LIFETIME = 5 * 60 * 1000;

/** What a Digest header says. */
interface DigestHeader {
  readonly username: string;
  readonly nonce: string;
  readonly uri: string;
  readonly nc: string;
  readonly cnonce: string;
  readonly response: string;
}

/** Outcome of a check: the user, or why not. `stale` asks the client to repeat with the new nonce. */
export type DigestResult = { readonly user: string } | { readonly refused: "wrong" | "stale" };

/** HTTP digest authentication (RFC 7616 with MD5 and qop=auth, which is what the service offers). */
export class DigestGuard {
  readonly #nonces = new Map<string, { until: number; used: Set<string> }>();

  constructor(private readonly passwordOf: (user: string) => string | undefined) {}

  /** A fresh challenge for `WWW-Authenticate`. */
  challenge(stale = false): string {
    const nonce = randomBytes(16).toString("base64");
    this.#forgetOld();
    this.#nonces.set(nonce, { until: Date.now() + NONCE_LIFETIME, used: new Set() });
    return `Digest realm="${REALM}", domain="", nonce="${nonce}", algorithm=MD5, qop="auth", stale=${stale}`;
  }

  /** Checks an Authorization header against the request it came with. */
  check(header: string, method: string, target: string): DigestResult {
    const digest = parse(header);
    const password = digest && this.passwordOf(digest.username);
    if (!digest || password === undefined || digest.uri !== target) return { refused: "wrong" };
    const a1 = md5(`${digest.username}:${REALM}:${password}`);
    const a2 = md5(`${method}:${digest.uri}`);
    const expected = md5([a1, digest.nonce, digest.nc, digest.cnonce, "auth", a2].join(":"));
    if (!same(expected, digest.response)) return { refused: "wrong" };
    const nonce = this.#nonces.get(digest.nonce);
    // A count that was seen before is a replay; requests over parallel connections may arrive out of order.
    if (!nonce || nonce.until < Date.now() || nonce.used.has(digest.nc)) return { refused: "stale" };
    nonce.used.add(digest.nc);
    return { user: digest.username };
  }

  #forgetOld(): void {
    const now = Date.now();
    for (const [nonce, { until }] of this.#nonces) {
      if (until >= now) return;
      this.#nonces.delete(nonce);
    }
  }
}

function parse(header: string): DigestHeader | undefined {
  const fields = new Map<string, string>();
  for (const [, name, quoted, plain] of header.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)) {
    if (name) fields.set(name.toLowerCase(), quoted ?? plain ?? "");
  }
  const take = (name: string) => fields.get(name) ?? "";
  const digest = {
    username: take("username"),
    nonce: take("nonce"),
    uri: take("uri"),
    nc: take("nc"),
    cnonce: take("cnonce"),
    response: take("response"),
  };
  const whole = take("qop") === "auth" && take("realm") === REALM && /^[0-9a-f]{8}$/i.test(digest.nc);
  return whole && digest.cnonce !== "" ? digest : undefined;
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
