/** What may change, and how. */
export interface SchemaPolicy {
  /** What is refused. */
  lint?: SchemaLintPolicy;
  /** What is planned, and how. */
  diff?: SchemaDiffPolicy;
}

/** What is refused. */
export interface SchemaLintPolicy {
  /** Changes that destroy data. */
  destructive?: DestructivePolicy;
  /** When a plan needs approval in Atlas Cloud: `ALWAYS`, or when linting found a `WARNING` or an `ERROR`. */
  review?: "ALWAYS" | "WARNING" | "ERROR";
}

/** Changes that destroy data: dropped schemas, tables and columns. */
export interface DestructivePolicy {
  /** Whether they are refused. Absent: on the first run only, where they would mean a wrong database. `false`: never. */
  error?: boolean;
}

/** What is planned, and how. */
export interface SchemaDiffPolicy {
  /** Changes to leave out of every plan. */
  skip?: SkippedChanges;
  /** Indexes to build and drop without blocking writes, on PostgreSQL: each outside of any transaction. */
  concurrent_index?: ConcurrentIndexPolicy;
}

/** Indexes to build and drop without blocking writes. */
export interface ConcurrentIndexPolicy {
  /** Create indexes of existing tables with `CREATE INDEX CONCURRENTLY`. */
  create?: boolean;
  /** Drop indexes with `DROP INDEX CONCURRENTLY`. */
  drop?: boolean;
}

/** Changes to leave out of every plan. */
export interface SkippedChanges {
  /** Leave out new schemas. */
  add_schema?: boolean;
  /** Leave out dropped schemas. */
  drop_schema?: boolean;
  /** Leave out changes of schemas' attributes. */
  modify_schema?: boolean;
  /** Leave out new tables. */
  add_table?: boolean;
  /** Leave out dropped tables. */
  drop_table?: boolean;
  /** Leave out every change within tables. */
  modify_table?: boolean;
  /** Leave out new columns. */
  add_column?: boolean;
  /** Leave out dropped columns. */
  drop_column?: boolean;
  /** Leave out changes of columns. */
  modify_column?: boolean;
  /** Leave out new indexes. */
  add_index?: boolean;
  /** Leave out dropped indexes. */
  drop_index?: boolean;
  /** Leave out changes of indexes. */
  modify_index?: boolean;
  /** Leave out new foreign keys. */
  add_foreign_key?: boolean;
  /** Leave out dropped foreign keys. */
  drop_foreign_key?: boolean;
  /** Leave out changes of foreign keys. */
  modify_foreign_key?: boolean;
}
