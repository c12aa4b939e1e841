import type { CallOptions, KubeClient } from "../kube/client";
import { ConflictError, isAlreadyExists, isNotFound } from "../kube/errors";
import type { KubeObject } from "../kube/object";
import type { Resource } from "../kube/resource";

/** A `Lease`, as far as elections need it. */
export interface Lease extends KubeObject {
  spec?: {
    holderIdentity?: string;
    leaseDurationSeconds?: number;
    acquireTime?: string;
    renewTime?: string;
    leaseTransitions?: number;
  };
}

export const LEASES: Resource<Lease> = {
  group: "coordination.k8s.io",
  version: "v1",
  kind: "Lease",
  plural: "leases",
  namespaced: true,
};

export interface LeaseName {
  namespace: string;
  name: string;
}

/**
 * One candidate's hand on a Lease. As in client-go, no clock is compared with another machine's: a Lease counts as abandoned when we
 * have watched it stay the same for as long as its holder promised to renew it within.
 */
export class LeaseHand {
  private seen: Lease | undefined;
  /** When it was first seen as it is now, by a clock that never jumps. */
  private seenAt = 0;

  constructor(
    private readonly kube: KubeClient,
    private readonly lease: LeaseName,
    private readonly identity: string,
    private readonly leaseMs: number,
    /** Its annotations as a holder writes them, given it as it is. */
    private readonly annotate: (before: Lease | undefined) => Record<string, string>,
  ) {}

  /** The Lease, as last seen. */
  get last(): Lease | undefined {
    return this.seen;
  }

  /** Which other one holds it, as last seen. */
  get rival(): string | undefined {
    return this.isOurs ? undefined : this.seen?.spec?.holderIdentity || undefined;
  }

  /** Takes or renews it. `false` when somebody else holds it. @throws what the API server, or the way to it, had against it */
  async take({ signal }: CallOptions): Promise<boolean> {
    // Who holds it knows its version: one request renews it. Only when that fails is it read.
    if (this.isOurs && this.seen && (await this.write(this.seen, signal))) return true;
    const found = await this.kube.get(LEASES, this.key, { signal });
    if (!found) return this.create(signal);
    this.see(found);
    if (this.rival !== undefined && !this.abandoned()) return false;
    return this.write(found, signal);
  }

  /** Gives it up, so that nobody needs to wait for it to run out. */
  async release({ signal }: CallOptions): Promise<void> {
    if (!this.isOurs || !this.seen) return;
    const spec = { ...this.seen.spec, holderIdentity: "", leaseDurationSeconds: 1, renewTime: microTime() };
    try {
      await this.kube.replace(LEASES, this.key, { ...this.seen, spec }, { signal });
    } catch (error) {
      // Taken over already.
      if (!(error instanceof ConflictError)) throw error;
    }
  }

  private get isOurs(): boolean {
    return this.seen?.spec?.holderIdentity === this.identity;
  }

  private get key(): string {
    return `${this.lease.namespace}/${this.lease.name}`;
  }

  private abandoned(): boolean {
    const promisedMs = (this.seen?.spec?.leaseDurationSeconds ?? this.leaseMs / 1000) * 1000;
    return performance.now() - this.seenAt >= promisedMs;
  }

  private see(lease: Lease): void {
    if (this.seen?.metadata.resourceVersion !== lease.metadata.resourceVersion) this.seenAt = performance.now();
    this.seen = lease;
  }

  private async create(signal: AbortSignal | undefined): Promise<boolean> {
    const metadata = { ...this.lease, annotations: this.annotate(undefined) };
    try {
      this.see(await this.kube.create(LEASES, { metadata, spec: this.held(undefined) }, { signal }));
      return true;
    } catch (error) {
      if (isAlreadyExists(error)) return false;
      throw error;
    }
  }

  private async write(current: Lease, signal: AbortSignal | undefined): Promise<boolean> {
    try {
      const metadata = { ...current.metadata, annotations: this.annotate(current) };
      this.see(
        await this.kube.replace(LEASES, this.key, { ...current, metadata, spec: this.held(current) }, { signal }),
      );
      return true;
    } catch (error) {
      // Somebody else wrote or deleted it.
      if (error instanceof ConflictError || isNotFound(error)) return false;
      throw error;
    }
  }

  private held(current: Lease | undefined): Lease["spec"] {
    const before = current?.spec;
    const ours = before?.holderIdentity === this.identity;
    const now = microTime();
    return {
      holderIdentity: this.identity,
      leaseDurationSeconds: Math.ceil(this.leaseMs / 1000),
      acquireTime: ours ? before.acquireTime : now,
      renewTime: now,
      leaseTransitions: (before?.leaseTransitions ?? 0) + (current && !ours ? 1 : 0),
    };
  }
}

/** As `metav1.MicroTime` is written. */
function microTime(): string {
  return new Date().toISOString().replace("Z", "000Z");
}
