import { createHash } from "node:crypto";

/** A Digest challenge of a WWW-Authenticate header (RFC 7616, section 3.3; RFC 2617 is its subset). */
export interface DigestChallenge {
  realm: string;
  nonce: string;
  opaque?: string;
  algorithm: DigestAlgorithm;
  /** Whether the service knows `qop=auth`; without it the form of RFC 2069 is used. */
  qop: boolean;
  stale: boolean;
}

export type DigestAlgorithm = "MD5" | "MD5-sess" | "SHA-256" | "SHA-256-sess";

export interface DigestInput {
  username: string;
  password: string;
  method: string;
  target: string;
  cnonce: string;
  /** How often the nonce was used, this time included. */
  count: number;
}

const algorithms: readonly DigestAlgorithm[] = ["SHA-256", "SHA-256-sess", "MD5", "MD5-sess"];

/** The strongest challenge in a header that may hold several, or `undefined` when there is none we can answer. */
export function parseChallenge(header: string): DigestChallenge | undefined {
  const found = splitChallenges(header).flatMap((parameters) => toChallenge(parameters) ?? []);
  return found.sort((a, b) => algorithms.indexOf(a.algorithm) - algorithms.indexOf(b.algorithm))[0];
}

/** Value of the Authorization header that answers a challenge. */
export function digestHeader(challenge: DigestChallenge, input: DigestInput): string {
  const { realm, nonce, opaque, algorithm, qop } = challenge;
  const hash = (text: string): string =>
    createHash(algorithm.startsWith("SHA-256") ? "sha256" : "md5")
      .update(text, "utf8")
      .digest("hex");
  const count = input.count.toString(16).padStart(8, "0");
  const user = hash(`${input.username}:${realm}:${input.password}`);
  const secret = algorithm.endsWith("-sess") ? hash(`${user}:${nonce}:${input.cnonce}`) : user;
  const request = hash(`${input.method}:${input.target}`);
  const response = qop
    ? hash(`${secret}:${nonce}:${count}:${input.cnonce}:auth:${request}`)
    : hash(`${secret}:${nonce}:${request}`);
  return `Digest ${[
    `username=${quoted(input.username)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(input.target)}`,
    `algorithm=${algorithm}`,
    `response="${response}"`,
    ...(qop ? ["qop=auth", `nc=${count}`] : []),
    ...(qop || algorithm.endsWith("-sess") ? [`cnonce=${quoted(input.cnonce)}`] : []),
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
  ].join(", ")}`;
}

type Parameters = Map<string, string>;

/** Several challenges in one header are told apart by their scheme's name, which no `=` follows. */
function splitChallenges(header: string): Parameters[] {
  const challenges: Parameters[] = [];
  let current: Parameters | undefined;
  const token = /([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?/g;
  for (const [, name = "", inQuotes, bare] of header.matchAll(token)) {
    if (inQuotes === undefined && bare === undefined) {
      current = name.toLowerCase() === "digest" ? new Map() : undefined;
      if (current) challenges.push(current);
    } else {
      current?.set(name.toLowerCase(), inQuotes === undefined ? (bare ?? "") : unquoted(inQuotes));
    }
  }
  return challenges;
}

function toChallenge(parameters: Parameters): DigestChallenge | undefined {
  const realm = parameters.get("realm");
  const nonce = parameters.get("nonce");
  const named = parameters.get("algorithm") ?? "MD5";
  const algorithm = algorithms.find((known) => known.toLowerCase() === named.toLowerCase());
  const qops = parameters
    .get("qop")
    ?.split(",")
    .map((qop) => qop.trim().toLowerCase());
  if (realm === undefined || nonce === undefined || !algorithm || (qops && !qops.includes("auth"))) return undefined;
  const stale = parameters.get("stale")?.toLowerCase() === "true";
  return { realm, nonce, opaque: parameters.get("opaque"), algorithm, qop: qops !== undefined, stale };
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function unquoted(text: string): string {
  return text.replace(/\\(.)/g, "$1");
}
