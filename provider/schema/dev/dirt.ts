import { blindspotsOf } from "../declarative/unmanaged/compare";
import { GRANT } from "../declarative/unmanaged/element";
import type { Session } from "../drivers/session";
import { engine } from "../engine/engine";

/** What stays when a dev database is emptied, and what alone makes none of use. */
const STAYS: ReadonlySet<string> = new Set([
  ...["extension", "event trigger", "cast", "language", "access method", "publication", "subscription"],
  ...["foreign data wrapper", "foreign server", "user mapping", "default privileges", GRANT],
]);

/** Enums are managed, but neither tables nor unmanaged. `$1` is the schema in scope, or the empty text for all. */
const ENUM = `SELECT n.nspname || '.' || t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
  WHERE t.typtype = 'e' AND (CASE WHEN $1 = '' THEN n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' ELSE n.nspname = $1 END)
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e') LIMIT 1`;

/**
 * What a dev database holds that would be dropped when it is emptied, if anything: what the engine does not manage as well, such as
 * views, sequences and system-versioned tables, as it would take a database that has nothing else for empty.
 */
export async function dirtOf(dev: Session): Promise<string | undefined> {
  const tables = await engine.checkClean(dev, { schema: "", name: "" });
  if (tables !== undefined) return tables;
  const { objects } = await blindspotsOf(dev);
  const found = objects.find(({ kind }) => !STAYS.has(kind));
  if (found) return `found ${found.kind} ${found.name}`;
  if (dev.dialect !== "postgres") return undefined;
  const [row] = (await dev.query(ENUM, [dev.schema])).rows;
  return row && `found enum ${row[0]}`;
}
