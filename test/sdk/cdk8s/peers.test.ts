import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../../../tools/engines/command";

describe("atlas-iac/cdk8s without its peers", () => {
  let directory: string;

  // Outside of the checkout nothing is installed.
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "no-peers-"));
    await cp(resolve(__dirname, "../../../dist/sdk"), join(directory, "sdk"), { recursive: true });
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it("says which packages to install, and nothing of modules that cannot be found", async () => {
    const { exitCode, stderr } = await runCommand(process.execPath, ["-e", 'require("./sdk/cdk8s")'], {
      cwd: directory,
      env: { PATH: process.env.PATH },
    });
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("atlas-iac/cdk8s needs cdk8s and constructs, which are not installed.");
    expect(stderr).toContain("Run: npm install cdk8s constructs");
  });
});
