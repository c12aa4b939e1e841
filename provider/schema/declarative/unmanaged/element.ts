/** An object that the engine does not see: it is neither created, nor changed, nor dropped. */
export interface UnmanagedObject {
  /** `view`, `function`, `trigger`, `extension`, … */
  kind: string;
  /** Qualified name; that of a trigger or policy with its table: `audit on public.users`. */
  name: string;
  /** What it says, to tell two of the same name apart. */
  definition: string;
  /** The table that it belongs to, and goes with: that of a trigger, policy or partition. */
  table?: string;
  /** Schema of that table; empty where the session is bound to one. */
  schema?: string;
}

/** The kind of object that is what others than the owner may do to something. */
export const GRANT = "grant on";

/** A property of a managed object that the engine does not see. */
export interface Facet {
  /** Table it belongs to, and its schema. */
  schema: string;
  table: string;
  /** Column, index or constraint of the table; empty for the table itself. */
  element: string;
  /** `collation`, `deferrable`, `not enforced`, … */
  property: string;
  value: string;
}

/**
 * The property that is an exclusion constraint's definition. Such constraints are made and dropped by the engine, but it does not
 * see that one changed, and HCL cannot say that there is one.
 */
export const EXCLUSION = "exclusion constraint";

/** The property that is a default which the server does not tell byte by byte. */
export const UNTOLD = "default of bytes";

/** The property that is the comment on a constraint or enum of PostgreSQL. Those on tables, columns and indexes are managed. */
export const COMMENT = "comment";

/**
 * The property that is a primary key's name in PostgreSQL, where it is not the server's own. A key is made with it, but one that is
 * there keeps its name.
 */
export const KEY_NAME = "name of primary key";

/** The property that is an index of PostgreSQL that a failed build left, and nothing uses. Where it is wanted it is made anew. */
export const INDEX_STATE = "index state";

/**
 * The property that is the index by which PostgreSQL tells rows apart in what it publishes of a table, or how it does so without one.
 * A published table without it takes no UPDATE.
 */
export const REPLICA_IDENTITY = "replica identity";

/** The property that is the number of values of a column that PostgreSQL keeps statistics of. It outlasts another type. */
export const STATISTICS_TARGET = "statistics target";

/** The property that are options of a column of PostgreSQL, such as `n_distinct`. They outlast another type. */
export const COLUMN_OPTIONS = "column options";

/** The property that is SQLite's AUTOINCREMENT: a table that is made has it or not, but cannot be given it. */
export const AUTOINCREMENT = "autoincrement";

/**
 * The property that is a table's options of MySQL and MariaDB, such as `row_format=COMPRESSED`: a table is made with those that SQL
 * gives it, and keeps them.
 */
export const TABLE_OPTIONS = "table options";

/** What one database holds that the engine does not see. */
export interface Blindspots {
  objects: UnmanagedObject[];
  facets: Facet[];
}
