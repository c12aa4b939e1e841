import type { ClientAuth } from "oauth4webapi";
import type { ServiceAccount } from "../credentials";
import { AtlasUnreachableError, CredentialsError } from "../errors";
import { Redactor } from "../redact";
import type { Token } from "./bearer";

/** Sends one HTTP request for the token library: the client's own way out, so that retries and time-outs hold for it too. */
export type TokenTransport = (url: string, headers: Record<string, string>, body: string) => Promise<Response>;

/**
 * Asks the service for a token (OAuth 2.0 client credentials, RFC 6749, section 4.4).
 *
 * @throws CredentialsError when the service account is refused, AtlasUnreachableError when the answer is no token.
 */
export async function requestToken(
  baseUrl: string,
  account: ServiceAccount,
  credentialsFrom: string,
  transport: TokenTransport,
): Promise<Token> {
  const oauth = await import("oauth4webapi");
  const server = { issuer: baseUrl, token_endpoint: `${baseUrl}/api/oauth/token` };
  const client = { client_id: account.clientId };
  const authentication: ClientAuth = (_server, _client, _body, headers) => {
    headers.set("authorization", basicHeader(account));
  };
  const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, new URLSearchParams(), {
    // Which base URLs may go without TLS is decided once, where the client is made.
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: (url, init) => transport(url, init.headers, String(init.body)),
  });
  const what = `POST ${server.token_endpoint}: ${response.status}`;
  if (response.status === 400 || response.status === 401 || response.status === 403) {
    throw new CredentialsError(`${what} The service account was refused.`, {
      hint: `Check the client id and the client secret (from ${credentialsFrom}): secrets expire, each belongs to one Atlas (here ${baseUrl}), and may be bound to addresses.`,
    });
  }
  try {
    const answer = await oauth.processClientCredentialsResponse(server, client, response);
    return { value: answer.access_token, lifetimeMs: (answer.expires_in ?? 3600) * 1000 };
  } catch (error) {
    throw new AtlasUnreachableError(`${what} The answer holds no access token.`, {
      cause: new Redactor([account.clientSecret]).cause(error),
      hint: `This is not how Atlas answers: check the base URL ${baseUrl}.`,
    });
  }
}

/**
 * HTTP Basic with both halves form-encoded (RFC 6749, section 2.3.1). Unlike the library's own, it leaves alone what needs no
 * encoding: Atlas's ids are full of underscores, and not every server decodes.
 */
function basicHeader({ clientId, clientSecret }: ServiceAccount): string {
  return `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString("base64")}`;
}
