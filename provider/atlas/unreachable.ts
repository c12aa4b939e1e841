import { AtlasAmbiguousError, AtlasUnreachableError } from "./errors";
import { codeOf, Redactor } from "./redact";
import { isTlsFailure } from "./retry";

export interface UnreachableFacts {
  method: string;
  /** Without the query. */
  url: string;
  baseUrl: string;
  /** Where the base URL was set. */
  baseUrlFrom: string;
  /** Whether the call may have had an effect that must not happen twice. */
  ambiguous: boolean;
  redactor?: Redactor;
}

/** The error for a call that got no answer. */
export function unreachable(error: unknown, facts: UnreachableFacts): AtlasUnreachableError {
  const redactor = facts.redactor ?? new Redactor();
  const cause = redactor.cause(error);
  const what = `${facts.method} ${redactor.text(facts.url)}: no answer (${codeOf(error) ?? cause.message})`;
  if (facts.ambiguous) {
    return new AtlasAmbiguousError(`${what}; it may have had its effect`, {
      cause,
      hint: "The connection broke after the request was sent. Look whether the object exists before sending it again.",
    });
  }
  return new AtlasUnreachableError(what, { cause, hint: hintFor(error, facts) });
}

function hintFor(error: unknown, { baseUrl, baseUrlFrom }: UnreachableFacts): string {
  const service = `the base URL ${baseUrl} (from ${baseUrlFrom})`;
  if (isTlsFailure(error)) {
    return `The certificate at ${service} is not trusted: check the URL, or name your authority's certificate in NODE_EXTRA_CA_CERTS.`;
  }
  switch (codeOf(error)) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `The host's name could not be resolved: check ${service} for typing errors, and the network.`;
    case "ECONNREFUSED":
      return `Nothing listens there: check ${service}, and whether the service runs.`;
    default:
      return `Check the network, a proxy on the way, and ${service}.`;
  }
}
