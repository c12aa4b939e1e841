import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { skipLoudly } from "../../tools/engines/skip-loudly";

const run = promisify(execFile);
const PROGRAM = join(__dirname, "../go-sdk");
/** A cold machine compiles the SDK, which is large. */
const COMPILE_MS = 300_000;

/** Why the official SDK cannot be had here; nothing when it can. */
async function missing(): Promise<string | undefined> {
  try {
    await run("go", ["mod", "download"], { cwd: PROGRAM });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const TITLE = "the official Go SDK against the simulator";

describe(TITLE, async () => {
  const problem = await missing();
  if (problem !== undefined) {
    skipLoudly(TITLE, "Go and its module proxy", `${problem}\nInstall Go 1.25 or newer.`);
    return;
  }
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator({ timeScale: 600 });
  });
  afterAll(() => simulator.stop());

  it(
    "makes, lists, changes and deletes a project, a team, a user and a cluster by digest and by OAuth",
    async () => {
      const { stdout } = await run("go", ["run", "."], {
        cwd: PROGRAM,
        env: {
          ...process.env,
          SIMULATOR_URL: simulator.url,
          SIMULATOR_ORG_ID: simulator.orgId,
          SIMULATOR_PUBLIC_KEY: simulator.apiKey.publicKey,
          SIMULATOR_PRIVATE_KEY: simulator.apiKey.privateKey,
          SIMULATOR_CLIENT_ID: simulator.serviceAccount.clientId,
          SIMULATOR_CLIENT_SECRET: simulator.serviceAccount.clientSecret,
        },
      });
      expect(stdout.trim().split("\n").sort()).toEqual(["ok digest", "ok oauth"]);
      expect(simulator.state.groups()).toEqual([]);
      expect(simulator.state.teams(simulator.orgId)).toEqual([]);
    },
    COMPILE_MS,
  );
});
