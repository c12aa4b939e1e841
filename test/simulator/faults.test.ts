import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FaultKind, type Simulator, startSimulator } from "../../provider/simulator";
import { Caller } from "./caller";

let simulator: Simulator;
let caller: Caller;
beforeEach(async () => {
  simulator = await startSimulator();
  caller = await Caller.as(simulator);
});
afterEach(() => simulator.stop());

const make = () => caller.post("/groups", { name: "project", orgId: simulator.orgId });
const names = () => simulator.state.groups().map((group) => group.name);

describe("faults", () => {
  const answers: { kind: FaultKind; status: number; code: string; retryAfter: string | null }[] = [
    { kind: "429", status: 429, code: "RATE_LIMITED", retryAfter: "5" },
    { kind: "500", status: 500, code: "UNEXPECTED_ERROR", retryAfter: null },
    { kind: "503", status: 503, code: "UNEXPECTED_ERROR", retryAfter: "5" },
  ];
  it.each(answers)("answer $kind once, without the effect", async ({ kind, status, code, retryAfter }) => {
    simulator.faults.inject({ match: { operation: "createGroup" }, kind });
    const answer = await make();
    expect(answer).toMatchObject({ status, body: { errorCode: code } });
    expect(answer.headers.get("retry-after")).toBe(retryAfter);
    expect(names()).toEqual([]);
    expect((await make()).status).toBe(201);
  });

  const cuts: { kind: FaultKind; left: string[] }[] = [
    { kind: "reset-before", left: [] },
    { kind: "reset-after", left: ["project"] },
  ];
  it.each(cuts)("cut the connection by $kind, and $left is there", async ({ kind, left }) => {
    simulator.faults.inject({ match: { method: "POST" }, kind });
    await expect(make()).rejects.toThrow("fetch failed");
    expect(names()).toEqual(left);
  });

  it("leave a request without an answer until the client gives up", async () => {
    simulator.faults.inject({ kind: "timeout" });
    const controller = new AbortController();
    const waiting = fetch(`${simulator.url}/api/atlas/v2/groups`, {
      headers: { authorization: `Bearer ${caller.token}` },
      signal: controller.signal,
    });
    const first = await Promise.race([waiting.then(() => "answered"), sleep(100).then(() => "silent")]);
    expect(first).toBe("silent");
    controller.abort();
    await expect(waiting).rejects.toThrow();
  });

  it("delay an answer", async () => {
    simulator.faults.inject({ kind: "latency", latencyMs: 80 });
    const start = performance.now();
    expect((await caller.get("/groups")).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(75);
  });

  it("meet the request that is meant: by path, by its number and as often as asked", async () => {
    simulator.faults.inject({ match: { path: /\/groups$/, nth: 2 }, kind: "500" });
    simulator.faults.inject({ match: { operation: "listOrgs" }, kind: "503", times: 2 });
    const groups = [];
    const orgs = [];
    for (let time = 0; time < 3; time += 1) {
      groups.push((await caller.get("/groups")).status);
      orgs.push((await caller.get("/orgs")).status);
    }
    expect({ groups, orgs }).toEqual({ groups: [200, 500, 200], orgs: [503, 503, 200] });
  });

  it("do not meet a request that is not authenticated", async () => {
    simulator.faults.inject({ kind: "500" });
    expect((await fetch(`${simulator.url}/api/atlas/v2/groups`)).status).toBe(401);
    expect((await caller.get("/groups")).status).toBe(500);
  });
});
