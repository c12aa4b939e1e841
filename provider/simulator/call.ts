import type { Principal } from "./auth/principal";
import type { SimulatedClock } from "./clock";
import type { Operation } from "./contract";
import type { IdSource } from "./ids";
import type { Json } from "./json";
import type { State } from "./state";

/** One request that passed authentication, rights, version and body checks. */
export interface Call {
  readonly operation: Operation;
  /** Decoded path parameters. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Json;
  /** Request headers by lower case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Version date the answer is given in. */
  readonly version: string;
  readonly principal: Principal;
  /** `http://host:port` the caller used, for links. */
  readonly origin: string;
  readonly state: State;
  readonly clock: SimulatedClock;
  readonly ids: IdSource;
}

/** What a handler answers with. No body at all when `body` is undefined. */
export interface Answer {
  readonly status: number;
  readonly body?: Json;
}

/** Serves one operation: reads and changes the state at once, or throws a {@link Problem}. */
export type Handler = (call: Call) => Answer;

/** Handlers by the operations' public names. */
export type Routes = Readonly<Record<string, Handler>>;
