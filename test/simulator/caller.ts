import { createHash, randomBytes } from "node:crypto";
import type { Simulator } from "../../provider/simulator";

/** A body that tests reach into without knowing its shape: they assert whatever they find there. */
export interface Body {
  readonly [name: string]: Body;
}

/** What a test looks at in an answer. */
export interface Answer {
  status: number;
  headers: Headers;
  /** Undefined when there is none. */
  body: Body;
}

/** How a request may differ from an ordinary one. */
export interface Request {
  body?: unknown;
  /** Version date asked for. */
  version?: string;
  /** Headers to add, or to replace. */
  headers?: Record<string, string>;
}

/** Sends requests with a bearer token, by plain fetch. */
export class Caller {
  private constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  /** A caller with a service account's rights; the owner's when none is named. */
  static async as(
    simulator: Simulator,
    account: { clientId: string; clientSecret: string } = simulator.serviceAccount,
  ): Promise<Caller> {
    const answer = await requestToken(simulator, account);
    return new Caller(simulator.url, String(answer.body.access_token));
  }

  async send(method: string, path: string, request: Request = {}): Promise<Answer> {
    const type = `application/vnd.atlas.${request.version ?? "2025-03-12"}+json`;
    const headers = {
      accept: type,
      authorization: `Bearer ${this.token}`,
      ...(request.body === undefined ? {} : { "content-type": type }),
      ...request.headers,
    };
    const body = typeof request.body === "string" ? request.body : JSON.stringify(request.body);
    return read(await fetch(`${this.url}/api/atlas/v2${path}`, { method, headers, body }));
  }

  get(path: string, request?: Request): Promise<Answer> {
    return this.send("GET", path, request);
  }

  post(path: string, body: unknown, request?: Request): Promise<Answer> {
    return this.send("POST", path, { ...request, body });
  }

  patch(path: string, body: unknown, request?: Request): Promise<Answer> {
    return this.send("PATCH", path, { ...request, body });
  }

  delete(path: string, request?: Request): Promise<Answer> {
    return this.send("DELETE", path, request);
  }

  /** Makes a project and answers with its path, `/groups/ID`. */
  async project(orgId: string, name = "project"): Promise<string> {
    const { body } = await this.post("/groups", { name, orgId });
    return `/groups/${body.id}`;
  }
}

/** Asks the token endpoint. */
export async function requestToken(
  simulator: Simulator,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
): Promise<Answer> {
  return read(
    await fetch(`${simulator.url}/api/oauth/token`, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    }),
  );
}

/** The answer to a request, its body parsed; `undefined` when there is none. */
export async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = text === "" ? undefined : JSON.parse(text);
  return { status: response.status, headers: response.headers, body };
}

/** One member of every item of a list. */
export function each(list: Body | undefined, name: string): unknown[] {
  if (!Array.isArray(list)) throw new TypeError("this is no list");
  return list.map((item) => item[name]);
}

/** An Authorization header for digest authentication, worked out as RFC 7616 says. */
export function digestHeader(
  challenge: string,
  key: { publicKey: string; privateKey: string },
  method: string,
  target: string,
  count = 1,
): string {
  const field = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? "";
  const md5 = (text: string) => createHash("md5").update(text).digest("hex");
  const cnonce = randomBytes(8).toString("hex");
  const nc = count.toString(16).padStart(8, "0");
  const [realm, nonce] = [field("realm"), field("nonce")];
  const a1 = md5(`${key.publicKey}:${realm}:${key.privateKey}`);
  const response = md5(`${a1}:${nonce}:${nc}:${cnonce}:auth:${md5(`${method}:${target}`)}`);
  return `Digest username="${key.publicKey}", realm="${realm}", nonce="${nonce}", uri="${target}", algorithm=MD5, qop=auth, nc=${nc}, cnonce="${cnonce}", response="${response}"`;
}
