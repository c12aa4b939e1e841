import { sleep } from "../time";

/** How the time of somebody's work ends: in three steps, or all at once. */
export class Lifetime {
  private readonly steps = {
    accepting: new AbortController(),
    working: new AbortController(),
    writing: new AbortController(),
  };

  /** Aborted: take up nothing new. */
  readonly accepting: AbortSignal = this.steps.accepting.signal;
  /** Aborted: end what is running, as soon as that leaves things in order. */
  readonly working: AbortSignal = this.steps.working.signal;
  /** Aborted: write nothing more, not even how it ended. */
  readonly writing: AbortSignal = this.steps.writing.signal;

  /** Ends it in order: what runs has `drainMs` to finish, then `graceMs` to say how far it came. */
  async drain(reason: Error, drainMs: number, graceMs: number): Promise<void> {
    this.steps.accepting.abort(reason);
    await this.orEnd(drainMs);
    this.steps.working.abort(reason);
    await this.orEnd(graceMs);
    this.steps.writing.abort(reason);
  }

  /** Ends it at once. */
  end(reason: Error): void {
    for (const step of Object.values(this.steps)) step.abort(reason);
  }

  private async orEnd(ms: number): Promise<void> {
    await sleep(ms, this.writing).catch(() => undefined);
  }
}
