import { describe, expect, it } from "vitest";
import { AtlasUnreachableError, CredentialsError } from "../../provider/atlas";
import { fastClock } from "../../provider/atlas/clock";
import { clientOf, groupId } from "./service/client";
import { FakeService, type Reply } from "./service/fake-service";

const account = { kind: "service-account", clientId: "mdb_sa_id_1", clientSecret: "mdb_sa_sk_s3cr3t+/=" } as const;
const getGroup = { operation: "getGroup", params: { groupId } } as const;

interface TokenServer {
  lifetimeSeconds?: number;
  /** Answer of the n-th request for a token instead of a token. */
  refuse?: (n: number) => Reply | undefined;
}

async function tokenService({ lifetimeSeconds = 3600, refuse }: TokenServer = {}) {
  const state = { tokensAsked: 0, valid: "" };
  const service = await FakeService.start((request) => {
    if (request.url === "/api/oauth/token") {
      state.tokensAsked++;
      const refusal = refuse?.(state.tokensAsked);
      if (refusal) return refusal;
      const [id = "", secret = ""] = Buffer.from(request.headers.authorization?.replace("Basic ", "") ?? "", "base64")
        .toString()
        .split(":")
        .map(decodeURIComponent);
      const honest = id === account.clientId && secret === account.clientSecret;
      if (!honest || new URLSearchParams(request.body).get("grant_type") !== "client_credentials") {
        return { status: 401, body: { error: "invalid_client" } };
      }
      state.valid = `token-${state.tokensAsked}`;
      return { status: 200, body: { access_token: state.valid, expires_in: lifetimeSeconds, token_type: "Bearer" } };
    }
    return request.headers.authorization === `Bearer ${state.valid}`
      ? { status: 200, body: { id: groupId } }
      : { status: 401, body: { error: 401, errorCode: "UNEXPECTED_ERROR", detail: "Not authorized." } };
  });
  return { service, state };
}

describe("a service account", () => {
  it("gets one token however many calls of however many clients begin at once", async () => {
    const { service, state } = await tokenService();
    const clock = fastClock(1000);
    const clients = Array.from({ length: 10 }, () => clientOf(service, { credentials: account, clock }));
    await Promise.all(clients.flatMap((client) => [client.send(getGroup), client.list({ operation: "listGroups" })]));
    expect(state.tokensAsked).toBe(1);
  });

  it("gets a new token before the old one ends", async () => {
    const { service, state } = await tokenService({ lifetimeSeconds: 60 });
    const clock = fastClock(1000);
    const client = clientOf(service, { credentials: account, clock });
    await client.send(getGroup);
    await clock.sleep(55_000);
    await client.send(getGroup);
    expect(state.tokensAsked).toBe(2);
    expect(service.requests.filter((request) => request.url !== "/api/oauth/token")).toHaveLength(2);
  });

  it("gets a new token when one that served is refused", async () => {
    const { service, state } = await tokenService();
    const clock = fastClock(1000);
    const client = clientOf(service, { credentials: account, clock });
    await client.send(getGroup);
    state.valid = "revoked";
    await clock.sleep(20_000);
    await client.send(getGroup);
    expect(state.tokensAsked).toBe(2);
  });

  it("does not ask for tokens again and again when a call is refused to it for good", async () => {
    const { service, state } = await tokenService();
    const client = clientOf(service, { credentials: account, clock: fastClock(1) });
    await client.send(getGroup);
    state.valid = "another";
    for (let n = 0; n < 5; n++) await expect(client.send(getGroup)).rejects.toMatchObject({ status: 401 });
    expect(state.tokensAsked).toBe(1);
  });

  it("waits when the service gives no more tokens this minute", async () => {
    const refuse = (n: number): Reply | undefined =>
      n === 1 ? { status: 429, headers: { "retry-after": "30" } } : undefined;
    const { service, state } = await tokenService({ refuse });
    await clientOf(service, { credentials: account }).send(getGroup);
    expect(state.tokensAsked).toBe(2);
  });

  it("that is wrong fails with what to check, and without its secret", async () => {
    const { service } = await tokenService();
    const credentials = { ...account, clientSecret: "mdb_sa_sk_wrong-secret" };
    const failure = await clientOf(service, { credentials, credentialsFrom: "the environment" })
      .send({ operation: "createGroup", body: { name: "p", orgId: groupId } })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CredentialsError);
    expect(failure).toMatchObject({ hint: expect.stringContaining("the environment") });
    expect(JSON.stringify([failure, String(failure)])).not.toContain("wrong-secret");
  });

  it("fails plainly when what answers is not Atlas", async () => {
    const { service } = await tokenService({
      refuse: () => ({ status: 200, text: "<html>", headers: { "content-type": "text/html" } }),
    });
    await expect(clientOf(service, { credentials: account }).send(getGroup)).rejects.toThrow(AtlasUnreachableError);
  });
});
