import { describe, expect, it } from "vitest";
import packageJson from "../../package.json";
import type { CallReport } from "../../provider/atlas";
import { Semaphore } from "../../provider/atlas/semaphore";
import { clientOf, groupId } from "./service/client";
import { FakeService, type Reply } from "./service/fake-service";

describe("a request on the wire", () => {
  it("names the operation's version, the body's type and who sends it", async () => {
    const service = await FakeService.start(() => ({ status: 201, body: { name: "c" } }));
    await clientOf(service).send({ operation: "createGroupCluster", params: { groupId }, body: { name: "c" } });
    expect(service.requests[0]).toMatchObject({
      method: "POST",
      url: `/api/atlas/v2/groups/${groupId}/clusters`,
      body: '{"name":"c"}',
      headers: {
        accept: "application/vnd.atlas.2024-10-23+json",
        "content-type": "application/vnd.atlas.2024-10-23+json",
        "user-agent": expect.stringMatching(`^atlas-iac/${packageJson.version} \\(\\w+; \\w+\\)$`),
      },
    });
  });

  it("has no content type without a body, and no absent query parameters", async () => {
    const service = await FakeService.start(() => ({ status: 202, text: "" }));
    const query = { retainBackups: undefined, tag: ["a", "b c"], flag: false };
    const answer = await clientOf(service).send({
      operation: "deleteGroupCluster",
      params: { groupId, clusterName: "c" },
      query,
    });
    expect(answer).toBeUndefined();
    expect(service.requests[0]?.headers).not.toHaveProperty("content-type");
    expect(service.requests[0]?.url).toBe(`/api/atlas/v2/groups/${groupId}/clusters/c?tag=a&tag=b+c&flag=false`);
  });

  it("is reported with its outcome, every attempt on its own", async () => {
    const replies: Reply[] = [{ status: 502 }, { status: 200, body: {} }];
    const service = await FakeService.start(() => replies.shift() ?? "reset");
    const reports: CallReport[] = [];
    const client = clientOf(service, { onCall: (report) => reports.push(report) });
    await client.send({ operation: "getGroup", params: { groupId }, query: { x: "hidden" } });
    const call = {
      operation: "getGroup",
      method: "GET",
      path: `/api/atlas/v2/groups/${groupId}`,
      ms: expect.any(Number),
    };
    expect(reports).toEqual([
      { ...call, status: 502, attempt: 1 },
      { ...call, status: 200, attempt: 2 },
    ]);
  });

  it("waits for room when as many as allowed are under way", async () => {
    let open = 0;
    let most = 0;
    const service = await FakeService.start(async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 5));
      open--;
      return { status: 200, body: {} };
    });
    const client = clientOf(service, { concurrency: 4 });
    const teams = Array.from({ length: 30 }, (_, n) => ({ groupId, teamId: `t${n}` }));
    await Promise.all(teams.map((params) => client.send({ operation: "getGroupTeam", params })));
    expect(most).toBe(4);
  });
});

describe("the line for room", () => {
  it("keeps its order, and loses those who leave", async () => {
    const gate = new Semaphore(1);
    const served: string[] = [];
    const abort = new AbortController();
    let release = (): void => {};
    const first = gate.run(
      () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    );
    const serve = (name: string, signal?: AbortSignal) => gate.run(async () => void served.push(name), signal);
    const line = [serve("a"), serve("b", abort.signal), serve("c")];
    const settled = Promise.allSettled([first, ...line]);
    abort.abort(new Error("left"));
    await new Promise((resolve) => setImmediate(resolve));
    release();
    const results = await settled;
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    expect(served).toEqual(["a", "c"]);
  });
});
