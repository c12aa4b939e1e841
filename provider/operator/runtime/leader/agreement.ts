import type { CallOptions, KubeClient } from "../kube/client";
import { LEASES, type Lease, type LeaseName } from "./lease";

/** What all candidates must have been told alike: who was told otherwise would share the work in another way. */
export interface Terms {
  /** Whose holder says what holds for all. */
  lease: LeaseName;
  /** Annotation in which it says so. */
  annotation: string;
  /** Annotation that it has from when that says another thing until whoever leads on the terms of before has ended: since when. */
  changed: string;
  text: string;
}

/**
 * What one candidate was told, and whether that is what holds for all now. That the terms were changed is told on the Lease itself until
 * they are settled, and not remembered here: who changed them may not have heard that it did, or die before they are settled.
 */
export class Agreement {
  /** The change that ended with this candidate's waiting; nothing while none has. */
  private settled: string | undefined;

  constructor(
    private readonly kube: KubeClient,
    private readonly lease: LeaseName,
    private readonly terms: Terms | undefined,
  ) {}

  /** The annotations that a holder writes on the Lease, given it as it is. */
  annotate(before: Lease | undefined): Record<string, string> {
    const kept = { ...before?.metadata.annotations };
    if (!this.terms || !this.decides) return kept;
    const { annotation, changed, text } = this.terms;
    if (before && this.differs(before)) return { ...kept, [annotation]: text, [changed]: new Date().toISOString() };
    if (kept[changed] === this.settled) delete kept[changed];
    return { ...kept, [annotation]: text };
  }

  /** Since when the terms are other ones than before, while those that lead on the terms of before may not have ended. */
  unsettled(held: Lease | undefined): string | undefined {
    if (!this.terms || !this.decides) return undefined;
    const since = held?.metadata.annotations?.[this.terms.changed];
    return since === this.settled ? undefined : since;
  }

  /** Notes that nobody leads on the terms of before any more. The next renewal tells others. */
  settle(since: string): void {
    this.settled = since;
  }

  /** Whether one may stand now: always for the Lease that decides, else only on the terms that hold. */
  async reached({ signal }: CallOptions): Promise<boolean> {
    if (!this.terms || this.decides) return true;
    const { namespace, name } = this.terms.lease;
    const deciding = await this.kube.get(LEASES, `${namespace}/${name}`, { signal });
    return deciding !== undefined && !this.differs(deciding);
  }

  /** Whether the Lease that is stood for is the one whose holder decides. */
  private get decides(): boolean {
    return this.terms?.lease.name === this.lease.name;
  }

  /** Whether the deciding Lease says other terms. Nothing said means none. */
  private differs(deciding: Lease): boolean {
    return (
      this.terms !== undefined && (deciding.metadata.annotations?.[this.terms.annotation] ?? "") !== this.terms.text
    );
  }
}
