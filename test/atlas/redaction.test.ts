import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { CallReport } from "../../provider/atlas";
import { type ClientSettings, Redactor } from "../../provider/atlas";
import type { AtlasCall } from "../../provider/atlas/api";
import { clientOf, groupId } from "./service/client";
import { atlasError, FakeService, type Handler, type Reply } from "./service/fake-service";

const canary = {
  privateKey: "canary-private-key",
  clientSecret: "canary-client-secret",
  token: "canary-token",
  password: 'canary-"pass\nword/é',
};
const canaries = ["canary", Buffer.from(canary.clientSecret).toString("base64").slice(0, 12)];

const createUser: AtlasCall = {
  operation: "createGroupDatabaseUser",
  params: { groupId },
  body: { username: "app", databaseName: "admin", groupId, roles: [], password: canary.password },
};

/** Every way in which someone may come to print an error. */
function printed(error: unknown): string {
  const described =
    error instanceof Error && "describe" in error && typeof error.describe === "function" ? error.describe() : "";
  const stack = error instanceof Error ? error.stack : "";
  return [String(error), stack, described, JSON.stringify(error), inspect(error, { depth: 10, showHidden: true })].join(
    "\n",
  );
}

const apiKey = { kind: "api-key", publicKey: "public", privateKey: canary.privateKey } as const;
const account = { kind: "service-account", clientId: "id", clientSecret: canary.clientSecret } as const;

const tokens =
  (handler: Handler): Handler =>
  (request) =>
    request.url === "/api/oauth/token"
      ? { status: 200, body: { access_token: canary.token, token_type: "Bearer", expires_in: 3600 } }
      : handler(request);

/** A service that quotes everything it was sent, as badly behaved proxies do. */
const parrot: Handler = ({ headers, body, url }): Reply =>
  atlasError(400, `BAD_${headers.authorization}`, `${url} ${headers.authorization} ${body} ${canary.password}`, [body]);

describe("secrets stay out of every form of an error", () => {
  const services: Record<string, Handler> = {
    "quotes the request": parrot,
    "breaks the connection": () => "reset",
    "says nothing": () => "silence",
    fails: () => ({ status: 500, text: `oops ${canary.password} ${canary.token}` }),
    "answers with something else": (request) => ({
      status: 200,
      text: `<html>${request.headers.authorization}${request.body}</html>`,
    }),
  };
  for (const [what, handler] of Object.entries(services)) {
    for (const credentials of [apiKey, account]) {
      it(`when the service ${what} (${credentials.kind})`, async () => {
        const service = await FakeService.start(tokens(handler));
        const reports: CallReport[] = [];
        const settings: Partial<ClientSettings> = {
          credentials,
          timeoutMs: 200,
          retry: { attempts: 1 },
          onCall: (report) => reports.push(report),
        };
        const failure = await clientOf(service, settings)
          .send(createUser)
          .catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(Error);
        const text = printed(failure) + JSON.stringify(reports);
        // What was sent did hold them: the test can fail.
        expect(service.requests.map(({ body }) => body).join("")).toContain("canary");
        for (const secret of canaries) expect(text).not.toContain(secret);
        expect(service.requests.map(({ url }) => url).join("")).not.toContain("canary");
      });
    }
  }

  it("when the token request breaks off", async () => {
    const service = await FakeService.start(() => "reset");
    const failure = await clientOf(service, { credentials: account, retry: { attempts: 1 } })
      .send({ operation: "listGroups" })
      .catch((error: unknown) => error);
    for (const secret of canaries) expect(printed(failure)).not.toContain(secret);
  });
});

describe("a redactor", () => {
  it("knows a secret in all its clothes", () => {
    const secret = 'p@ss "word"/+';
    const redactor = new Redactor([secret]);
    const text = [
      secret,
      encodeURIComponent(secret),
      JSON.stringify({ a: secret }),
      Buffer.from(secret).toString("base64"),
    ].join(" ");
    expect(redactor.text(text)).toBe('(secret) (secret) {"a":"(secret)"} (secret)');
  });

  it("blanks the longer of two secrets that begin alike", () => {
    expect(new Redactor(["abcd", "abcdefgh"]).text("x abcdefgh y")).toBe("x (secret) y");
  });

  it("blanks fields by name in data, and leaves the rest alone", () => {
    const data = { username: "app", password: "x", keys: [{ privateKey: "y", id: 1, secret: null }] };
    expect(new Redactor().data(data)).toEqual({
      username: "app",
      password: "(secret)",
      keys: [{ privateKey: "(secret)", id: 1, secret: null }],
    });
  });

  it("leaves out values too short to be secrets", () => {
    expect(new Redactor(["a", ""]).text("a banana")).toBe("a banana");
  });
});
