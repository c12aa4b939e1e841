import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { Caller, digestHeader, read, requestToken } from "./caller";

const ACCEPT = "application/vnd.atlas.2023-01-01+json";
const TARGET = "/api/atlas/v2/groups?pageNum=1";

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => simulator.stop());

async function get(authorization?: string) {
  const headers = { accept: ACCEPT, ...(authorization === undefined ? {} : { authorization }) };
  return read(await fetch(`${simulator.url}${TARGET}`, { headers }));
}

async function challenge(): Promise<string> {
  return (await get()).headers.get("www-authenticate") ?? "";
}

describe("digest authentication", () => {
  it("challenges a request without credentials, with the body the service sends", async () => {
    const answer = await get();
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toMatch(
      /^Digest realm="MMS Public API", .*qop="auth", stale=false$/,
    );
    expect(answer.body).toEqual({
      error: 401,
      reason: "Unauthorized",
      detail: "You are not authorized for this resource.",
      errorCode: "UNEXPECTED_ERROR",
    });
  });

  it("lets a key in, as often as the count goes up", async () => {
    const offered = await challenge();
    for (const count of [1, 2, 3]) {
      expect((await get(digestHeader(offered, simulator.apiKey, "GET", TARGET, count))).status).toBe(200);
    }
  });

  it("takes a repeated count for a replay and offers a fresh nonce", async () => {
    const header = digestHeader(await challenge(), simulator.apiKey, "GET", TARGET);
    expect((await get(header)).status).toBe(200);
    const replayed = await get(header);
    expect(replayed.status).toBe(401);
    expect(replayed.headers.get("www-authenticate")).toContain("stale=true");
  });

  const wrong = [
    { name: "a private key that is not the key's", key: { privateKey: "other" }, because: "the hash does not match" },
    { name: "a public key nobody has", key: { publicKey: "nobody" }, because: "there is no such key" },
    { name: "a header made for another path", target: "/api/atlas/v2/orgs", because: "the path is part of the hash" },
    { name: "a header made for another method", method: "DELETE", because: "the method is part of the hash" },
    { name: "an unknown nonce", nonce: "bm9uY2U=", because: "the nonce was never offered" },
  ];
  it.each(wrong)("refuses $name, because $because", async ({ key, target = TARGET, method = "GET", nonce }) => {
    const offered = nonce === undefined ? await challenge() : `realm="MMS Public API", nonce="${nonce}"`;
    const answer = await get(digestHeader(offered, { ...simulator.apiKey, ...key }, method, target));
    expect(answer.status).toBe(401);
    expect(answer.body.errorCode).toBe("UNEXPECTED_ERROR");
  });
});

describe("OAuth", () => {
  it("gives a token for an hour to a service account", async () => {
    const answer = await requestToken(simulator, simulator.serviceAccount);
    expect(answer).toMatchObject({ status: 200, body: { expires_in: 3600, token_type: "Bearer" } });
    expect((await get(`Bearer ${answer.body.access_token}`)).status).toBe(200);
  });

  it("refuses a wrong secret in the words of OAuth", async () => {
    const answer = await requestToken(simulator, { ...simulator.serviceAccount, clientSecret: "wrong" });
    expect(answer).toMatchObject({ status: 401, body: { error: "invalid_client" } });
  });

  it("answers a token it does not know with neither challenge nor body", async () => {
    const answer = await get("Bearer invented");
    expect(answer).toMatchObject({ status: 401, body: undefined });
    expect(answer.headers.get("www-authenticate")).toBeNull();
  });

  it("lets a token run out on the simulated clock", async () => {
    const caller = await Caller.as(simulator);
    simulator.clock.advance(3600_000);
    expect((await caller.get("/groups")).status).toBe(401);
  });

  it("gives ten tokens a minute to one account and says when there will be more", async () => {
    const statuses: number[] = [];
    for (let number = 0; number < 10; number += 1) {
      statuses.push((await requestToken(simulator, simulator.serviceAccount)).status);
    }
    expect(new Set(statuses)).toEqual(new Set([200]));
    const refused = await requestToken(simulator, simulator.serviceAccount);
    expect(refused).toMatchObject({ status: 429, body: { errorCode: "RATE_LIMITED" } });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(50);
    simulator.clock.advance(60_000);
    expect((await requestToken(simulator, simulator.serviceAccount)).status).toBe(200);
  });
});

describe("an API access list", () => {
  const lists = [
    { accessList: ["127.0.0.0/8"], status: 200, because: "the caller is in the block" },
    { accessList: ["192.0.2.0/24"], status: 403, because: "the caller is somewhere else" },
    { accessList: [], status: 200, because: "an empty list restricts nobody" },
  ];
  it.each(lists)("of $accessList answers $status, because $because", async ({ accessList, status }) => {
    const key = simulator.addApiKey({ roles: ["ORG_OWNER"], accessList });
    const answer = await get(digestHeader(await challenge(), key, "GET", TARGET));
    expect(answer.status).toBe(status);
    if (status === 403) {
      expect(answer.body).toMatchObject({ errorCode: "IP_ADDRESS_NOT_ON_ACCESS_LIST", parameters: ["127.0.0.1"] });
    }
  });
});

describe("what is logged", () => {
  it("never holds a password, a key or a token", async () => {
    const caller = await Caller.as(simulator);
    const project = await caller.project(simulator.orgId);
    const user = { username: "u", databaseName: "admin", password: "s3cret-s3cret", roles: [] };
    await caller.post(`${project}/databaseUsers`, { ...user, groupId: "x" });
    await requestToken(simulator, simulator.serviceAccount);
    const log = JSON.stringify(simulator.requests);
    expect(log).toContain("[redacted]");
    for (const secret of [user.password, simulator.serviceAccount.clientSecret, caller.token]) {
      expect(log).not.toContain(secret);
    }
  });
});
