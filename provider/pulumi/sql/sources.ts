import { canonical } from "../../kinds/canonical";
import type { DatabaseContext } from "./context";

/**
 * What a project file makes of a declaration, as one text to compare: files that it names change without the specification. Nothing
 * where there is no project file, as the specification then says all.
 * @throws ProjectError, SchemaSourceError, MigrationError
 */
export async function sourcesOf({ kind, spec, surroundings }: DatabaseContext): Promise<string | undefined> {
  if (spec.config === undefined && spec.configFrom === undefined) return undefined;
  return canonical(await kind.sources(spec, surroundings));
}
