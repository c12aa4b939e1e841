import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { Caller, each, type Request } from "./caller";

let simulator: Simulator;
let caller: Caller;
let project: string;
beforeEach(async () => {
  simulator = await startSimulator();
  caller = await Caller.as(simulator);
  project = await caller.project(simulator.orgId);
});
afterEach(() => simulator.stop());

describe("versions", () => {
  const versions = [
    { version: "2023-01-01", status: 200, answered: "2023-01-01", because: "it is the operation's only version" },
    { version: "2099-12-31", status: 200, answered: "2023-01-01", because: "the newest version not after it is meant" },
    { version: "2022-01-01", status: 406, answered: undefined, because: "there was no version yet" },
  ];
  it.each(versions)("$version answers $status, because $because", async ({ version, status, answered }) => {
    const answer = await caller.get("/groups", { version });
    expect(answer.status).toBe(status);
    if (answered) expect(answer.headers.get("content-type")).toBe(`application/vnd.atlas.${answered}+json`);
    else expect(answer.body.errorCode).toBe("INVALID_VERSION_DATE");
  });

  it("need an Accept header that names one", async () => {
    const answer = await caller.get("/groups", { headers: { accept: "application/json" } });
    expect(answer).toMatchObject({ status: 406, body: { errorCode: "INVALID_VERSION_DATE" } });
  });

  it("before the current one announce their end", async () => {
    const answer = await caller.get(`${project}/clusters`, { version: "2023-02-01" });
    expect(answer.headers.get("sunset")).toBe("Thu, 1 Jul 2027 00:00:00 GMT");
  });
});

describe("bodies", () => {
  const good = { name: "cluster", clusterType: "REPLICASET" };
  const bodies: { request: Request; status: number; code: string; parameters: string[]; because: string }[] = [
    { request: { body: "{" }, status: 400, code: "MALFORMED_JSON", parameters: [], because: "it is no JSON" },
    { request: { body: [] }, status: 400, code: "INVALID_JSON", parameters: [], because: "it is no object" },
    {
      request: { body: { ...good, nmae: 1 } },
      status: 400,
      code: "INVALID_ATTRIBUTE",
      parameters: ["nmae"],
      because: "there is no such attribute",
    },
    {
      request: { body: { ...good, backupEnabled: "yes" } },
      status: 400,
      code: "INVALID_JSON_ATTRIBUTE",
      parameters: ["backupEnabled"],
      because: "it is a boolean",
    },
    {
      request: { body: { ...good, clusterType: "RING" } },
      status: 400,
      code: "INVALID_ENUM_VALUE",
      parameters: ["RING"],
      because: "it is none of the values",
    },
    {
      request: { body: { ...good, replicationSpecs: [{ regionConfigs: [{ providerName: "IBM" }] }] } },
      status: 400,
      code: "INVALID_ENUM_VALUE",
      parameters: ["IBM"],
      because: "the provider decides what else is allowed",
    },
    {
      request: {
        body: {
          ...good,
          replicationSpecs: [{ regionConfigs: [{ providerName: "AWS", electableSpecs: { size: 1 } }] }],
        },
      },
      status: 400,
      code: "INVALID_ATTRIBUTE",
      parameters: ["size"],
      because: "names are checked at every depth",
    },
    {
      request: { body: good, headers: { "content-type": "text/plain" } },
      status: 415,
      code: "UNSUPPORTED_MEDIA_TYPE",
      parameters: ["text/plain"],
      because: "only JSON is read",
    },
  ];
  it.each(bodies)(
    "are refused with $code $parameters, because $because",
    async ({ request, status, code, parameters }) => {
      const answer = await caller.send("POST", `${project}/clusters`, request);
      expect(answer).toMatchObject({ status, body: { errorCode: code, parameters } });
    },
  );

  it("may hold null for what is not set", async () => {
    const answer = await caller.patch(project, { name: null, tags: null });
    expect(answer).toMatchObject({ status: 200, body: { name: "project", tags: [] } });
  });
});

describe("paths", () => {
  it("that do not exist are not found", async () => {
    expect(await caller.get("/nothing")).toMatchObject({ status: 404, body: { errorCode: "RESOURCE_NOT_FOUND" } });
  });

  it("do not take every method", async () => {
    expect((await caller.send("PUT", project)).status).toBe(405);
  });

  it("of operations that are not simulated say so", async () => {
    const answer = await caller.get(`${project}/limits`);
    expect(answer).toMatchObject({ status: 501, body: { errorCode: "NOT_SIMULATED" } });
  });
});

describe("lists", () => {
  const pages = [
    { query: "", shown: 5, total: 5, rels: ["self"], because: "a page holds a hundred" },
    { query: "?itemsPerPage=2", shown: 2, total: 5, rels: ["self", "next"], because: "more follow" },
    {
      query: "?itemsPerPage=2&pageNum=2",
      shown: 2,
      total: 5,
      rels: ["self", "previous", "next"],
      because: "it is in the middle",
    },
    { query: "?itemsPerPage=2&pageNum=3", shown: 1, total: 5, rels: ["self", "previous"], because: "it is the last" },
    {
      query: "?itemsPerPage=2&pageNum=9",
      shown: 0,
      total: 5,
      rels: ["self", "previous"],
      because: "it is beyond the end",
    },
    { query: "?includeCount=false", shown: 5, total: undefined, rels: ["self"], because: "no count was wanted" },
  ];
  it.each(pages)("with '$query' show $shown, because $because", async ({ query, shown, total, rels }) => {
    await caller.post(
      `${project}/accessList`,
      [1, 2, 3, 4, 5].map((last) => ({ ipAddress: `192.0.2.${last}` })),
    );
    const { body } = await caller.get(`${project}/accessList${query}`);
    expect(body.results).toHaveLength(shown);
    expect(body.totalCount).toBe(total);
    expect(each(body.links, "rel")).toEqual(rels);
  });

  it("take no page before the first", async () => {
    const answer = await caller.get("/groups?pageNum=0");
    expect(answer).toMatchObject({
      status: 400,
      body: { errorCode: "INVALID_QUERY_PARAMETER", parameters: ["pageNum"] },
    });
  });
});

describe("rate limits", () => {
  it("are counted for every project by itself and end with the minute", async () => {
    await simulator.stop();
    simulator = await startSimulator({ rateLimit: { requestsPerMinute: { group: 2, org: 1000 } }, timeScale: 60 });
    caller = await Caller.as(simulator);
    const [one, two] = [await caller.project(simulator.orgId, "one"), await caller.project(simulator.orgId, "two")];
    const first = await caller.get(one);
    expect(first.headers.get("ratelimit-limit")).toBe("2");
    expect(first.headers.get("ratelimit-remaining")).toBe("1");
    await caller.get(one);
    const refused = await caller.get(one);
    expect(refused).toMatchObject({
      status: 429,
      body: { errorCode: "RATE_LIMITED", parameters: [`/api/atlas/v2${one}`, "2", "1"] },
    });
    // A simulated minute lasts a second here.
    expect(refused.headers.get("retry-after")).toBe("1");
    expect((await caller.get(two)).status).toBe(200);
    simulator.clock.advance(60_000);
    expect((await caller.get(one)).status).toBe(200);
  });
});
