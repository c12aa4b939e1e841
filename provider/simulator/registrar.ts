import type { SimulatedClock } from "./clock";
import type { IdSource } from "./ids";
import type { State } from "./state";

/** What makes accounts: the state to put them in, the clock and the identifiers. */
export interface Registrar {
  readonly state: State;
  readonly clock: SimulatedClock;
  readonly ids: IdSource;
}
