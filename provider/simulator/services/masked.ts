import { createHash } from "node:crypto";
import { isObject, type Json, type JsonObject } from "../json";

/** What the simulator keeps of a secret: the form it is shown in, and enough to see in a test that it was sent and changed. */
export interface Masked {
  shown: string;
  /** SHA-256 of the secret, in hexadecimal digits. */
  digest: string;
}

/** As recorded: the last four characters of a key are shown, of an address also where it leads. */
export function masked(secret: string): Masked {
  const end = secret.slice(-4);
  const origin = /^https?:\/\/[^/]+\//.exec(secret)?.[0];
  const shown = origin ? `${origin}****${end}` : `${"*".repeat(Math.max(secret.length - 4, 4))}${end}`;
  return { shown, digest: createHash("sha256").update(secret).digest("hex") };
}

/** A body taken apart into what is shown as it is and what is masked. */
export function maskedApart(
  body: Json,
  names: ReadonlySet<string>,
): { settings: JsonObject; secrets: Record<string, Masked> } {
  const settings: JsonObject = {};
  const secrets: Record<string, Masked> = {};
  for (const [name, value] of Object.entries(isObject(body) ? body : {})) {
    if (value === null || value === undefined) continue;
    if (names.has(name) && typeof value === "string") secrets[name] = masked(value);
    else settings[name] = value;
  }
  return { settings, secrets };
}

/** The masked forms of secrets, for an answer. */
export function shown(secrets: Readonly<Record<string, Masked>>): JsonObject {
  return Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, secret.shown]));
}
