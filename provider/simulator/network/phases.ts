/** What a thing of the network will become, and when. */
export interface Phase {
  /** State, or `GONE`. */
  to: string;
  at: number;
}

/** A thing that goes through states by itself. */
export interface Phased {
  status: string;
  /** In order of time. */
  phases: Phase[];
}

/** Simulated milliseconds that the service and its providers take. */
export const DURATION = {
  makePeer: 10_000,
  /** As if whoever owns the other network accepted before long. */
  acceptPeer: 60 * 60_000,
  deletePeer: 20_000,
  makeService: 60_000,
  changeService: 20_000,
  deleteService: 40_000,
  connectEndpoint: 30_000,
  deleteEndpoint: 20_000,
} as const;

/** Goes from state to state: each after so many milliseconds in the one before. */
export function going(now: number, status: string, ...steps: readonly [to: string, after: number][]): Phased {
  let at = now;
  const phases = steps.map(([to, after]) => {
    at += after;
    return { to, at };
  });
  return { status, phases };
}

/** The thing as it is by now; nothing once it is gone. */
export function advanced<Doc extends Phased>(doc: Doc, now: number): Doc | undefined {
  const reached = doc.phases.filter(({ at }) => at <= now).at(-1);
  if (!reached) return doc;
  if (reached.to === "GONE") return undefined;
  return { ...doc, status: reached.to, phases: doc.phases.filter(({ at }) => at > now) };
}
