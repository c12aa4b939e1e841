import { describe, expect, it } from "vitest";
import { AtlasApiError } from "../../provider/atlas";
import { apiKey, clientOf, groupId } from "./service/client";
import { DigestGuard } from "./service/digest-guard";
import { FakeService } from "./service/fake-service";

const user = (username: string) =>
  ({ operation: "getGroupDatabaseUser", params: { groupId, databaseName: "$external", username } }) as const;

async function guarded(options: Partial<ConstructorParameters<typeof DigestGuard>[0]> = {}) {
  const guard = new DigestGuard({ username: apiKey.publicKey, password: apiKey.privateKey, ...options });
  const service = await FakeService.start(
    guard.before((request) => ({ status: 200, body: { username: request.url } })),
  );
  return { guard, service };
}

describe("an API key", () => {
  for (const algorithm of ["MD5", "SHA-256"] as const) {
    it(`costs one request more for the first call only (${algorithm})`, async () => {
      const { service, guard } = await guarded({ algorithm });
      const client = clientOf(service);
      for (let n = 0; n < 10; n++) await client.send(user(`user-${n}`));
      expect(service.requests).toHaveLength(11);
      expect(guard.challenges).toBe(1);
    });
  }

  it("is proven with one challenge however many calls begin at once", async () => {
    const { service, guard } = await guarded();
    const client = clientOf(service, { concurrency: 50 });
    await Promise.all(Array.from({ length: 50 }, (_, n) => client.send(user(`user-${n}`))));
    expect(guard.challenges).toBe(1);
    expect(service.requests).toHaveLength(51);
  });

  it("gets a new nonce when the old one is stale", async () => {
    const { service, guard } = await guarded({ usesPerNonce: 4 });
    const client = clientOf(service);
    for (let n = 0; n < 12; n++) await client.send(user(`user-${n}`));
    expect(guard.challenges).toBe(3);
    expect(service.requests).toHaveLength(15);
  });

  it("works with a service that takes every nonce once, also when calls cross", async () => {
    const { service } = await guarded({ usesPerNonce: 1 });
    const client = clientOf(service, { concurrency: 20 });
    await Promise.all(Array.from({ length: 40 }, (_, n) => client.send(user(`user-${n}`))));
    expect(service.requests.length).toBeLessThanOrEqual(80);
  });

  it("is given up after two requests when it is wrong, with a hint that names neither half", async () => {
    const { service } = await guarded({ password: "another" });
    const failure = await clientOf(service, { credentialsFrom: 'profile "prod"' })
      .send(user("a"))
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AtlasApiError);
    expect(failure).toMatchObject({ status: 401, hint: expect.stringContaining('profile "prod"') });
    expect(service.requests).toHaveLength(2);
  });

  it("signs the path exactly as it is sent, with every character that a name may have", async () => {
    const { service } = await guarded();
    const client = clientOf(service);
    const name = "CN=a b'c(d)*!~ü/é?#%&+,O=x";
    await client.send(user(name));
    await client.send({ operation: "listOrgUsers", params: { orgId: groupId }, query: { username: name } });
    expect(service.requests).toHaveLength(3);
    const path = service.requests[1]?.url.split("/").at(-1) ?? "";
    expect(decodeURIComponent(path)).toBe(name);
  });

  it("lets another call ask for the challenge when the first one is ended", async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const guard = new DigestGuard({ username: apiKey.publicKey, password: apiKey.privateKey });
    const open = guard.before(() => ({ status: 200, body: {} }));
    const service = await FakeService.start(async (request) => {
      if (request.url.endsWith("/first")) await held;
      return open(request);
    });
    const client = clientOf(service, { timeoutMs: 60_000 });
    const abort = new AbortController();
    const first = client.send(user("first"), { signal: abort.signal }).catch((error: unknown) => error);
    const second = client.send(user("second"));
    abort.abort(new Error("enough"));
    expect(await first).toMatchObject({ message: "enough" });
    await second;
    release();
  });
});
