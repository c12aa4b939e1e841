import { describe, expect, it, vi } from "vitest";
import { Flight } from "../../provider/atlas/flight";

/** A flight that the test lands. */
function flight() {
  const onEnd = vi.fn();
  let own: AbortSignal | undefined;
  let [resolve, reject] = [(_: string): void => {}, (_: Error): void => {}];
  const made = new Flight((signal) => {
    own = signal;
    return new Promise<string>((...ends) => {
      [resolve, reject] = ends;
    });
  }, onEnd);
  return { made, resolve, reject, onEnd, isGivenUp: () => own?.aborted };
}

describe("work that several wait for", () => {
  it("goes on when the one who began it leaves, for whom alone it has failed", async () => {
    const { made, resolve, onEnd, isGivenUp } = flight();
    const leaving = new AbortController();
    const leaver = made.join(leaving.signal);
    const stayer = made.join(new AbortController().signal);
    leaving.abort(new Error("left"));
    await expect(leaver).rejects.toThrow("left");
    expect(isGivenUp()).toBe(false);
    resolve("done");
    await expect(stayer).resolves.toBe("done");
    expect(onEnd.mock.calls).toEqual([[made, true]]);
    await expect(made.join()).resolves.toBe("done");
    expect(isGivenUp()).toBe(false);
  });

  it("is given up when the last one leaves, and said to be before anybody else could join", async () => {
    const { made, resolve, onEnd, isGivenUp } = flight();
    const leaving = [new AbortController(), new AbortController()];
    const leavers = leaving.map(({ signal }) => made.join(signal));
    onEnd.mockImplementation(() => expect(isGivenUp()).toBe(false));
    for (const one of leaving) one.abort(new Error("left"));
    for (const leaver of leavers) await expect(leaver).rejects.toThrow("left");
    expect(isGivenUp()).toBe(true);
    resolve("too late");
    await made.join();
    expect(onEnd.mock.calls).toEqual([[made, false]]);
  });

  it("fails for all who wait, and for nobody else", async () => {
    const { made, reject, onEnd } = flight();
    const waiting = [made.join(), made.join()];
    reject(new Error("refused"));
    for (const one of waiting) await expect(one).rejects.toThrow("refused");
    expect(onEnd.mock.calls).toEqual([[made, false]]);
  });

  it("is not joined by whoever has left before", async () => {
    const { made, isGivenUp } = flight();
    await expect(made.join(AbortSignal.abort(new Error("left")))).rejects.toThrow("left");
    expect(isGivenUp()).toBe(false);
  });
});
