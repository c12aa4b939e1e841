import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tools/test/longest-first.mjs";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/consumers/**"],
    // The suite is sized for a machine of two cores, where a third worker gains little and makes what starts servers wait.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // For what hangs, not for what is slow: a busy machine takes five times as long.
    testTimeout: 90_000,
    hookTimeout: 240_000,
  },
});
