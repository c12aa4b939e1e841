import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Problem, type Simulator, type SimulatorOptions, startSimulator } from "../../provider/simulator";
import { Caller } from "./caller";

const running: Simulator[] = [];
async function start(options?: SimulatorOptions): Promise<Simulator> {
  const simulator = await startSimulator(options);
  running.push(simulator);
  return simulator;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
});

describe("a fresh simulator", () => {
  it("has the same ids and credentials for the same seed, and others for another", async () => {
    const [one, two, other] = [await start({ seed: "a" }), await start({ seed: "a" }), await start({ seed: "b" })];
    expect(two.apiKey).toEqual(one.apiKey);
    expect(two.orgId).toBe(one.orgId);
    expect(other.orgId).not.toBe(one.orgId);
  });

  it("takes given organisations, people and credentials", async () => {
    const simulator = await start({
      organizations: [{ name: "Mine", id: "0123456789abcdef01234567" }],
      users: [{ username: "me@example.com" }],
      credentials: { publicKey: "abcdefgh", privateKey: "secret" },
    });
    expect(simulator.orgId).toBe("0123456789abcdef01234567");
    expect(simulator.apiKey).toEqual({ publicKey: "abcdefgh", privateKey: "secret" });
    expect(simulator.state.users(simulator.orgId).map((user) => user.username)).toEqual(["me@example.com"]);
  });

  it("warns when it listens for others", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    await start({ host: "0.0.0.0" });
    expect(warn).toHaveBeenCalledWith(expect.stringContaining("0.0.0.0"));
    warn.mockRestore();
  });

  it("refuses a clock that stands still", async () => {
    await expect(start({ timeScale: 0 })).rejects.toThrow("timeScale must be above zero, not 0");
  });
});

describe("time", () => {
  it("runs as many times faster as asked", async () => {
    const simulator = await start({ timeScale: 1000, startAt: Date.parse("2030-01-01T00:00:00Z") });
    const before = simulator.clock.now();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const passed = simulator.clock.now() - before;
    expect(passed).toBeGreaterThanOrEqual(49_000);
    expect(new Date(before).getUTCFullYear()).toBe(2030);
  });

  it("never runs back", async () => {
    const simulator = await start();
    expect(() => simulator.clock.advance(-1)).toThrow(RangeError);
  });
});

describe("the log", () => {
  it("tells reads and writes apart and can be cleared", async () => {
    const seen: string[] = [];
    const simulator = await start({
      log: (record) => seen.push(`${record.method} ${record.operation} ${record.status}`),
    });
    const caller = await Caller.as(simulator);
    const project = await caller.project(simulator.orgId);
    await caller.get(project);
    expect(simulator.writes().map((record) => record.operation)).toEqual(["createGroup"]);
    expect(seen.slice(1)).toEqual(["POST createGroup 201", "GET getGroup 200"]);
    simulator.clearRequests();
    expect(simulator.requests).toEqual([]);
  });

  it("does not see what happens behind everyone's back", async () => {
    const simulator = await start();
    const body = { name: "hidden", orgId: simulator.orgId };
    simulator.behindTheBack("createGroup", { body });
    expect(simulator.state.group("hidden")).toBeDefined();
    expect(simulator.requests).toEqual([]);
    expect(() => simulator.behindTheBack("createGroup", { body })).toThrow(Problem);
  });
});

describe("a state file", () => {
  it("keeps objects, credentials, ids and time over a restart", async () => {
    const directory = mkdtempSync(join(tmpdir(), "simulator-"));
    const persistTo = join(directory, "state.sqlite");
    const first = await startSimulator({ persistTo });
    const project = await (await Caller.as(first)).project(first.orgId, "kept");
    first.clock.advance(60 * 60_000);
    await (await Caller.as(first)).patch(project, { tags: [{ key: "a", value: "b" }] });
    const then = first.clock.now();
    await first.stop();
    const second = await startSimulator({ persistTo });
    const caller = await Caller.as(second, first.serviceAccount);
    expect((await caller.get(project)).body).toMatchObject({ name: "kept", tags: [{ key: "a", value: "b" }] });
    expect(second.clock.now()).toBeGreaterThanOrEqual(then - 1000);
    expect(await caller.project(second.orgId, "new")).not.toBe(project);
    await second.stop();
    rmSync(directory, { recursive: true });
  });
});
