import type { CallOptions, KubeClient } from "../kube/client";
import { ConflictError, isAlreadyExists } from "../kube/errors";
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
  /** The Lease as it was before it was taken. Absent: there was none. */
  takenFrom: Lease | undefined;
  private seen: Lease | undefined;
  /** When it was first seen as it is now, by a clock that never jumps. */
  private seenAt = 0;

  constructor(
    private readonly kube: KubeClient,
    private readonly lease: LeaseName,
    private readonly identity: string,
    private readonly leaseMs: number,
    /** Written on it by whoever holds it. */
    private readonly annotations: Readonly<Record<string, string>> = {},
  ) {}

  /** Who holds it, as last seen. */
  get holder(): string | undefined {
    return this.seen?.spec?.holderIdentity || undefined;
  }

  /** Takes or renews it. `false` when somebody else holds it. @throws what the API server, or the way to it, had against it */
  async take({ signal }: CallOptions): Promise<boolean> {
    // Who holds it knows its version: one request renews it. Only when that fails is it read.
    if (this.holder === this.identity && this.seen && (await this.write(this.seen, signal))) return true;
    const found = await this.kube.get(LEASES, this.key, { signal });
    if (!found) return this.create(signal);
    this.see(found);
    if (this.holder !== undefined && this.holder !== this.identity && !this.abandoned()) return false;
    return this.write(found, signal);
  }

  /** Gives it up, so that nobody needs to wait for it to run out. */
  async release({ signal }: CallOptions): Promise<void> {
    if (this.holder !== this.identity || !this.seen) return;
    const spec = { ...this.seen.spec, holderIdentity: "", leaseDurationSeconds: 1, renewTime: microTime() };
    try {
      await this.kube.replace(LEASES, this.key, { ...this.seen, spec }, { signal });
    } catch (error) {
      // Taken over already.
      if (!(error instanceof ConflictError)) throw error;
    }
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
    const metadata = { ...this.lease, annotations: this.annotations };
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
      const annotations = { ...current.metadata.annotations, ...this.annotations };
      const held = { ...current, metadata: { ...current.metadata, annotations }, spec: this.held(current) };
      this.see(await this.kube.replace(LEASES, this.key, held, { signal }));
      if (current.spec?.holderIdentity !== this.identity) this.takenFrom = current;
      return true;
    } catch (error) {
      if (error instanceof ConflictError) return false;
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
