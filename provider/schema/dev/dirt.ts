import { blindspotsOf } from "../declarative/unmanaged/compare";
import { GRANT } from "../declarative/unmanaged/element";
import type { Session } from "../drivers/session";
import { engine } from "../engine/engine";
import { baselineOf } from "./baseline";
import { contentsOf, extensionSchemas } from "./postgres-contents";

/** No table is there that may stay. */
const NO_HISTORY = { schema: "", name: "" };

/** What stays when a dev database is emptied, and what alone makes none of use. */
const STAYS: ReadonlySet<string> = new Set([
  ...["extension", "event trigger", "cast", "language", "access method", "publication", "subscription"],
  ...["foreign data wrapper", "foreign server", "user mapping", "default privileges", GRANT],
]);

/**
 * What a dev database holds that would be dropped when it is emptied, if anything: what the engine does not manage as well, such as
 * views, sequences and system-versioned tables, as it would take a database that has nothing else for empty.
 */
export async function dirtOf(dev: Session): Promise<string | undefined> {
  const tables = dev.dialect === "postgres" ? await postgresDirt(dev) : await engine.checkClean(dev, NO_HISTORY);
  if (tables !== undefined) return tables;
  const { objects } = await blindspotsOf(dev);
  const found = objects.find(({ kind }) => !STAYS.has(kind));
  return found && `found ${found.kind} ${found.name}`;
}

/** Extensions, what belongs to them, and schemas that have nothing else, were made there for the schemas that are planned. */
async function postgresDirt(dev: Session): Promise<string | undefined> {
  const inScope = (schema: string) => !dev.schema || schema === dev.schema;
  const contents = await contentsOf(dev);
  const found = contents.find(({ kind, schema }) => kind !== "extension" && inScope(schema));
  if (found) return `found ${found.kind} ${found.name}`;
  if (dev.schema) return undefined;
  const ofExtensions = await extensionSchemas(dev);
  const { schemas } = await baselineOf(dev);
  const schema = [...schemas].find((name) => name !== "public" && !ofExtensions.has(name));
  return schema && `found schema ${schema}`;
}
