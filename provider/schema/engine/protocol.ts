import type { Session } from "../drivers/session";

/** A text with the name that errors show for it. */
export interface TextFile {
  name: string;
  text: string;
}

/**
 * Value of an input variable: texts as a command line gives them, one by itself and several as a list; or a list or a map as HCL has it,
 * which can also be empty.
 */
export type VariableValue = readonly string[] | { readonly value: ProjectValue };

/** Values of input variables, by name. */
export type InputVariables = Readonly<Record<string, VariableValue>>;

/** Where a schema is read from. An empty object is an empty database. */
export interface StateSource {
  session?: Session;
  hcl?: readonly TextFile[];
  /** Values of the HCL documents' `variable` blocks. */
  variables?: InputVariables;
  /** Schemas to read; all when absent. Only for sessions that are not bound to one. */
  schemas?: readonly string[];
  exclude?: readonly string[];
}

/** The kinds of change that can be left out of a plan, as `policy.diff.skip` names them. */
export const SKIPPABLE = [
  "add_schema",
  "drop_schema",
  "modify_schema",
  "add_table",
  "drop_table",
  "modify_table",
  "rename_table",
  "rename_constraint",
  "add_column",
  "drop_column",
  "modify_column",
  "add_index",
  "drop_index",
  "modify_index",
  "add_foreign_key",
  "drop_foreign_key",
  "modify_foreign_key",
] as const;
export type Skippable = (typeof SKIPPABLE)[number];

export interface DiffPolicy {
  skip?: readonly Skippable[];
  /** PostgreSQL: build and drop indexes of existing tables without blocking writes. */
  concurrentCreate?: boolean;
  concurrentDrop?: boolean;
}

/**
 * Expressions of PostgreSQL that are spelled otherwise than wanted. The server keeps what it understood of an expression, and spells
 * that when it is asked; of its own spelling, read again, it can make another.
 */
export interface SpellingQuestion {
  /** Statements that make as much of the tables as the expressions need, in an empty database. */
  make: string[];
  /** The table as SQL names it, and what its expression is in the two states. Whether that is a value, which no columns are in. */
  spellings: { table: string; from: string; to: string; value: boolean }[];
}

/** Tells which of two spellings each mean the same. */
export interface Settler {
  /** Where that is found out, if the engine reads there too. */
  session?: Session;
  alike(question: SpellingQuestion): Promise<boolean[]>;
}

export interface PlanRequest {
  /** Decides dialect, version, and whether statements carry schema names. */
  target: Session;
  from: StateSource;
  to: StateSource;
  /** Where HCL is brought into normal form; clean, and left clean. */
  dev?: Session;
  policy?: DiffPolicy;
  /** Indentation of long statements; none makes each one line. */
  indent?: string;
  /** PostgreSQL: asked where expressions differ. Without one, they are what they are spelled. */
  settler?: Settler;
  /**
   * Called once the current state was read, and before the desired one is: one dev database can hold both in turn. HCL between them
   * would lose what it cannot say.
   */
  between?(): Promise<void>;
}

export interface PlannedStatement {
  /** Without a trailing delimiter. */
  cmd: string;
  /** One line, such as `create "users" table`. */
  comment?: string;
  /** What undoes it; absent when nothing does. */
  reverse?: string[];
}

/** One element that changes, such as `drop_column` of table `users`, column `email`. */
export interface ElementChange {
  kind: string;
  schema?: string;
  table?: string;
  name?: string;
}

/** A finding of an analyzer. */
export interface Diagnostic {
  /** Analyzer, as lint policies name it: `destructive`, `data_depend`, … */
  analyzer: string;
  /** Such as `DS103`. */
  code: string;
  text: string;
  /** Heading of the report it belongs to: `destructive changes detected`. */
  report: string;
  /** Byte offset of the statement in its file. */
  pos: number;
  fixes?: string[];
}

export interface EnginePlan {
  statements: PlannedStatement[];
  changes: ElementChange[];
  diagnostics: Diagnostic[];
  /** Hash of the desired state in normal form. */
  toHash: string;
  /** Names that are wanted in other letters than the database has them, and takes for the same: they stay as they are. */
  respelled: RespelledName[];
}

/** A name that is wanted in other letters than it has. */
export interface RespelledName {
  kind: "schema" | "table" | "column" | "index" | "foreign_key" | "check";
  schema?: string;
  /** The table that it is a part of, as that is called. */
  table?: string;
  /** As it is called. */
  name: string;
  wanted: string;
}

/** The shape of `schema inspect --format '{{ json . }}'`. */
export interface RealmModel {
  schemas: { name: string; tables?: TableModel[] }[];
}

export interface TableModel {
  name: string;
  columns?: { name: string; type?: string; null?: boolean }[];
  indexes?: { name?: string; unique?: boolean; parts?: { desc?: boolean; column?: string; expr?: string }[] }[];
  primary_key?: { parts?: { desc?: boolean; column?: string; expr?: string }[] };
  foreign_keys?: { name: string; columns?: string[]; references: { table: string; columns?: string[] } }[];
}

export interface InspectRequest {
  from: StateSource;
  dev?: Session;
  formats?: readonly ("hcl" | "sql" | "model")[];
  indent?: string;
}

export interface Inspection {
  /** Without the foreign keys that are {@link outside}, which stand at its end as comments. */
  hcl?: string;
  sql?: string;
  model?: RealmModel;
  /** Foreign keys to tables that were not read, and which of them: HCL has no words for those. */
  outside?: string[];
  hash: string;
}

/** A command in a statement that can begin or end a transaction, or lock tables; outside of strings, comments and bodies. */
export interface Control {
  /** Byte offset in the statement. */
  pos: number;
  /** The first words of the command, at most five, in capitals. */
  words: string[];
  /** Whether no other command is in the statement before it, or after it. */
  first?: boolean;
  last?: boolean;
}

/** A block or an attribute of a schema document that the engine does not read, and where it is, from 1. */
export interface UnreadPart {
  file: string;
  line: number;
  column: number;
  /** Type of the block, or name of the attribute. */
  type: string;
  /** Of the block. */
  labels?: string[];
  /** The block that it stands in, such as `column "id" of table "t"`. */
  in?: string;
  /** The attributes that could stand there; absent for a block. */
  known?: string[];
}

/** One statement of a file. */
export interface Statement {
  /** Byte offset in the file. */
  pos: number;
  /** What is executed: trimmed, and without a custom delimiter. */
  text: string;
  /** Comments right above it. */
  comments?: string[];
  /** Told of the files of a directory that is read for a database. MySQL and MariaDB: none but the first command. */
  controls?: Control[];
}

/** How a directory of migrations is written: in Atlas's own format, or another tool's. */
export const DIRECTORY_FORMATS = ["atlas", "golang-migrate", "goose", "flyway", "dbmate", "liquibase"] as const;
export type DirectoryFormat = (typeof DIRECTORY_FORMATS)[number];

export interface ParsedFile {
  name: string;
  version: string;
  description: string;
  /** The file's entry in atlas.sum, without `h1:`; empty for a file that asks to be left out. */
  hash: string;
  checkpoint?: boolean;
  /** Whether it is a baseline of Flyway, for databases that have nothing yet. */
  baseline?: boolean;
  directives: Record<string, string[]>;
  statements: Statement[];
  /** What goes up, not split: instead of statements where no dialect was given, but for goose, which splits without one. */
  up?: string;
  /** Why the file cannot be split into statements. */
  error?: string;
  /** Whether it is an archive of several files, whose statements are not those that its tool would run. */
  archive?: boolean;
}

export interface ParsedDirectory {
  files: ParsedFile[];
  /** The content that atlas.sum must have. */
  sum: string;
  fault?: { kind: "missing" | "format" | "mismatch"; file?: string; line?: number; reason?: string };
}

export interface LintFile extends TextFile {
  statements: readonly Statement[];
  /** Analyses the file as one change instead of statement by statement. */
  whole?: boolean;
}

export interface LintResult {
  /** `changes` is how many of a file's statements changed the schema; those that rebuild one table count as one. */
  files: { name: string; diagnostics: Diagnostic[]; changes: number }[];
  /** The schema before and after all files, as HCL. */
  from: string;
  to: string;
}

/** A value that a project file can hold. */
export type ProjectValue = string | number | boolean | null | ProjectValue[] | { [key: string]: ProjectValue };

/** An evaluated block of a project file. */
export interface ProjectBlock {
  type: string;
  /** The label, or the attribute `name`. */
  name?: string;
  /** Where it begins, from 1. */
  line: number;
  column: number;
  attrs: Record<string, ProjectValue>;
  /** Where the attributes begin. */
  places: Record<string, ProjectPlace>;
  children: ProjectBlock[];
}

/** A place in a project file, from 1. */
export interface ProjectPlace {
  line: number;
  column: number;
}

export interface ProjectFile {
  file: TextFile;
  /** Selects the `env` blocks of that name; without one, none is evaluated. */
  env?: string;
  variables?: InputVariables;
}

/** What a project file asks of the world outside it: a function with its `argument`, or a data source with its attributes. */
export interface ProjectQuestion {
  kind: string;
  /** Of the data source. */
  name?: string;
  attrs: Record<string, ProjectValue>;
  /** Where the block of the data source begins, and its attributes. */
  place?: ProjectPlace;
  places?: Record<string, ProjectPlace>;
}
