import { canonical } from "../../kinds/canonical";
import type { Settled } from "../../kinds/sql/contract";
import type { Json } from "../json";
import type { DatabaseContext } from "./context";

/**
 * What a project file makes of a declaration, as one text to compare: files that it names change without the specification. Nothing
 * where there is no project file, as the specification then says all.
 * @throws ProjectError, SchemaSourceError, MigrationError
 */
export async function sourcesOf({ kind, spec, surroundings }: DatabaseContext): Promise<string | undefined> {
  return isOfProject(spec) ? canonical(await kind.sources(spec, surroundings)) : undefined;
}

/**
 * A declaration as its project file makes it now, to be applied and saved as that. Nothing where there is no project file.
 * @throws ProjectError, SchemaSourceError
 */
export async function settledOf({ kind, spec, surroundings }: DatabaseContext): Promise<Settled<Json> | undefined> {
  return isOfProject(spec) ? kind.settle?.(spec, surroundings) : undefined;
}

/** Whether a project file has a say in a declaration. */
export function isOfProject(spec: Json): boolean {
  return spec.config !== undefined || spec.configFrom !== undefined;
}
