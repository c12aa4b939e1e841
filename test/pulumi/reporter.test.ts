import { describe, expect, it } from "vitest";
import type { ResourceLog } from "../../provider/pulumi/engine-log";
import { reporter } from "../../provider/pulumi/reporter";

describe("what a pass says while it waits", () => {
  function listen() {
    const lines: string[] = [];
    const keep = (text: string) => void lines.push(text);
    const log: ResourceLog = { info: keep, warn: keep, progress: keep };
    let time = 1_000_000;
    const report = reporter(log, () => time);
    const wait = (message: string, elapsedMs: number) => {
      time = 1_000_000 + elapsedMs;
      report({
        type: "waiting",
        pending: { condition: "DeploymentReady", reason: "DeploymentCreating", message, retryAfterMs: 1 },
        elapsedMs,
      });
    };
    return { lines, wait };
  }

  it("says the same thing again only after half a minute", () => {
    const { lines, wait } = listen();
    for (let seconds = 0; seconds <= 60; seconds += 5) wait("being made", seconds * 1000);
    expect(lines).toHaveLength(3);
  });

  it("says a new thing at once", () => {
    const { lines, wait } = listen();
    wait("being made", 0);
    wait("being changed", 1000);
    expect(lines).toHaveLength(2);
  });
});
