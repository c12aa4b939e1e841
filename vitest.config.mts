import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/consumers/**"],
    // Two cores are the machine the suite is sized for; engines and databases want one of them.
    maxWorkers: 2,
    // For what hangs, not for what is slow: a busy machine takes five times as long.
    testTimeout: 90_000,
    hookTimeout: 240_000,
  },
});
