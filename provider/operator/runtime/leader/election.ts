import { AtlasIacError } from "../../../../sdk/model/errors";
import type { KubeClient } from "../kube/client";
import { describeError } from "../process/log";
import type { Telemetry } from "../process/telemetry";
import { sleep, within } from "../time";
import { Agreement, type Terms } from "./agreement";
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
  /** What all candidates must have been told alike. Who was told otherwise than the holder of the deciding Lease does not lead. */
  terms?: Terms;
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
  { kube, lease, identity, timing: given, terms, patience = () => 0 }: ElectionSpec,
  { log: parent, metrics }: Telemetry,
  stop: AbortSignal,
  lead: (lost: AbortSignal) => Promise<void>,
): Promise<void> {
  const timing = { ...DEFAULT_LEASE_TIMING, ...given };
  const log = parent.child({ lease: `${lease.namespace}/${lease.name}`, identity });
  // One attempt: the next try is at most retryMs away, and decides on fresh facts.
  const quick = kube.withLimits({ qps: 5, burst: 10, attempts: 1, attemptTimeoutMs: timing.renewDeadlineMs / 2 });
  const telemetry = { log, metrics };
  // As client-go: a replica that never led says so too, so that an alert sees that nobody does.
  metrics.leading.set({ name: lease.name }, 0);
  while (!stop.aborted) {
    const agreement = new Agreement(quick, lease, terms);
    const hand = new LeaseHand(quick, lease, identity, timing.leaseMs, (before) => agreement.annotate(before));
    const takenAt = await campaign(hand, agreement, timing, patience, telemetry, stop);
    if (takenAt === undefined) return;
    log.info("leading");
    metrics.leading.set({ name: lease.name }, 1);
    const term = new Term(hand, agreement, timing, telemetry, takenAt);
    await term.serve(lead, stop).finally(() => metrics.leading.set({ name: lease.name }, 0));
  }
}

/** Tries until the Lease is ours. @returns the time before the try that succeeded; nothing when told to stop */
async function campaign(
  hand: LeaseHand,
  agreement: Agreement,
  timing: LeaseTiming,
  patience: (attempt: number) => number,
  { log }: Telemetry,
  stop: AbortSignal,
): Promise<number | undefined> {
  let rival: string | undefined;
  let agreed = true;
  for (let attempt = 1; !stop.aborted; attempt++) {
    const waitMs = patience(attempt);
    if (waitMs > 0) await sleep(waitMs, stop).catch(() => undefined);
    if (stop.aborted) break;
    const at = performance.now();
    try {
      const stands = await agreement.reached({ signal: stop });
      if (!stands && agreed) log.warn("not standing for election: the deciding lease is not held on the same terms");
      agreed = stands;
      if (stands && (await hand.take({ signal: stop }))) return at;
      if (hand.rival !== undefined && hand.rival !== rival) log.info({ holder: hand.rival }, "another one leads");
      rival = hand.rival;
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
  /** The change of terms that this term began with, if any. */
  private readonly unsettled: string | undefined;

  constructor(
    private readonly hand: LeaseHand,
    private readonly agreement: Agreement,
    private readonly timing: LeaseTiming,
    private readonly telemetry: Telemetry,
    private renewedAt: number,
  ) {
    this.unsettled = agreement.unsettled(hand.last);
  }

  async serve(lead: (lost: AbortSignal) => Promise<void>, stop: AbortSignal): Promise<void> {
    const renewing = this.renew();
    const leading = this.lead(lead, stop);
    const stuck = renewing.then(() => this.overdue());
    try {
      await Promise.race([leading, stuck]);
    } finally {
      this.over.abort(new LeadershipLostError("the term is over"));
      await renewing;
      if (!this.lost.signal.aborted) await this.release();
    }
  }

  private async lead(work: (lost: AbortSignal) => Promise<void>, stop: AbortSignal): Promise<void> {
    if (this.unsettled !== undefined) {
      this.telemetry.log.info(
        { since: this.unsettled },
        "waiting until whoever leads on the terms of before has ended",
      );
      try {
        await sleep(this.timing.leaseMs, AbortSignal.any([this.lost.signal, stop]));
      } catch {
        // Lost or told to stop before anything was begun: who comes next has to wait as well.
        return;
      }
      this.agreement.settle(this.unsettled);
    }
    await work(this.lost.signal);
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
        if (!(await this.agreement.reached({ signal: time.signal }))) return this.lose("others lead on other terms");
        if (await this.hand.take({ signal: time.signal })) this.renewedAt = triedAt;
        else if (this.hand.rival !== undefined) return this.lose(`${this.hand.rival} leads now`);
        const changed = this.agreement.unsettled(this.hand.last);
        if (changed !== undefined && changed !== this.unsettled) return this.lose("its terms were changed meanwhile");
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
