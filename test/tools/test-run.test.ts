import { existsSync } from "node:fs";
import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { runOrThrow } from "../../tools/engines/command";
import { removeOvergrown } from "../../tools/test/bounded-cache.mjs";
import { USUAL_MS, usualMs } from "../../tools/test/longest-first.mjs";
import { withTemporaryDirectory } from "../../tools/test/temporary-directory";

const TESTS = resolve(__dirname, "..");

describe("the order of test files that were never timed", () => {
  it.each(Object.keys(USUAL_MS))("knows a folder that is there: %s", async (folder) => {
    expect((await readdir(join(TESTS, folder))).some((name) => name.endsWith(".test.ts"))).toBe(true);
  });

  it.each([
    { file: "e2e/crds.test.ts", like: "e2e", because: "it is in a folder of long ones" },
    { file: "operator/runtime/watch.test.ts", like: "operator", because: "a folder stands for those below it" },
    { file: "kinds/conformance/faults.test.ts", like: "kinds/conformance", because: "the inner folder says more" },
  ])("takes $file for as long as others of $like, because $because", ({ file, like }) => {
    expect(usualMs(file)).toBe(USUAL_MS[like]);
  });

  it("puts what no folder is listed for last", () => {
    expect(usualMs("kinds/registry.test.ts")).toBe(0);
    expect(Object.values(USUAL_MS).every((ms) => ms > 0)).toBe(true);
  });
});

describe("what Node.js compiled", () => {
  it("is kept from run to run until there is too much of it", () =>
    withTemporaryDirectory(async (directory) => {
      const cache = join(directory, "compiled");
      removeOvergrown(cache, 2);
      await mkdir(join(cache, "v24"), { recursive: true });
      await writeFile(join(cache, "v24", "1"), "");
      removeOvergrown(cache, 2);
      expect(await readdir(join(cache, "v24"))).toEqual(["1"]);
      await writeFile(join(cache, "v24", "2"), "");
      removeOvergrown(cache, 2);
      expect(existsSync(cache)).toBe(false);
    }));
});

describe("the temporary directory of a test run", () => {
  it("is the one that programs use, may be passed through by other users, and is gone with all in it, also after a failure", async () => {
    let directory = "";
    const run = withTemporaryDirectory(async (path, env) => {
      directory = path;
      const program = "process.stdout.write(require('node:fs').mkdtempSync(require('node:os').tmpdir() + '/left-'))";
      const left = await runOrThrow(process.execPath, ["-e", program], { env });
      expect(left).toContain(`${path}/left-`);
      await writeFile(join(left, "file"), "");
      expect((await stat(path)).mode & 0o777).toBe(0o711);
      throw new Error("this run fails");
    });
    await expect(run).rejects.toThrow("this run fails");
    expect(directory).not.toBe("");
    expect(existsSync(directory)).toBe(false);
  });
});
