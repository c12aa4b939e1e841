import { describe, expect, it } from "vitest";
import { clientOf, groupId } from "./service/client";
import { FakeService } from "./service/fake-service";

/** Lists `total` things; gives at most `largest` a page whatever is asked for. */
async function listService(total: number, { largest = 500, counts = true } = {}) {
  return FakeService.start(({ url }) => {
    const query = new URL(url, "http://x").searchParams;
    const size = Math.min(largest, Number(query.get("itemsPerPage") ?? 100));
    const start = (Number(query.get("pageNum") ?? 1) - 1) * size;
    const results = Array.from({ length: Math.max(0, Math.min(size, total - start)) }, (_, n) => ({
      username: `u${start + n}`,
    }));
    return { status: 200, body: { results, ...(counts ? { totalCount: total } : {}) } };
  });
}

const users = { operation: "listGroupDatabaseUsers", params: { groupId } } as const;

describe("a list", () => {
  for (const [total, options, requests, because] of [
    [0, {}, 1, "an empty list is one page"],
    [499, {}, 1, "a short page ends it"],
    [500, {}, 1, "the count ends it on a full page"],
    [1001, {}, 3, "every page is read"],
    [250, { largest: 100 }, 3, "the service may give smaller pages than it was asked for"],
    [1000, { counts: false }, 3, "without a count only a page that is not full ends it"],
  ] as const) {
    it(`of ${total} takes ${requests} requests, for ${because}`, async () => {
      const service = await listService(total, options);
      const found = await clientOf(service).list(users);
      expect(found.map((user) => user.username)).toEqual(Array.from({ length: total }, (_, n) => `u${n}`));
      expect(service.requests).toHaveLength(requests);
      expect(service.requests[0]?.url).toContain("itemsPerPage=500");
    });
  }

  it("ends when the service counts more than it gives", async () => {
    const service = await FakeService.start(({ url }) => ({
      status: 200,
      body: { results: url.includes("pageNum=1") ? [{ username: "a" }] : [], totalCount: 7 },
    }));
    expect(await clientOf(service).list(users)).toEqual([{ username: "a" }]);
  });

  it("may be a plain array", async () => {
    const service = await FakeService.start(() => ({ status: 200, body: [{ roleName: "r" }] }));
    const roles = await clientOf(service).list({ operation: "listGroupCustomDbRoleRoles", params: { groupId } });
    expect(roles).toEqual([{ roleName: "r" }]);
  });

  it("keeps the caller's own query", async () => {
    const service = await listService(1);
    await clientOf(service).list({
      operation: "listOrgUsers",
      params: { orgId: groupId },
      query: { username: "a b@c.d" },
    });
    expect(new URL(service.requests[0]?.url ?? "", "http://x").searchParams.get("username")).toBe("a b@c.d");
  });
});

describe("the organisation", () => {
  const organisations = (...names: string[]) =>
    FakeService.start(() => ({
      status: 200,
      body: { results: names.map((name) => ({ name, id: `id-${name}` })), totalCount: names.length },
    }));

  it("is the configured one, without a request", async () => {
    const service = await organisations("a", "b");
    expect(await clientOf(service, { orgId: "mine" }).orgId()).toBe("mine");
    expect(service.requests).toHaveLength(0);
  });

  it("is the only one that the credentials see, looked for once", async () => {
    const service = await organisations("a");
    const client = clientOf(service);
    expect(await Promise.all([client.orgId(), client.orgId()])).toEqual(["id-a", "id-a"]);
    expect(await client.orgId()).toBe("id-a");
    expect(service.requests).toHaveLength(1);
  });

  it("is asked for by name when there are several, and when there is none", async () => {
    await expect(clientOf(await organisations("a", "b")).orgId()).rejects.toMatchObject({
      code: "MissingOrganisation",
      message: expect.stringContaining("a (id-a), b (id-b)"),
      hint: expect.stringContaining("MONGODB_ATLAS_ORG_ID"),
    });
    await expect(clientOf(await organisations()).orgId()).rejects.toMatchObject({ code: "MissingOrganisation" });
  });
});
