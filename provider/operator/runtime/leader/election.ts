import { AtlasIacError } from "../../../../sdk/model/errors";
import type { KubeClient } from "../kube/client";
import { describeError } from "../process/log";
import type { Telemetry } from "../process/telemetry";
import { sleep, within } from "../time";
import { LeaseHand, type LeaseName } from "./lease";

/** In milliseconds; client-go's defaults. */
export interface LeaseTiming {
  /** How long others wait for a leader that says nothing. */
  leaseMs: number;
  /** After so long without a renewal, the leader stops leading. Shorter, so that it has stopped when others start. */
  renewDeadlineMs: number;
  /** Between attempts. */
  retryMs: number;
}

export const DEFAULT_LEASE_TIMING: LeaseTiming = { leaseMs: 15_000, renewDeadlineMs: 10_000, retryMs: 2_000 };

export interface ElectionSpec {
  /** Only its connection is used: the Lease has limits of its own, lest it wait behind the work. */
  kube: KubeClient;
  lease: LeaseName;
  /** Unique to this process: pod name and something random. */
  identity: string;
  timing?: Partial<LeaseTiming>;
  /** How long to let others go first, in milliseconds: asked before each attempt. Default not at all. */
  patience?: (attempt: number) => number;
}

/** The Lease was not renewed in time, or somebody else has it: whatever runs in its name must end now. */
export class LeadershipLostError extends AtlasIacError {
  readonly code = "LeadershipLost";
}

/**
 * Stands for election until `stop`, and leads whenever elected. `lead` is to work until `stop`, or until its own signal is aborted
 * because leadership was lost; the Lease is renewed until it has returned, and then given up. After a loss it stands again.
 *
 * @throws LeadershipLostError when `lead` goes on working after a loss, until others may lead: this process must end
 */
export async function elect(
  { kube, lease, identity, timing: given, patience = () => 0 }: ElectionSpec,
  { log: parent, metrics }: Telemetry,
  stop: AbortSignal,
  lead: (lost: AbortSignal) => Promise<void>,
): Promise<void> {
  const timing = { ...DEFAULT_LEASE_TIMING, ...given };
  const log = parent.child({ lease: `${lease.namespace}/${lease.name}`, identity });
  // One attempt: the next try is at most retryMs away, and decides on fresh facts.
  const quick = kube.withLimits({ qps: 5, burst: 10, attempts: 1, attemptTimeoutMs: timing.renewDeadlineMs / 2 });
  const telemetry = { log, metrics };
  while (!stop.aborted) {
    const hand = new LeaseHand(quick, lease, identity, timing.leaseMs);
    const takenAt = await campaign(hand, timing, patience, telemetry, stop);
    if (takenAt === undefined) return;
    log.info("leading");
    metrics.leading.set({ name: lease.name }, 1);
    const term = new Term(hand, timing, telemetry, takenAt);
    await term.serve(lead).finally(() => metrics.leading.set({ name: lease.name }, 0));
  }
}

/** Tries until the Lease is ours; answers with the time before that try, or with nothing when told to stop. */
async function campaign(
  hand: LeaseHand,
  timing: LeaseTiming,
  patience: (attempt: number) => number,
  { log }: Telemetry,
  stop: AbortSignal,
): Promise<number | undefined> {
  let rival: string | undefined;
  for (let attempt = 1; !stop.aborted; attempt++) {
    const waitMs = patience(attempt);
    if (waitMs > 0) await sleep(waitMs, stop).catch(() => undefined);
    if (stop.aborted) break;
    const triedAt = performance.now();
    try {
      if (await hand.take({ signal: stop })) return triedAt;
      if (hand.holder !== rival) log.info({ holder: hand.holder }, "another one leads");
      rival = hand.holder;
    } catch (error) {
      if (!stop.aborted) log.warn({ err: describeError(error) }, "the lease could not be read or written");
    }
    // As client-go: up to 2.2 times the interval, so that candidates do not try in step.
    await sleep(timing.retryMs * (1 + 1.2 * Math.random()), stop).catch(() => undefined);
  }
  return undefined;
}

/** One time of leading. */
class Term {
  private readonly lost = new AbortController();
  private readonly over = new AbortController();

  constructor(
    private readonly hand: LeaseHand,
    private readonly timing: LeaseTiming,
    private readonly telemetry: Telemetry,
    private renewedAt: number,
  ) {}

  async serve(lead: (lost: AbortSignal) => Promise<void>): Promise<void> {
    const renewing = this.renew();
    const leading = lead(this.lost.signal);
    const stuck = renewing.then(() => this.overdue());
    try {
      await Promise.race([leading, stuck]);
    } finally {
      this.over.abort(new LeadershipLostError("the term is over"));
      await renewing;
      if (!this.lost.signal.aborted) await this.release();
    }
  }

  /** Renews until the term is over or the Lease is lost. */
  private async renew(): Promise<void> {
    const { log } = this.telemetry;
    while (!this.over.signal.aborted) {
      await sleep(this.timing.retryMs * (1 + 0.1 * Math.random()), this.over.signal).catch(() => undefined);
      if (this.over.signal.aborted) return;
      const triedAt = performance.now();
      const leftMs = Math.max(0, this.renewedAt + this.timing.renewDeadlineMs - triedAt);
      const time = within(this.over.signal, leftMs, () => new LeadershipLostError("not renewed in time"));
      try {
        if (await this.hand.take({ signal: time.signal })) this.renewedAt = triedAt;
        else if (this.hand.holder !== undefined) return this.lose(`${this.hand.holder} leads now`);
      } catch (error) {
        if (!this.over.signal.aborted) log.warn({ err: describeError(error) }, "the lease was not renewed");
      } finally {
        time.clear();
      }
      if (performance.now() - this.renewedAt >= this.timing.renewDeadlineMs) {
        return this.lose(`the lease was not renewed for ${this.timing.renewDeadlineMs} ms`);
      }
    }
  }

  private lose(why: string): void {
    if (this.over.signal.aborted) return;
    this.telemetry.log.error({ why }, "leadership lost: all work is called off");
    this.lost.abort(new LeadershipLostError(`leadership was lost: ${why}`));
  }

  /** Rejects if, after a loss, the work does not end before others may start theirs. Otherwise never settles. */
  private async overdue(): Promise<never> {
    if (this.lost.signal.aborted) {
      await sleep(this.timing.leaseMs - this.timing.renewDeadlineMs, this.over.signal).catch(() => undefined);
      if (!this.over.signal.aborted) {
        throw new LeadershipLostError("work goes on though leadership was lost", {
          hint: "The process must end: another one may be doing the same work now.",
        });
      }
    }
    return new Promise(() => undefined);
  }

  private async release(): Promise<void> {
    const { log } = this.telemetry;
    const time = within(undefined, this.timing.retryMs, () => new LeadershipLostError("not released in time"));
    try {
      await this.hand.release({ signal: time.signal });
      log.info("no longer leading");
    } catch (error) {
      log.warn({ err: describeError(error) }, "the lease was not given up; others wait until it runs out");
    } finally {
      time.clear();
    }
  }
}
