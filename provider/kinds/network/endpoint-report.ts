import type { Change } from "../contract";

/** Who declares services, and how what becomes of them is reported (upstream's names). */
export interface ServiceReport {
  /** Whether a service is the resource itself or a part of it. */
  scope: Change["scope"];
  path: string;
  service: {
    condition: string;
    reasons: { create: string; update: string; making: string; deleting: string; failed: string };
  };
  endpoint: {
    condition: string;
    reasons: { create: string; update: string; delete: string; failed: string };
    /** Reason while a service has no endpoint; absent where that is as good as any. */
    none?: string;
  };
}
