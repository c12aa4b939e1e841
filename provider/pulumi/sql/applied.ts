import { AtlasIacError } from "../../../sdk/model/errors";
import { kindInfo } from "../../../sdk/model/kinds";
import { canonical } from "../../kinds/canonical";
import { matchesSeal } from "../../kinds/seal";
import { locate } from "../../kinds/sql/connection";
import type { Surroundings } from "../../kinds/sql/contract";
import { subjectOf } from "../context";
import { type Json, plain } from "../json";
import type { DatabaseContext } from "./context";
import { isOfProject } from "./sources";
import type { RememberedDatabase } from "./state";

/** What was applied to a database, as a handler takes it. */
export interface Applied {
  spec: Json;
  surroundings: Surroundings;
}

/**
 * What was applied last, as state has it: outputs hold no secret, so those are put back. What a project file made of a declaration was
 * saved with it; where a release before this one did not, the file is evaluated again.
 */
export function appliedOf({ spec, hidden, surroundings }: DatabaseContext, before: RememberedDatabase): Applied {
  const { connection, settled } = before;
  if (settled) return { spec: settled.spec, surroundings: { ...surroundings, desired: settled.desired } };
  const names = new Set(kindInfo(hidden.kind).fields);
  const fields = Object.entries(spec).filter(([name]) => names.has(name) && !places.has(name));
  const { url, devUrl: devURL, vars, config = spec.config } = connection;
  return { spec: plain({ ...Object.fromEntries(fields), url, devURL, vars, config }), surroundings };
}

const places = new Set(["url", "urlFrom", "credentials", "devURL", "devURLFrom", "config", "configFrom", "vars"]);

/** What was applied is not known for certain any more, and is to be dropped. */
export class ForgottenDeclarationError extends AtlasIacError {
  readonly code = "ForgottenDeclaration";
}

/**
 * Refuses to take for what was applied what a project file says only now.
 * @throws ForgottenDeclarationError; ProjectError, SchemaSourceError
 */
export async function refuseForgotten(
  { kind, hidden }: DatabaseContext,
  { spec, surroundings }: Applied,
  { settled, sources, database }: RememberedDatabase,
): Promise<void> {
  if (settled || !isOfProject(spec)) return;
  const now = canonical(await kind.sources(spec, surroundings));
  if (matchesSeal(now, sources) && (await locate(spec, surroundings.allow)) === database) return;
  throw new ForgottenDeclarationError(
    `what ${subjectOf(hidden)} applied to ${database} is not known any more: the files of its project are others now`,
    { hint: 'Nothing was dropped. Run `pulumi up` with the resource first, or set onDelete "keep".' },
  );
}
