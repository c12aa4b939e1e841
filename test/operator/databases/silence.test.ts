import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { onSilence } from "../../../provider/operator/databases/worker/silence";

describe("a watch for silence", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const watched = () => {
    const act = vi.fn();
    return { act, watch: onSilence(1_000, act) };
  };

  it("acts once when nothing is heard any more", () => {
    const { act, watch } = watched();
    for (let times = 0; times < 5; times++) {
      watch.heard();
      vi.advanceTimersByTime(900);
    }
    expect(act).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10_000);
    expect(act).toHaveBeenCalledTimes(1);
  });

  it("does not act before it was heard for the first time, nor once it is stopped", () => {
    const { act, watch } = watched();
    vi.advanceTimersByTime(10_000);
    watch.heard();
    watch.stop();
    vi.advanceTimersByTime(10_000);
    expect(act).not.toHaveBeenCalled();
  });

  it("does not take a pause of the whole machine for silence", () => {
    const { act, watch } = watched();
    watch.heard();
    // However long the pause: of all that was due, a timer fires once, and messages come after it.
    vi.advanceTimersToNextTimer();
    watch.heard();
    vi.advanceTimersByTime(900);
    expect(act).not.toHaveBeenCalled();
  });
});
