import { describe, expect, it } from "vitest";
import { AtlasAmbiguousError, AtlasApiError, AtlasUnreachableError, mayHaveHappened } from "../../provider/atlas";
import type { AtlasCall } from "../../provider/atlas/api";
import { retryAfterMs } from "../../provider/atlas/retry";
import { clientOf, groupId } from "./service/client";
import { atlasError, FakeService, type Reply } from "./service/fake-service";

const params = { groupId, databaseName: "admin", username: "app" };
const read: AtlasCall = { operation: "getGroupDatabaseUser", params };
const change: AtlasCall = { operation: "updateGroupDatabaseUser", params };
const removal: AtlasCall = { operation: "deleteGroupDatabaseUser", params };
const creation: AtlasCall = { operation: "createGroupDatabaseUser", params: { groupId } };

const fine: Reply = { status: 200, body: { username: "app" } };
const gone = atlasError(404, "USER_NOT_FOUND", "No such user.");
const unavailable: Reply = { status: 503 };
const busy: Reply = { status: 503, headers: { "retry-after": "2" } };
const limited: Reply = { status: 429, headers: { "retry-after": "2" } };

/** Answers with the given replies in turn, the last one for ever. */
async function scripted(...replies: Reply[]): Promise<FakeService> {
  let next = 0;
  return FakeService.start(() => replies[Math.min(next++, replies.length - 1)] ?? fine);
}

const outcomes = [
  { because: "a read has no effect", call: read, replies: ["reset", unavailable, { status: 502 }, fine], requests: 4 },
  { because: "a silent service is asked again", call: read, replies: ["silence", fine], requests: 2 },
  {
    because: "a change sets values, twice is once",
    call: change,
    replies: ["reset", { status: 500 }, fine],
    requests: 3,
  },
  { because: "a deletion is done or not", call: removal, replies: [{ status: 504 }, { status: 204 }], requests: 2 },
  { because: "the deletion that broke off had worked", call: removal, replies: ["reset", gone], requests: 2 },
  { because: "a limited creation did nothing", call: creation, replies: [limited, limited, fine], requests: 3 },
  { because: "a busy service says when to come back", call: creation, replies: [busy, fine], requests: 2 },
] as const;

describe("a call is sent again", () => {
  for (const { because, call, replies, requests } of outcomes) {
    it(`since ${because}`, async () => {
      const service = await scripted(...replies);
      // A time-out passes in real milliseconds, which are long on the fast clock.
      await clientOf(service, { timeoutMs: 300, retry: { failureBudgetMs: 3_600_000 } }).send(call);
      expect(service.requests).toHaveLength(requests);
    });
  }

  it("no more often than the policy allows, and then fails with the last answer", async () => {
    const service = await scripted(unavailable);
    const failure = await clientOf(service, { retry: { attempts: 4 } })
      .send(read)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AtlasApiError);
    expect(failure).toMatchObject({ status: 503 });
    expect(service.requests).toHaveLength(4);
  });

  it("no longer than the policy allows, however politely the service asks", async () => {
    const service = await scripted({ status: 503, headers: { "retry-after": "40" } });
    await expect(clientOf(service, { retry: { waitBudgetMs: 100_000 } }).send(read)).rejects.toMatchObject({
      status: 503,
    });
    expect(service.requests).toHaveLength(3);
  });

  it("after a growing wait with some chance in it", async () => {
    const waits: number[] = [];
    const clock = {
      now: () => 0,
      sleep: async (ms: number) => {
        waits.push(ms);
      },
    };
    const service = await scripted(unavailable, unavailable, unavailable, fine);
    await clientOf(service, { clock, random: () => 0.5 }).send(read);
    expect(waits).toEqual([375, 750, 1500]);
  });
});

describe("a creation", () => {
  for (const reply of ["reset", "silence"] as const) {
    it(`that ends in ${reply} is not sent twice, but told as ambiguous`, async () => {
      const service = await scripted(reply, fine);
      const failure = await clientOf(service, { timeoutMs: 300 })
        .send(creation)
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(AtlasAmbiguousError);
      expect(mayHaveHappened(failure)).toBe(true);
      expect(service.requests).toHaveLength(1);
    });
  }

  it("that the service failed at may have happened", async () => {
    const service = await scripted({ status: 500 }, fine);
    const failure = await clientOf(service)
      .send(creation)
      .catch((error: unknown) => error);
    expect(mayHaveHappened(failure)).toBe(true);
    expect(service.requests).toHaveLength(1);
  });

  it("that was refused has not happened", async () => {
    const service = await scripted(atlasError(409, "USER_ALREADY_EXISTS", "Exists."));
    const failure = await clientOf(service)
      .send(creation)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ status: 409, atlasCode: "USER_ALREADY_EXISTS" });
    expect(mayHaveHappened(failure)).toBe(false);
  });

  it("that reached nobody is tried again, and has not happened", async () => {
    const service = await scripted(fine);
    await service.stop();
    const attempts: (number | undefined)[] = [];
    const client = clientOf(service, { retry: { attempts: 3 }, onCall: ({ status }) => attempts.push(status) });
    const failure = await client.send(creation).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AtlasUnreachableError);
    expect(mayHaveHappened(failure)).toBe(false);
    expect(attempts).toEqual([undefined, undefined, undefined]);
  });
});

describe("a deletion", () => {
  it("of what was never there fails", async () => {
    const service = await scripted(gone);
    await expect(clientOf(service).send(removal)).rejects.toMatchObject({ atlasCode: "USER_NOT_FOUND" });
  });
});

describe("an abort", () => {
  it("ends a request under way", async () => {
    const service = await scripted("silence");
    const sent = clientOf(service, { timeoutMs: 60_000 }).send(change, { signal: AbortSignal.timeout(50) });
    await expect(sent).rejects.toMatchObject({ name: "TimeoutError" });
  });

  it("ends a wait that the service asked for", async () => {
    const service = await scripted({ status: 429, headers: { "retry-after": "1000" } });
    await expect(clientOf(service).send(change, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      name: "TimeoutError",
    });
    expect(service.requests).toHaveLength(1);
  });

  it("before the call sends nothing", async () => {
    const service = await scripted(fine);
    await expect(clientOf(service).send(read, { signal: AbortSignal.abort(new Error("no")) })).rejects.toThrow("no");
    expect(service.requests).toHaveLength(0);
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  for (const [header, expected, because] of [
    ["7", 7000, "seconds"],
    ["0.5", 500, "parts of a second, which scaled services send"],
    ["Thu, 01 Jan 2026 00:00:09 GMT", 9000, "a date"],
    ["Thu, 01 Jan 2015 00:00:09 GMT", 0, "a date that is over"],
    ["soon", undefined, "neither"],
    [undefined, undefined, "absent"],
  ] as const) {
    it(`may be ${because}`, () => {
      expect(retryAfterMs(header, now)).toBe(expected);
    });
  }
});
