import { once } from "node:events";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { startSimulator } from "../../provider/simulator";
import { atlasIac, manifestDirectory, start } from "./atlas-iac";
import { project } from "./manifests";

/** Starts a simulator, and reads what it exports. */
async function simulator(args: readonly string[]) {
  const child = start(["simulator", ...args]);
  const env: Record<string, string> = {};
  let log = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  if (!child.stdout) throw new Error("no standard output");
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name, value] = /^export (\w+)=(\S+)$/.exec(line) ?? [];
    if (name && value) env[name] = value;
    if (line.includes("CLIENT_SECRET")) break;
  }
  return {
    env,
    log: () => log,
    async stop(signal: NodeJS.Signals) {
      child.kill(signal);
      const [code]: unknown[] = await once(child, "exit");
      return code;
    },
  };
}

describe("atlas-iac simulator", () => {
  it("runs an Atlas that its exports lead into, until it is interrupted", async () => {
    const { env, log, stop } = await simulator(["--time-scale", "60", "--log-requests"]);
    const { code, out } = await atlasIac(["plan", "-"], { env, input: project() });
    expect(out).toContain('+ create project "shop"');
    expect(code).toBe(2);
    expect(await stop("SIGINT")).toBe(0);
    expect(log()).toContain("Ctrl-C stops it.");
    expect(log()).toMatch(/^40\d GET \/api\/atlas\/v2\/groups\/byName\/shop getGroupByName \w+$/m);
    await expect(fetch(`${env.MONGODB_ATLAS_BASE_URL}/`)).rejects.toThrow();
  });

  it("has the same keys for the same seed, and keeps them in a file", async () => {
    using directory = manifestDirectory();
    const file = `${directory.path}/atlas.db`;
    const first = await simulator(["--seed", "a", "--persist", file]);
    expect(await first.stop("SIGTERM")).toBe(0);
    const again = await simulator(["--persist", file]);
    await again.stop("SIGTERM");
    const { MONGODB_ATLAS_BASE_URL: _first, ...keys } = first.env;
    const { MONGODB_ATLAS_BASE_URL: _second, ...kept } = again.env;
    expect(kept).toEqual(keys);
  });

  it.each([
    { args: ["--port", "70000"], says: "A port is 0 to 65535.", because: "there is no such port" },
    { args: ["--time-scale", "0"], says: "above zero", because: "time would stand still" },
    { args: ["--rate-limit", "0"], says: "at least 1", because: "nothing would ever be answered" },
    { args: ["--latency", "-5"], says: "not negative", because: "nobody answers before the question" },
    { args: ["--persist", "/nowhere/at/all.db"], says: "Cannot keep state in", because: "there is no such directory" },
  ])("does not start, as $because", async ({ args, says }) => {
    const { code, err, out } = await atlasIac(["simulator", ...args]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(says);
  });

  it("does not start on a port that is taken", async () => {
    const other = await startSimulator();
    const { code, err } = await atlasIac(["simulator", "--port", new URL(other.url).port]);
    await other.stop();
    expect(code).toBe(1);
    expect(err).toContain("is taken.\n  Choose another --port");
  });
});
