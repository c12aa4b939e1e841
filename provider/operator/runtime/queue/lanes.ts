/** `now`: something happened. `background`: a regular look at everything, which must not hold up what happened. */
export type Urgency = "now" | "background";

/** One of so many goes to the background lane, so that it moves however much happens. */
const BACKGROUND_SHARE = 4;

/** Keys that wait, each once, in order of arrival within their lane. */
export class Lanes {
  private readonly lanes = { now: new Map<string, number>(), background: new Map<string, number>() };
  private taken = 0;

  get size(): number {
    return this.lanes.now.size + this.lanes.background.size;
  }

  /** A key that waits already keeps its place, but moves up from the background when it gets urgent. */
  add(key: string, urgency: Urgency): void {
    const { now, background } = this.lanes;
    if (now.has(key)) return;
    const since = background.get(key) ?? performance.now();
    if (urgency === "now") background.delete(key);
    else if (background.has(key)) return;
    this.lanes[urgency].set(key, since);
  }

  take(): { key: string; waitedMs: number } | undefined {
    const { now, background } = this.lanes;
    this.taken++;
    const turn = this.taken % BACKGROUND_SHARE === 0 ? [background, now] : [now, background];
    for (const lane of turn) {
      for (const [key, since] of lane) {
        lane.delete(key);
        return { key, waitedMs: performance.now() - since };
      }
    }
    return undefined;
  }

  clear(): void {
    this.lanes.now.clear();
    this.lanes.background.clear();
  }
}
