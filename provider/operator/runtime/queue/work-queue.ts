import { type Backoff, backoffMs } from "../time";
import { Lanes, type Urgency } from "./lanes";

/** A longer timer would fire at once; a run too early only looks once more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What follows a run that succeeded: nothing, or another one in time. */
export interface Next {
  afterMs?: number;
}

/** Hears what a queue does; all optional. */
export interface QueueObserver {
  added?(): void;
  retried?(): void;
  /** The number of waiting keys changed. */
  depth?(waiting: number): void;
  started?(waitedMs: number): void;
  finished?(workedMs: number): void;
}

export interface WorkQueueOptions {
  /** Runs for one key at a time, and for as many keys at once as this. */
  concurrency: number;
  /** Waits of a key whose runs fail, by how often they failed in a row. */
  backoff: Backoff;
  /** Does the work. Success ends the failures of the key; a rejection has it run again after a wait. */
  run: (key: string) => Promise<Next>;
  observer?: QueueObserver;
}

/**
 * Runs work by key, as client-go's queue does: a key that waits is not queued twice; a key is never run twice at once; one that is
 * added while it runs, runs once more afterwards. A wait that a run asked for, or earned by failing, holds until the next run of the
 * key, whatever caused that. Nothing runs before `start`.
 */
export class WorkQueue {
  private readonly waiting = new Lanes();
  private readonly running = new Map<string, number>();
  /** Added while running. */
  private readonly again = new Map<string, Urgency>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly failures = new Map<string, number>();
  private state: "held" | "open" | "stopped" = "held";
  private onDrained: (() => void) | undefined;

  constructor(private readonly options: WorkQueueOptions) {}

  /** Keys that wait for a run. */
  get depth(): number {
    return this.waiting.size;
  }

  /** Keys that run now. */
  get active(): number {
    return this.running.size;
  }

  /** How long the longest of those has been running, in milliseconds. */
  get longestRunMs(): number {
    const now = performance.now();
    return Math.max(0, ...[...this.running.values()].map((since) => now - since));
  }

  /** Has the key run, now or once its run has ended. `background` lets what somebody waits for go first. */
  add(key: string, urgency: Urgency = "now"): void {
    if (this.state === "stopped") return;
    this.options.observer?.added?.();
    if (this.running.has(key)) {
      if (this.again.get(key) !== "now") this.again.set(key, urgency);
      return;
    }
    this.waiting.add(key, urgency);
    this.pump();
  }

  start(): void {
    if (this.state === "held") this.state = "open";
    this.pump();
  }

  /** Starts nothing more and resolves when what runs has ended. What waits is dropped: whoever starts next lists it anew. */
  async stop(): Promise<void> {
    this.state = "stopped";
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.waiting.clear();
    this.again.clear();
    this.options.observer?.depth?.(0);
    if (this.running.size === 0) return;
    await new Promise<void>((resolve) => {
      this.onDrained = resolve;
    });
  }

  private pump(): void {
    while (this.state === "open" && this.running.size < this.options.concurrency) {
      const next = this.waiting.take();
      if (!next) break;
      this.begin(next.key, next.waitedMs);
    }
    if (this.state !== "stopped") this.options.observer?.depth?.(this.waiting.size);
  }

  private begin(key: string, waitedMs: number): void {
    this.running.set(key, performance.now());
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.options.observer?.started?.(waitedMs);
    void this.attempt(key).then((delayMs) => this.end(key, delayMs));
  }

  private end(key: string, delayMs: number | undefined): void {
    this.options.observer?.finished?.(performance.now() - (this.running.get(key) ?? 0));
    this.running.delete(key);
    if (this.state === "stopped") {
      if (this.running.size === 0) this.onDrained?.();
      return;
    }
    if (delayMs !== undefined) this.addLater(key, delayMs);
    const urgency = this.again.get(key);
    this.again.delete(key);
    if (urgency) this.waiting.add(key, urgency);
    this.pump();
  }

  /** One run; answers with the wait until the next one, if there is to be one. */
  private async attempt(key: string): Promise<number | undefined> {
    try {
      const { afterMs } = await this.options.run(key);
      this.failures.delete(key);
      return afterMs;
    } catch {
      // Whoever runs the work tells of its failures; the queue only knows that there must be another run.
      const failures = (this.failures.get(key) ?? 0) + 1;
      this.failures.set(key, failures);
      this.options.observer?.retried?.();
      return backoffMs(this.options.backoff, failures);
    }
  }

  private addLater(key: string, delayMs: number): void {
    const timer = setTimeout(
      () => {
        this.timers.delete(key);
        this.add(key);
      },
      Math.min(delayMs, LONGEST_TIMER_MS),
    );
    this.timers.set(key, timer);
  }
}
