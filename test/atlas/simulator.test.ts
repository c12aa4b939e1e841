import { describe, expect, it, onTestFinished } from "vitest";
import { type ClientSettings, createAtlasClient, isAbsent } from "../../provider/atlas";
import { responseFaults } from "../../provider/atlas/contract/load";
import { type SimulatorOptions, startSimulator } from "../../provider/simulator";

async function simulated(options: SimulatorOptions = {}) {
  const simulator = await startSimulator(options);
  onTestFinished(() => simulator.stop());
  const key = { kind: "api-key", ...simulator.apiKey } as const;
  const account = { kind: "service-account", ...simulator.serviceAccount } as const;
  const client = (settings: Partial<ClientSettings> = {}) =>
    createAtlasClient({ credentials: key, baseUrl: simulator.url, ...settings });
  return { simulator, client, account };
}

const user = (groupId: string, n: number) => ({
  operation: "createGroupDatabaseUser" as const,
  params: { groupId },
  body: {
    groupId,
    databaseName: "admin" as const,
    username: `user-${n}`,
    password: `password-${n}`,
    roles: [{ roleName: "read", databaseName: "app" }],
  },
});

describe("the client and the simulator, which share nothing but the contract", () => {
  it("agree with both kinds of credentials", async () => {
    const { client, account } = await simulated();
    const byKey = client();
    const byToken = client({ credentials: account });
    const orgId = await byToken.orgId();
    expect(await byKey.orgId()).toBe(orgId);
    const project = await byKey.send({ operation: "createGroup", body: { name: "shop", orgId } });
    expect(responseFaults("createGroup", 201, project)).toEqual([]);
    const found = await byToken.send({ operation: "getGroupByName", params: { groupName: "shop" } });
    expect(found.id).toBe(project.id);
    await byToken.send({ operation: "deleteGroup", params: { groupId: found.id ?? "" } });
    const gone = await byKey
      .send({ operation: "getGroup", params: { groupId: found.id ?? "" } })
      .catch((error: unknown) => error);
    expect(isAbsent(gone, "GROUP_NOT_FOUND", "NOT_IN_GROUP", "RESOURCE_NOT_FOUND")).toBe(true);
  });

  it("make 300 users at 100 requests a minute with at most 20 requests more", async () => {
    const { simulator, client } = await simulated({ timeScale: 60, rateLimit: { requestsPerMinute: 100 } });
    const orgId = simulator.orgId;
    const project = await client().send({ operation: "createGroup", body: { name: "crowd", orgId } });
    const groupId = project.id ?? "";
    simulator.clearRequests();
    await Promise.all(Array.from({ length: 300 }, (_, n) => client().send(user(groupId, n))));
    const requests = simulator.requests.length;
    expect(requests).toBeLessThanOrEqual(320);
    expect(await client().list({ operation: "listGroupDatabaseUsers", params: { groupId } })).toHaveLength(300);
  });

  it("say of a missing member of a list what a read of its own says", async () => {
    const { simulator, client } = await simulated();
    const project = await client().send({ operation: "createGroup", body: { name: "few", orgId: simulator.orgId } });
    const groupId = project.id ?? "";
    const missing = {
      operation: "getGroupDatabaseUser",
      params: { groupId, databaseName: "admin", username: "nobody" },
    } as const;
    const facts = (error: unknown) => JSON.parse(JSON.stringify(error));
    const alone = await client().send(missing).catch(facts);
    const sharing = client({ shareReadsMs: 10_000 });
    const others = Array.from({ length: 6 }, (_, n) => ({
      ...missing,
      params: { ...missing.params, username: `absent-${n}` },
    }));
    await Promise.allSettled(others.map((call) => sharing.send(call)));
    simulator.clearRequests();
    expect(await sharing.send(missing).catch(facts)).toEqual(alone);
    expect(simulator.requests).toHaveLength(0);
  });
});
