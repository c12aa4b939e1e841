import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cacheEntry, cacheRoot } from "../../tools/engines/cache";
import { runOrThrow } from "../../tools/engines/command";

const REPOSITORY = resolve(__dirname, "../..");

/** Fills the entry `tool` slowly and leaves a trace of having done so. Run in processes of its own. */
const FILLER = `
const { appendFileSync, writeFileSync } = require("node:fs");
const { cacheEntry } = require(${JSON.stringify(join(REPOSITORY, "tools/engines/cache.ts"))});
cacheEntry("tool", async (staging) => {
  appendFileSync(process.env.TRACE, "filled\\n");
  await new Promise((resolve) => setTimeout(resolve, 300));
  writeFileSync(staging + "/tool", "whole");
}).then((directory) => console.log(directory));
`;

describe("the cache of engines", () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "atlas-iac-cache-"));
    vi.stubEnv("ATLAS_IAC_CACHE", join(root, "cache"));
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(root, { recursive: true, force: true });
  });

  it("builds an entry once, however many processes want it at the same time", async () => {
    const trace = join(root, "trace");
    const fill = () =>
      runOrThrow(process.execPath, ["--import", "tsx", "-e", FILLER], {
        cwd: REPOSITORY,
        env: { ...process.env, TRACE: trace },
      });
    const directories = await Promise.all([fill(), fill(), fill()]);
    expect(new Set(directories).size).toBe(1);
    expect(await readFile(join(cacheRoot(), "tool", "tool"), "utf8")).toBe("whole");
    expect(await readFile(trace, "utf8")).toBe("filled\n");
    expect(await readdir(cacheRoot())).toEqual(["tool"]);
  });

  it("leaves nothing behind when filling fails, and tries again the next time", async () => {
    const fails = cacheEntry("tool", () => Promise.reject(new Error("no network")));
    await expect(fails).rejects.toThrow("no network");
    expect(await readdir(cacheRoot())).toEqual([]);
    const directory = await cacheEntry("tool", (staging) => writeFile(join(staging, "tool"), "second try"));
    expect(await readFile(join(directory, "tool"), "utf8")).toBe("second try");
  });

  it("takes over the lock of a process that died", async () => {
    await mkdir(cacheRoot(), { recursive: true });
    const dead = Number(await runOrThrow(process.execPath, ["-p", "process.pid"]));
    await writeFile(join(cacheRoot(), "tool.lock"), String(dead));
    const directory = await cacheEntry("tool", (staging) => writeFile(join(staging, "tool"), ""));
    expect(existsSync(join(directory, "tool"))).toBe(true);
  });

  it.each([
    { variables: { ATLAS_IAC_CACHE: "/a" }, root: "/a", because: "a cache of one's own is named" },
    { variables: { XDG_CACHE_HOME: "/x" }, root: "/x/atlas-iac", because: "the user's caches are elsewhere" },
  ])("is in $root when $because", ({ variables, root: expected }) => {
    vi.stubEnv("ATLAS_IAC_CACHE", "");
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    expect(cacheRoot()).toBe(expected);
  });
});
