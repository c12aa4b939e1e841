import type { DatabaseKind } from "./contract";
import { migrationKind } from "./migration";
import { schemaKind } from "./schema";

/** Every kind of database object, one line each. */
const kinds = { AtlasMigration: migrationKind, AtlasSchema: schemaKind };

export type DatabaseKindName = keyof typeof kinds;

/** A kind that is known at run time only: engines pass it the JSON they hold, which is in the kind's own shapes. */
export type AnyDatabaseKind = DatabaseKind<Record<string, unknown>>;

/** The database kind of a name. */
export function databaseKind(kind: DatabaseKindName): AnyDatabaseKind {
  const found: unknown = kinds[kind];
  return found as AnyDatabaseKind;
}
