import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runCommand } from "../../tools/engines/command";
import { CommandFailedError, EngineUnavailableError } from "../../tools/engines/errors";
import { onPath } from "../../tools/engines/executables";
import { firstThatWorks } from "../../tools/engines/first-that-works";
import { goBuild } from "../../tools/engines/go-build";
import { isAtLeast } from "../../tools/engines/pulumi-cli";
import { pulumiEnvironment } from "../../tools/engines/pulumi-environment";

describe("finding an engine", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "atlas-iac-find-"));
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(directory, { recursive: true, force: true });
  });

  it("takes the first way that works and tries no further", async () => {
    const ways = [
      { name: "one", find: () => Promise.reject(new Error("not here")) },
      { name: "two", find: () => Promise.resolve("found") },
      { name: "three", find: () => Promise.reject(new Error("must not be tried")) },
    ];
    expect(await firstThatWorks("engine", ways, "")).toBe("found");
  });

  it("says everything that was tried, and what to do, when nothing works", async () => {
    const ways = [
      { name: "on PATH", find: () => Promise.reject(new Error("not on PATH")) },
      { name: "a build", find: () => Promise.reject(new Error("no Go\nwith a long story")) },
    ];
    const error = await firstThatWorks("engine", ways, "Install Go.").catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(EngineUnavailableError);
    expect((error as EngineUnavailableError).describe()).toBe(
      "engine cannot be had here:\n  - on PATH: not on PATH\n  - a build: no Go\n  Install Go.",
    );
  });

  it("tells a machine without Go that it has no Go", async () => {
    vi.stubEnv("PATH", directory);
    const building = goBuild(
      { programs: { x: "example.com/x" }, module: "example.com/x", version: "v1.0.0" },
      directory,
    );
    await expect(building).rejects.toThrow("go failed (Go is not installed or not on PATH)");
  });

  it("does not take npm's launcher for the program it would download", async () => {
    const bin = join(directory, "node_modules", ".bin");
    const real = join(directory, "bin");
    for (const folder of [bin, real]) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "pulumi"), "");
      await chmod(join(folder, "pulumi"), 0o755);
    }
    expect(onPath("pulumi", bin)).toBeUndefined();
    expect(onPath("pulumi", [bin, real].join(delimiter))).toBe(join(real, "pulumi"));
  });

  it("kills a program that does not end in time, and says so", async () => {
    const hanging = runCommand(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { timeoutMs: 200 });
    await expect(hanging).rejects.toThrow("no end within 0.2 s");
    await expect(runCommand(join(directory, "nowhere"), [])).rejects.toBeInstanceOf(CommandFailedError);
  });

  it.each([
    { version: "3.250.0", oldest: "3.250.0", enough: true },
    { version: "3.249.9", oldest: "3.250.0", enough: false },
    { version: "3.1000.0-dev+1", oldest: "3.250.0", enough: true },
    { version: "4.0.0", oldest: "3.250.0", enough: true },
    { version: "2.999.0", oldest: "3.250.0", enough: false },
  ])("compares $version with $oldest by numbers", ({ version, oldest, enough }) => {
    expect(isAtLeast(version, oldest)).toBe(enough);
  });

  it("keeps the user's own login and keys out of a run", () => {
    vi.stubEnv("PULUMI_ACCESS_TOKEN", "the user's");
    vi.stubEnv("MONGODB_ATLAS_PRIVATE_API_KEY", "the user's");
    expect(JSON.stringify(pulumiEnvironment("/home", ["/first"]))).not.toContain("the user's");
    expect(pulumiEnvironment("/home", ["/first"]).PATH?.split(delimiter)[0]).toBe("/first");
  });
});
