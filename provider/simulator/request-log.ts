import type { IncomingMessage } from "node:http";
import { isObject, type Json } from "./json";

/** One request as the simulator saw it. */
export interface RequestRecord {
  /** Real time of arrival, in milliseconds since 1970. */
  readonly at: number;
  readonly method: NonNullable<IncomingMessage["method"]>;
  /** Path without the query, still percent-encoded. */
  readonly path: string;
  readonly query: string;
  /** Public name of the operation; absent when there is none, and for the token endpoint. */
  readonly operation?: string;
  /** Public key or client id; absent when the request did not authenticate. */
  readonly principal?: string;
  /** Body with passwords and keys taken out. */
  readonly body: Json;
  /** Status answered; 0 when the connection was cut before the effect, or nothing was ever answered. */
  status: number;
}

const SECRET_NAME =
  /password|secret|privatekey|token|apikey|servicekey|licensekey|serviceaccountkey|routingkey|webhookurl|^url$/i;

/** A copy of a body in which everything that is named like a secret is replaced. */
export function redacted(body: Json): Json {
  if (Array.isArray(body)) return body.map(redacted);
  if (!isObject(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      SECRET_NAME.test(name) && typeof value === "string" ? "[redacted]" : redacted(value ?? null),
    ]),
  );
}
