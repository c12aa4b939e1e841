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

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/consumers/**"],
    // The suite is sized for a machine of two cores, where a third worker gains little and makes what starts servers wait.
    maxWorkers: 2,
    // What is loaded at a start outlives it: room for all of it spares moving it several times.
    execArgv: ["--min-semi-space-size=64", "--max-semi-space-size=64"],
    sequence: { sequencer: LongestFirst },
    // For what hangs, not for what is slow: a busy machine takes five times as long.
    testTimeout: 90_000,
    hookTimeout: 240_000,
  },
});
