import { CredentialsError } from "./errors";

/** Where Atlas is for everyone but governments. */
export const defaultBaseUrl = "https://cloud.mongodb.com";

/**
 * Brings a base URL into the one form that is used: without path, query or trailing slash.
 *
 * @param from where it was set, for messages.
 * @throws CredentialsError when it is no URL, or would send credentials in the clear to another machine.
 */
export function normaliseBaseUrl(text: string, from: string, allowInsecureHttp: boolean): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    throw new CredentialsError(`The base URL from ${from} is not an http or https URL.`, {
      hint: `Write it as ${defaultBaseUrl}.`,
    });
  }
  if (url.username || url.password) {
    throw new CredentialsError(`The base URL from ${from} holds credentials.`, {
      hint: "Set them as settings of their own: URLs end up in logs.",
    });
  }
  const path = url.pathname.replace(/\/+$/, "").replace(/\/api(\/.*)?$/, "");
  if (path !== "" || url.search || url.hash) {
    throw new CredentialsError(`The base URL ${url.origin} from ${from} goes on with a path or a query.`, {
      hint: `Write only ${url.origin}.`,
    });
  }
  if (url.protocol === "http:" && !allowInsecureHttp && !isLoopback(url.hostname)) {
    throw new CredentialsError(
      `The base URL ${url.origin} from ${from} has no TLS: keys would cross the network in the clear.`,
      {
        hint: "Use https, or allow http explicitly for a test service.",
      },
    );
  }
  return url.origin;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}
