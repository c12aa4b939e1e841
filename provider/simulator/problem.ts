import { STATUS_CODES } from "node:http";
import { AtlasIacError } from "../../sdk/model/errors";
import { BACKUP_PROBLEM_CATALOG } from "./backups/problem-catalog";
import { CLUSTER_PROBLEM_CATALOG } from "./clusters/problem-catalog";
import { DATA_FEDERATION_PROBLEM_CATALOG } from "./data-federation/problem-catalog";
import { FEDERATED_AUTH_PROBLEM_CATALOG } from "./federated-auth/problem-catalog";
import type { JsonObject } from "./json";
import { NETWORK_PROBLEM_CATALOG } from "./network/problem-catalog";
import { PROBLEM_CATALOG } from "./problem-catalog";
import { SERVICE_PROBLEM_CATALOG } from "./services/problem-catalog";
import { STREAM_PROBLEM_CATALOG } from "./streams/problem-catalog";

const CATALOG = {
  ...PROBLEM_CATALOG,
  ...BACKUP_PROBLEM_CATALOG,
  ...CLUSTER_PROBLEM_CATALOG,
  ...SERVICE_PROBLEM_CATALOG,
  ...DATA_FEDERATION_PROBLEM_CATALOG,
  ...FEDERATED_AUTH_PROBLEM_CATALOG,
  ...STREAM_PROBLEM_CATALOG,
  ...NETWORK_PROBLEM_CATALOG,
};

/** Atlas error codes the simulator knows. */
export type ProblemCode = keyof typeof CATALOG;

/** What may differ from the catalogue in one answer. */
export interface ProblemFacts {
  /** Parameters as sent, where the service sends others than those in the text. */
  parameters?: readonly string[];
  /** Headers to send with the answer. */
  headers?: Readonly<Record<string, string>>;
}

/** An error answer of the simulated service. Handlers throw it; the server sends it. */
export class Problem extends AtlasIacError {
  readonly code = "SimulatedProblem";

  constructor(
    /** HTTP status of the answer. */
    readonly status: number,
    /** Atlas error code, such as `GROUP_NOT_FOUND`. */
    readonly errorCode: string,
    /** The sentence for people. */
    readonly detail: string,
    /** Values the sentence was built of. */
    readonly parameters: readonly string[] = [],
    /** Headers to send along. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${status} ${errorCode}: ${detail}`);
  }

  /** The body as the service sends it. */
  body(): JsonObject {
    return {
      detail: this.detail,
      error: this.status,
      errorCode: this.errorCode,
      parameters: [...this.parameters],
      reason: STATUS_CODES[this.status] ?? "",
    };
  }
}

/** An error answer by its Atlas code; the parameters fill the sentence in order. */
export function problem(code: ProblemCode, ...parameters: string[]): Problem {
  return problemWith(code, parameters, {});
}

/** As {@link problem}, with other parameters or headers than the sentence's. */
export function problemWith(code: ProblemCode, words: readonly string[], facts: ProblemFacts): Problem {
  const [status, template] = CATALOG[code];
  let next = 0;
  const detail = template.replace(/%s/g, () => words[next++] ?? "");
  return new Problem(status, code, detail, facts.parameters ?? words, facts.headers);
}
