import { createHash, randomBytes } from "node:crypto";
import type { Handler, Received, Reply } from "./fake-service";

export interface DigestGuardOptions {
  username: string;
  password: string;
  algorithm?: "MD5" | "SHA-256";
  /** How often a nonce is taken before it counts as stale. */
  usesPerNonce?: number;
}

/** The service's side of RFC 7616, written from the RFC and not from the client. */
export class DigestGuard {
  challenges = 0;
  private readonly nonces = new Map<string, Set<string>>();

  constructor(private readonly options: DigestGuardOptions) {}

  /** A handler that lets only proven callers through. */
  before(handler: Handler): Handler {
    return (request) => {
      const verdict = this.check(request);
      return verdict === "let in" ? handler(request) : this.challenge(verdict === "stale");
    };
  }

  private check(request: Received): "let in" | "stale" | "refused" {
    const header = request.headers.authorization;
    if (!header?.startsWith("Digest ")) return "refused";
    const given = Object.fromEntries(
      [...header.matchAll(/(\w+)=(?:"([^"]*)"|([^,\s]*))/g)].map(([, name, quoted, bare]) => [name, quoted ?? bare]),
    );
    const counts = this.nonces.get(given.nonce ?? "");
    const { username, password, algorithm = "MD5", usesPerNonce = Number.POSITIVE_INFINITY } = this.options;
    if (!counts) return "stale";
    const hash = (text: string) =>
      createHash(algorithm === "MD5" ? "md5" : "sha256")
        .update(text)
        .digest("hex");
    const expected = hash(
      [
        hash(`${username}:atlas:${password}`),
        given.nonce,
        given.nc,
        given.cnonce,
        "auth",
        hash(`${request.method}:${request.url}`),
      ].join(":"),
    );
    const honest = given.username === username && given.uri === request.url && given.response === expected;
    if (!honest || counts.has(given.nc ?? "")) return "refused";
    if (counts.size >= usesPerNonce) return "stale";
    counts.add(given.nc ?? "");
    return "let in";
  }

  private challenge(stale: boolean): Reply {
    this.challenges++;
    const nonce = randomBytes(12).toString("base64");
    this.nonces.set(nonce, new Set());
    const { algorithm = "MD5" } = this.options;
    const parts = [
      `realm="atlas"`,
      `domain=""`,
      `nonce="${nonce}"`,
      `algorithm=${algorithm}`,
      `qop="auth"`,
      `stale=${stale}`,
    ];
    return {
      status: 401,
      headers: { "www-authenticate": `Digest ${parts.join(", ")}` },
      body: { error: 401, errorCode: "UNEXPECTED_ERROR", detail: "You are not authorized for this resource." },
    };
  }
}
