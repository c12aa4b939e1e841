import { AtlasIacError } from "../../sdk/model/errors";
import { isKindName, kindInfo } from "../../sdk/model/kinds";
import { validateSpec } from "../../sdk/model/validate";
import { canonical } from "../kinds/canonical";
import { matchesSeal, sealSecret } from "../kinds/seal";
import { type CheckFailure, failureOf } from "./check";
import type { Created } from "./create";
import type { Diff } from "./diff";
import { OperationError } from "./failures";
import { savedInputs, splitProperties } from "./inputs";
import { type Json, plain } from "./json";
import type { Read } from "./read";
import { assertKnownVersion, outputsOf, STATE_VERSION } from "./state";
import { isUnknown, unknownPaths } from "./unknowns";

/** A resource that is not in Atlas by itself cannot be read there. */
export class NotInAtlasError extends AtlasIacError {
  readonly code = "NotInAtlas";
}

/**
 * Serves the resources of embedded kinds: declarations that live in state, and that whoever refers to them writes to Atlas. None of
 * this makes a call.
 */
export const embeddedKinds = {
  async check(news: Json): Promise<{ inputs: Json; failures: CheckFailure[] }> {
    try {
      const { spec, hidden } = splitProperties(news);
      const failures = validateSpec(hidden.kind, spec, "resolved", { isUnknown }).map(failureOf);
      if (hidden.adopt !== undefined) {
        const reason = `an ${hidden.kind} is not in Atlas by itself, so there is nothing to import: import what refers to it`;
        failures.push({ property: "", reason });
      }
      return { inputs: news, failures };
    } catch (error) {
      throw new OperationError(error);
    }
  },

  /** State keeps a seal of what was declared: it tells a rotated secret from the same one, and shows neither. */
  async diff(olds: unknown, news: unknown): Promise<Diff> {
    try {
      const { spec, hidden } = splitProperties(news);
      const { __stateVersion, __sealed } = plain(olds);
      assertKnownVersion(__stateVersion, hidden.urn);
      const same = typeof __sealed === "string" && matchesSeal(canonical(spec), __sealed);
      return { changes: !same || unknownPaths(spec).length > 0, replaces: [], deleteBeforeReplace: false };
    } catch (error) {
      throw new OperationError(error);
    }
  },

  async create(inputs: unknown): Promise<Created> {
    const { hidden } = splitProperties(inputs);
    return { id: hidden.urn.split("::").at(-1) ?? hidden.urn, outs: declaration(inputs) };
  },

  async update(news: unknown): Promise<{ outs: Json }> {
    return { outs: declaration(news) };
  },

  async read(id: string, properties: unknown): Promise<Read> {
    const props = plain(properties);
    if (props.__stateVersion !== undefined) return { id, props };
    const { hidden } = splitProperties(properties);
    throw new OperationError(
      new NotInAtlasError(`${hidden.kind} ${id} cannot be read: objects of this kind are not in Atlas by themselves.`, {
        hint: "Declare it. What refers to it writes it to Atlas.",
      }),
    );
  },

  async remove(): Promise<void> {},
};

/** Whether objects of a kind are written to Atlas by what refers to them. */
export function isEmbeddedKind(kind: unknown): boolean {
  return typeof kind === "string" && isKindName(kind) && kindInfo(kind).embedded === true;
}

function declaration(properties: unknown): Json {
  const { spec, hidden } = splitProperties(properties);
  return {
    ...savedInputs(properties),
    ...outputsOf(hidden.kind, spec),
    __stateVersion: STATE_VERSION,
    __sealed: sealSecret(canonical(spec)),
  };
}
