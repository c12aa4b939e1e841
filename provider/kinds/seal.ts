import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * Seals keep a secret comparable without keeping it: a salted keyed hash, as `v1:<salt>:<hash>` in base64url. They go into state and
 * annotations to tell whether a secret changed. Two seals of one secret differ, so equal passwords do not show as equal.
 *
 * A seal does not protect a guessable secret from someone who holds the seal: state stays as private as its backend makes it.
 */
export function sealSecret(value: string): string {
  return sealWith(value, randomBytes(16));
}

/**
 * Seals what Atlas shows although it may come from a Secret, for observations: the same value in the same place (its project and field)
 * gives the same seal, so that looking twice finds no difference.
 */
export function sealShown(value: string, place: string): string {
  return sealWith(value, createHash("sha256").update(place).digest().subarray(0, 16));
}

/** Whether `seal` was made from `value`. False for anything that is no seal. */
export function matchesSeal(value: string, seal: string | undefined): boolean {
  const [version, salt, sealed, ...rest] = seal?.split(":") ?? [];
  if (version !== "v1" || !salt || !sealed || rest.length > 0) return false;
  const expected = Buffer.from(sealed, "base64url");
  const actual = hash(value, Buffer.from(salt, "base64url"));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** Whether a text is a seal, so that none is sealed twice. */
export function isSeal(text: string): boolean {
  return /^v1:[\w-]{22}:[\w-]{43}$/.test(text);
}

function sealWith(value: string, salt: Buffer): string {
  return `v1:${salt.toString("base64url")}:${hash(value, salt).toString("base64url")}`;
}

function hash(value: string, salt: Buffer): Buffer {
  return createHmac("sha256", salt).update(value, "utf8").digest();
}
