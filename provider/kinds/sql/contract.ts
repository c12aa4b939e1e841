import type { AtlasIacError, Fault } from "../../../sdk/model/errors";
import type { Resolved } from "../../../sdk/model/markers";
import type { DesiredSchema, ProjectPermissions } from "../../schema";

/** One step of what is to be done in a database. */
export interface Step {
  /** What it is, in a few words: `create "users" table`, or a migration's file. */
  title: string;
  /** The statements, without delimiters. */
  sql: string[];
}

/** What separates a database from its declaration, and what is to be said about it. Holds no secret. */
export interface Outlook {
  /** In the order in which they run; empty when the database is as declared. */
  steps: Step[];
  /** What the analyzers found, one line each. */
  findings: string[];
  /** What is there and not managed, and other things worth telling that ask for nothing. */
  notes: string[];
  /** Why it would not be applied, where policy or safety forbids it. */
  refusal?: AtlasIacError;
  /** Hash of what is declared. */
  hash: string;
  /** Versions that the database has applied, the oldest first; of migrations only. */
  versions?: string[];
}

/** What was done. */
export interface Report {
  /** The steps that ran; empty when the database already was as declared. */
  steps: Step[];
  /** Hash of what is declared, and now true. */
  hash: string;
  /** The database, without who logs in. */
  database: string;
  /** Versions that the database has applied now; of migrations only. */
  versions?: string[];
  /** What is there or was declared, and is not managed: it was left as it is. Holds no secret. */
  notes?: string[];
}

/** What an object may use of its surroundings. */
export interface Surroundings {
  /** What its project file may reach, beside databases. */
  allow?: ProjectPermissions;
  /** The official `atlas` command line, for what the embedded engine does not serve. Absent: the environment's, or on PATH. */
  atlasCommand?: string;
  /** How long to wait for other runs, where nothing else is said. Milliseconds; absent: the engine's own, some seconds. */
  lockWaitMs?: number;
  /** The schema that was declared, where it is known from before: nothing is read for it. */
  desired?: Pick<DesiredSchema, "sql" | "hcl" | "variables">;
  /** The `devURL` of a server that was started for the object, and that nobody else uses. */
  ownDevUrl?: string;
}

/** A declaration that needs its project file no more, so that it stays what it was. Holds secrets. */
export interface Settled<Spec> {
  spec: Resolved<Spec>;
  desired: NonNullable<Surroundings["desired"]>;
}

/** One run over one database. */
export interface Run extends Surroundings {
  /** Nothing was ever applied to this database by this resource, so it must not lose anything. */
  firstRun: boolean;
  /** The database that this resource was last applied to: in any other one, it is a first run. */
  appliedTo?: string;
  /** The specification that was applied last, where it is known. */
  before?: Readonly<Record<string, unknown>>;
  /** Told what is about to run. */
  onProgress?: (text: string) => void;
  /**
   * Ends the run when aborted. Of an apply the statement that runs is stopped at the server (SQLite: finished), and none begins after
   * it; a look that plans in process ends at once.
   */
  signal?: AbortSignal;
}

/**
 * Makes one kind of database object true.
 *
 * A contract of its own beside `KindHandler`: what to do can only be decided with the database at hand, is done in transactions
 * rather than calls, and needs no memory of ownership, as the database itself says what was applied.
 */
export interface DatabaseKind<Spec> {
  readonly kind: string;

  /** What of a declaration the embedded engine does not serve: told before anything is connected to. Pure. */
  check(desired: Resolved<Spec>): Fault[];

  /**
   * The texts that are declared, wherever they are read from, and what they are read with: equal as long as nothing of it changed.
   * Looks at no database. @throws ProjectError, SchemaSourceError, MigrationError
   */
  sources(desired: Resolved<Spec>, surroundings: Surroundings): Promise<unknown>;

  /**
   * What the project file of a declaration makes of it now. Absent, or nothing: it is evaluated each time. Looks at no database.
   * @throws ProjectError, SchemaSourceError
   */
  settle?(desired: Resolved<Spec>, surroundings: Surroundings): Promise<Settled<Spec> | undefined>;

  /** Looks at the database and decides what to do. Changes nothing. */
  foresee(desired: Resolved<Spec>, run: Run): Promise<Outlook>;

  /** Makes the database as declared. Decides again, under a lock. @throws RefusedError before anything is changed */
  apply(desired: Resolved<Spec>, run: Run): Promise<Report>;

  /**
   * Takes away what was declared, with its data. Absent: that cannot be done for this kind.
   * @param beside others of the kind in the same database, with the same names for its tables: what they declare stays
   */
  drop?(
    desired: Resolved<Spec>,
    surroundings: Surroundings,
    beside?: readonly Resolved<Spec>[],
  ): Promise<{ steps: Step[]; kept: string[] }>;

  /** The status that upstream's custom resource has, but for conditions and generations. `at` in milliseconds since 1970. */
  status(report: Pick<Report, "hash" | "versions">, at: number): Record<string, unknown>;
}
