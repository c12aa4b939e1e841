import { createColors } from "picocolors";

/** Colours for a stream: only where a person sees them, and nobody has asked for none (https://no-color.org). */
export function coloursFor(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv = process.env) {
  const forced = Boolean(environment.FORCE_COLOR) && environment.FORCE_COLOR !== "0";
  const seen = stream.isTTY === true && environment.TERM !== "dumb";
  return createColors(!environment.NO_COLOR && (forced || seen));
}

export type Colours = ReturnType<typeof coloursFor>;
