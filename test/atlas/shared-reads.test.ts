import { describe, expect, it } from "vitest";
import { isAbsent } from "../../provider/atlas";
import { fastClock } from "../../provider/atlas/clock";
import { clientOf, groupId } from "./service/client";
import { atlasError, FakeService, type Handler } from "./service/fake-service";

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const userCall = (username: string) =>
  ({ operation: "getGroupDatabaseUser", params: { groupId, databaseName: "admin", username } }) as const;

/** A project's database users, and nothing else. */
async function userService(names: readonly string[]) {
  const users = new Map(names.map((name) => [name, { username: name, databaseName: "admin", roles: [], version: 1 }]));
  const handler: Handler = async ({ method, url }) => {
    const [path = "", query] = url.split("?");
    const name = decodeURIComponent(/databaseUsers\/admin\/(.+)$/.exec(path)?.[1] ?? "");
    await wait(5);
    if (!name) {
      const search = new URLSearchParams(query);
      const size = Number(search.get("itemsPerPage"));
      const start = (Number(search.get("pageNum")) - 1) * size;
      return { status: 200, body: { results: [...users.values()].slice(start, start + size), totalCount: users.size } };
    }
    const user = users.get(name);
    if (!user) return atlasError(404, "USERNAME_NOT_FOUND", `No user with username ${name} exists.`);
    if (method === "PATCH") user.version++;
    if (method === "DELETE") users.delete(name);
    return { status: 200, body: user };
  };
  return { users, service: await FakeService.start(handler) };
}

describe("identical reads at the same time", () => {
  it("are one request, and each reader has a copy of its own", async () => {
    const { service } = await userService(["a"]);
    const client = clientOf(service);
    const [first, second] = await Promise.all([client.send(userCall("a")), client.send(userCall("a"))]);
    expect(service.requests).toHaveLength(1);
    expect(first).toEqual(second);
    first.roles.push({ roleName: "read", databaseName: "x" });
    expect(second.roles).toEqual([]);
  });

  it("go on when one of the readers leaves, and end when all have left", async () => {
    let open = 0;
    const service = await FakeService.start(async () => {
      open++;
      await wait(60);
      return { status: 200, body: { username: "a" } };
    });
    const client = clientOf(service, { timeoutMs: 60_000 });
    const abort = new AbortController();
    const leaver = client.send(userCall("a"), { signal: abort.signal }).catch((error: unknown) => error);
    const stayer = client.send(userCall("a"));
    await wait(20);
    abort.abort(new Error("left"));
    expect(await leaver).toMatchObject({ message: "left" });
    expect(await stayer).toMatchObject({ username: "a" });
    expect(open).toBe(1);
  });

  it("fail together", async () => {
    const service = await FakeService.start(() => atlasError(403, "USER_UNAUTHORIZED", "No."));
    const client = clientOf(service);
    const results = await Promise.allSettled([client.send(userCall("a")), client.send(userCall("a"))]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(service.requests).toHaveLength(1);
  });

  it("are not joined by a read that a write preceded", async () => {
    const { service } = await userService(["a"]);
    const client = clientOf(service);
    const before = client.send(userCall("a"));
    await client.send({ operation: "updateGroupDatabaseUser", params: userCall("a").params });
    const after = await client.send(userCall("a"));
    await before;
    expect(after).toMatchObject({ version: 2 });
  });
});

describe("a list answers for its members", () => {
  const names = Array.from({ length: 620 }, (_, n) => `user-${n}`);
  const sharing = { shareReadsMs: 5000, concurrency: 10 };

  it("when many are wanted at once: all pages of it, and the few that came first", async () => {
    const { service } = await userService(names);
    const client = clientOf(service, { ...sharing, clock: fastClock(1) });
    const found = await Promise.all(names.map((name) => client.send(userCall(name))));
    expect(found.map((user) => user.username)).toEqual(names);
    expect(service.requests.length).toBeLessThanOrEqual(3 + 2);
  });

  it("also that one does not exist, with the service's own code", async () => {
    const { service } = await userService(names.slice(0, 10));
    const client = clientOf(service, { ...sharing, clock: fastClock(1) });
    await Promise.all(names.slice(0, 10).map((name) => client.send(userCall(name))));
    const before = service.requests.length;
    const failure = await client.send(userCall("nobody")).catch((error: unknown) => error);
    expect(isAbsent(failure, "USERNAME_NOT_FOUND")).toBe(true);
    expect(failure).toMatchObject({
      method: "GET",
      message: expect.stringMatching(/databaseUsers\/admin\/nobody: 404/),
    });
    expect(service.requests).toHaveLength(before);
  });

  it("but never after a write", async () => {
    const { service } = await userService(names.slice(0, 10));
    const client = clientOf(service, { ...sharing, clock: fastClock(1) });
    await Promise.all(names.slice(0, 10).map((name) => client.send(userCall(name))));
    await client.send({ operation: "updateGroupDatabaseUser", params: userCall("user-3").params });
    expect(await client.send(userCall("user-3"))).toMatchObject({ version: 2 });
    await client.send({ operation: "deleteGroupDatabaseUser", params: userCall("user-4").params });
    await expect(client.send(userCall("user-4"))).rejects.toMatchObject({ status: 404 });
  });

  it("and not with a list that a write overtook on its way", async () => {
    const { service } = await userService(names.slice(0, 10));
    const client = clientOf(service, { ...sharing, clock: fastClock(1) });
    const looking = Promise.all(names.slice(0, 10).map((name) => client.send(userCall(name))));
    const writing = client.send({ operation: "updateGroupDatabaseUser", params: userCall("user-9").params });
    await Promise.all([looking, writing]);
    expect(await client.send(userCall("user-9"))).toMatchObject({ version: 2 });
  });

  it("only for a moment", async () => {
    const { service, users } = await userService(names.slice(0, 10));
    const clock = fastClock(1000);
    const client = clientOf(service, { ...sharing, clock });
    await Promise.all(names.slice(0, 10).map((name) => client.send(userCall(name))));
    users.set("late", { username: "late", databaseName: "admin", roles: [], version: 1 });
    await clock.sleep(10_000);
    expect(await client.send(userCall("late"))).toMatchObject({ username: "late" });
  });

  it("not for few, and not unless asked to", async () => {
    const { service } = await userService(names);
    for (const name of names.slice(0, 3))
      await clientOf(service, { ...sharing, clock: fastClock(1) }).send(userCall(name));
    const plain = clientOf(service);
    await Promise.all(names.slice(0, 20).map((name) => plain.send(userCall(name))));
    expect(service.requests).toHaveLength(23);
    expect(service.requests.every((request) => !request.url.includes("?"))).toBe(true);
  });

  it("but leaves clusters that it lacks to a read of their own, which tells Flex clusters apart", async () => {
    const service = await FakeService.start(({ url }) =>
      url.includes("?")
        ? { status: 200, body: { results: [], totalCount: 0 } }
        : atlasError(400, "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API", "It is a Flex cluster."),
    );
    const client = clientOf(service, { ...sharing, clock: fastClock(1) });
    const clusters = Array.from(
      { length: 6 },
      (_, n) => ({ operation: "getGroupCluster", params: { groupId, clusterName: `c${n}` } }) as const,
    );
    const results = await Promise.allSettled(clusters.map((call) => client.send(call)));
    for (const result of results) {
      expect(result).toMatchObject({ reason: { atlasCode: "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API" } });
    }
  });
});
