import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { buildEngine } from "../../../tools/schema/build-engine";
import { ENGINE, go } from "../../../tools/schema/engine-module";

const run = promisify(execFile);

/** Go's program that runs tests in WebAssembly has little room for an environment, and npm makes a large one. */
function smallEnvironment(): NodeJS.ProcessEnv {
  const needed = Object.entries(process.env).filter(([name]) => /^(GO.*|PATH|HOME|TMPDIR|XDG_CACHE_HOME)$/.test(name));
  return { ...Object.fromEntries(needed), GOOS: "js", GOARCH: "wasm", GOFLAGS: "-mod=readonly", CGO_ENABLED: "0" };
}

// What the engine was built from is compiled already: only the test itself is left to.
beforeAll(() => buildEngine());

it("writes documents byte for byte as HashiCorp's package writes them, whatever is in them", async () => {
  const wrapper = path.join(await go("env", "GOROOT"), "lib/wasm/go_js_wasm_exec");
  const { stdout } = await run("go", ["test", "-trimpath", "-count=1", "-exec", wrapper, "./hclwrite/"], {
    cwd: ENGINE,
    env: smallEnvironment(),
  });
  expect(stdout).toMatch(/^ok\s+atlas-iac\/schema-engine\/hclwrite\s/);
}, 120_000);
