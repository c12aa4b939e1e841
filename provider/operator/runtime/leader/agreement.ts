import type { CallOptions, KubeClient } from "../kube/client";
import { LEASES, type Lease, type LeaseName } from "./lease";

/** What all candidates must have been told alike: who was told otherwise would share the work in another way. */
export interface Terms {
  /** Whose holder says what holds for all. */
  lease: LeaseName;
  /** Annotation in which it says so. */
  annotation: string;
  text: string;
}

/** What one candidate was told, and whether that is what holds for all now. */
export class Agreement {
  constructor(
    private readonly kube: KubeClient,
    private readonly lease: LeaseName,
    private readonly terms: Terms | undefined,
  ) {}

  /** Whether the Lease that is stood for is the one whose holder decides. */
  get decides(): boolean {
    return this.terms?.lease.name === this.lease.name;
  }

  /** What the holder of the Lease writes on it. */
  get annotations(): Readonly<Record<string, string>> {
    return this.terms && this.decides ? { [this.terms.annotation]: this.terms.text } : {};
  }

  /** Whether a Lease was last held on other terms. Nothing said means none. */
  differs(before: Lease | undefined): boolean {
    if (!this.terms || !before) return false;
    return (before.metadata.annotations?.[this.terms.annotation] ?? "") !== this.terms.text;
  }

  /** Whether one may stand now: always for the Lease that decides, else only on the terms that hold. */
  async reached({ signal }: CallOptions): Promise<boolean> {
    if (!this.terms || this.decides) return true;
    const { namespace, name } = this.terms.lease;
    const deciding = await this.kube.get(LEASES, `${namespace}/${name}`, { signal });
    return deciding !== undefined && !this.differs(deciding);
  }
}
