import { BlockList, isIPv6 } from "node:net";
import type { Principal } from "./auth/principal";
import { authorize } from "./auth/rights";
import { BodyCheck } from "./body-check";
import type { Answer, Call, Routes } from "./call";
import type { SimulatedClock } from "./clock";
import type { Contract, Match } from "./contract";
import type { IdSource } from "./ids";
import type { Json } from "./json";
import { Problem, problem } from "./problem";
import { routes as allRoutes } from "./routes/registry";
import type { State } from "./state";
import { sweep } from "./sweep";
import { checkContentType, negotiate } from "./versions";

/** A request whose sender is known. */
export interface ServiceRequest {
  readonly match: Match;
  readonly query: URLSearchParams;
  /** Body text; empty when there is none. */
  readonly text: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly principal: Principal;
  readonly origin: string;
}

/** An answer and the version it is in. */
export interface ServiceAnswer extends Answer {
  readonly version: string;
}

/** The simulated service without its transport: checks a request as Atlas does and hands it to its handler. */
export class Service {
  readonly #bodies: BodyCheck;

  constructor(
    readonly contract: Contract,
    readonly state: State,
    readonly clock: SimulatedClock,
    readonly ids: IdSource,
    private readonly routes: Routes = allRoutes,
  ) {
    this.#bodies = new BodyCheck(contract);
  }

  /** @throws Problem for every answer that is not a success. */
  handle(request: ServiceRequest): ServiceAnswer {
    const { operation, params } = request.match;
    const handler = this.routes[operation.id];
    if (!handler) throw new Problem(501, "NOT_SIMULATED", `The simulator does not serve ${operation.id}.`);
    const version = negotiate(operation, request.headers.accept);
    const body = this.#body(request);
    sweep(this.state, this.clock.now());
    const call: Call = {
      ...request,
      operation,
      params,
      body,
      version,
      state: this.state,
      clock: this.clock,
      ids: this.ids,
    };
    authorize(call);
    if (operation.body && version === operation.versions.at(-1)) this.#bodies.check(operation.body.schema, body);
    const answer = handler(call);
    remember(this);
    return { ...answer, version };
  }

  #body({ match, text, headers }: ServiceRequest): Json {
    const { body } = match.operation;
    if (!body) return null;
    if (text === "") {
      if (body.required) throw problem("INVALID_JSON");
      return null;
    }
    checkContentType(headers["content-type"]);
    try {
      return JSON.parse(text);
    } catch (cause) {
      if (cause instanceof SyntaxError) throw problem("MALFORMED_JSON");
      throw cause;
    }
  }
}

/** Notes how far ids and time have come, for a simulator that goes on with the same state file. */
export function remember({ state, ids, clock }: Pick<Service, "state" | "ids" | "clock">): void {
  state.meta.put("progress", { drawn: ids.drawn, now: clock.now() });
}

/** @throws Problem 403 when a key has an access list and the address is not on it. */
export function checkAddress(principal: Principal, address: string): void {
  if (principal.accessList.length === 0) return;
  const plain = address.replace(/^::ffff:/, "");
  const allowed = new BlockList();
  for (const block of principal.accessList) {
    const [network = "", prefix] = block.split("/");
    allowed.addSubnet(network, Number(prefix), isIPv6(network) ? "ipv6" : "ipv4");
  }
  if (!allowed.check(plain, isIPv6(plain) ? "ipv6" : "ipv4")) throw problem("IP_ADDRESS_NOT_ON_ACCESS_LIST", plain);
}
