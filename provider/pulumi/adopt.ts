import { AtlasIacError } from "../../sdk/model/errors";
import type { AtlasApi } from "../atlas/api";
import { same } from "../kinds/canonical";
import type { Context } from "./context";
import type { Json } from "./json";

/** What the `import` option names cannot be taken over. */
export class ImportError extends AtlasIacError {
  readonly code = "ImportFailed";
}

/**
 * Finds what the `import` option names. Reads only.
 * @throws ImportError when it does not exist, or the declaration is about another object
 */
export async function adoption(
  { hidden, handler, spec }: Context,
  api: AtlasApi,
  adopt: string,
): Promise<{ id: Json; observed: Json }> {
  // What the text does not tell, an identity holds as an empty string.
  const named = Object.fromEntries(Object.entries(handler.parseIdentity(adopt)).filter(([, value]) => value !== ""));
  const declared = await handler.identify(api, spec);
  for (const [part, value] of Object.entries(named)) {
    if (declared[part] === undefined || same(declared[part], value)) continue;
    throw new ImportError(
      `import names ${adopt}, but the declaration is about ${part} ${JSON.stringify(declared[part])}.`,
      {
        hint: `The option is written ${handler.identityGrammar}.`,
      },
    );
  }
  const id = { ...declared, ...named };
  const observed = await handler.observe(api, id, { desired: spec, everything: true });
  if (observed !== undefined) return { id, observed };
  throw new ImportError(`There is no ${hidden.kind} ${adopt} to import.`, {
    hint: `The option is written ${handler.identityGrammar}. Without it, the object is created.`,
  });
}
