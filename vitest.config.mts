import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { removeOvergrown } from "./tools/test/bounded-cache.mjs";
import { LongestFirst } from "./tools/test/longest-first.mjs";

// Much of the suite's time goes into starting programs. Workers hand both on to what they start: Node.js keeps what it compiled, and
// programs in Go, as API servers are, collect no garbage before they hold a gigabyte. A fifth of the time that a start computes, each. The
// directory is that of Pulumi's runs, which `npm test` empties first, and others once it has grown large.
const compiled = fileURLToPath(new URL(".cache/compiled", import.meta.url));
removeOvergrown(compiled);
process.env.NODE_COMPILE_CACHE ??= compiled;
process.env.GOGC ??= "off";
process.env.GOMEMLIMIT ??= "1GiB";

const SCHEMA = "test/schema/**/*.test.ts";
const NO_TESTS = ["**/node_modules/**", "test/consumers/**"];

export default defineConfig({
  test: {
    projects: [
      // Its files share a process, and in it the engine and the dev databases: a third of what they compute is to start those.
      { extends: true, test: { name: "schema", include: [SCHEMA], isolate: false } },
      { extends: true, test: { name: "all else", include: ["test/**/*.test.ts"], exclude: [...NO_TESTS, SCHEMA] } },
    ],
    // The suite is sized for a machine of two cores, where a third worker gains little and makes what starts servers wait.
    maxWorkers: 2,
    // What is loaded at a start outlives it: room for all of it spares moving it several times.
    execArgv: ["--min-semi-space-size=64", "--max-semi-space-size=64"],
    globalSetup: "tools/test/shared-servers.ts",
    sequence: { sequencer: LongestFirst },
    // For what hangs, not for what is slow: a busy machine takes five times as long.
    testTimeout: 90_000,
    hookTimeout: 240_000,
  },
});
