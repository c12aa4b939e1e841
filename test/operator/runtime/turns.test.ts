import { describe, expect, it } from "vitest";
import { Turns } from "../../../provider/operator/runtime/leader/turns";

describe("processes that stand for the same Leases", () => {
  it("begin with another one each, so that each gets one", () => {
    const orders = [0, 1, 2].map((first) => {
      const turns = new Turns(3, 100, first);
      return [1, 2, 3].map(() => turns.take()(1));
    });
    expect(orders).toEqual([
      [0, 100, 200],
      [100, 200, 0],
      [200, 0, 100],
    ]);
  });

  it("wait the longer for the next the more they lead, and no longer than before once they do not", async () => {
    const turns = new Turns(2, 100, 0);
    const [, patience] = [turns.take(), turns.take()];
    expect([patience(1), patience(2)]).toEqual([100, 0]);
    let end = (): void => undefined;
    const term = turns.leading(() => new Promise<void>((resolve) => (end = resolve)));
    expect([patience(1), patience(2)]).toEqual([200, 100]);
    end();
    await term;
    expect(patience(2)).toBe(0);
  });

  it("never wait for the only one", () => {
    expect(new Turns(1, 100).take()(1)).toBe(0);
  });
});
