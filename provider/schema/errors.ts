import { AtlasIacError, type ErrorFacts } from "../../sdk/model/errors";

/** The engine did something it must never do: a defect of ours. Carries what is needed to report it. */
export class EngineDefectError extends AtlasIacError {
  readonly code = "SchemaEngineDefect";

  constructor(
    message: string,
    /** The call that caused it, with secrets removed. */
    readonly input: string,
    /** Where in the engine it happened. */
    readonly engineStack: string,
    facts: ErrorFacts = {},
  ) {
    super(`the schema engine failed in a way it never should: ${message}`, {
      hint: "This is a defect of atlas-iac, not of your schema. Please report it with the properties `input` and `engineStack` of this error.",
      ...facts,
    });
  }
}

/** What is needed to run the engine is missing from this installation. */
export class EngineMissingError extends AtlasIacError {
  readonly code = "SchemaEngineMissing";

  constructor(file: string, cause: unknown) {
    super(`the schema engine is not built: ${file} is missing`, {
      cause,
      hint: "In a checkout, run `npm run build:engine` (needs Go 1.26.4 or newer, see https://go.dev/dl). The published package contains it.",
    });
  }
}

/** One place in a source text, counted from 1. */
export interface SourcePlace {
  file: string;
  line: number;
  column: number;
}

/** A schema or migration source cannot be understood, or a database refused it. */
export class SchemaSourceError extends AtlasIacError {
  readonly code = "SchemaSource";

  constructor(
    message: string,
    readonly place?: SourcePlace,
    facts: ErrorFacts = {},
  ) {
    super(place ? `${place.file}:${place.line}:${place.column}: ${message}` : message, facts);
  }
}

/** A project file asks for what is not there, not supported or not allowed. */
export class ProjectError extends AtlasIacError {
  readonly code = "SchemaProject";
}

/** The engine could not do what was asked, for a reason in what it was given. */
export class SchemaEngineError extends AtlasIacError {
  readonly code = "SchemaEngine";
}

/** A document of HCL, or a project file, has a variable that nobody gave a value. */
export class MissingVariableError extends SchemaEngineError {
  constructor(
    message: string,
    readonly variable: string,
    facts: ErrorFacts = {},
  ) {
    super(message, { hint: "Give it a value among the variables, or a default in its variable block.", ...facts });
  }
}

/** The schema that a URL is bound to is not in the database. */
export class MissingSchemaError extends SchemaEngineError {
  constructor(message: string) {
    super(message, { hint: "Correct the name in the URL, or make the schema first." });
  }
}

/** A database URL, or a block of credentials, cannot be used. Never shows a password. */
export class DatabaseUrlError extends AtlasIacError {
  readonly code = "DatabaseUrl";
}

/** A schema that is to be managed is neither in the database nor declared. */
export class UndeclaredSchemaError extends DatabaseUrlError {}

/** No connection could be made. */
export class ConnectionError extends AtlasIacError {
  readonly code = "DatabaseConnection";
  /** The server answers, and says that it has no such database; or there is no such file. */
  readonly absent: boolean;

  constructor(message: string, { absent = false, ...facts }: ErrorFacts & { absent?: boolean } = {}) {
    super(message, facts);
    this.absent = absent;
  }
}

/** One of several statements that the engine ran failed. */
export class ReplayError extends AtlasIacError {
  readonly code = "SchemaReplay";

  constructor(
    /** Index of the statement among those handed in. */
    readonly index: number,
    override readonly cause: Error,
  ) {
    super(cause.message, { cause });
  }
}

/** The database answered a statement with an error. */
export class StatementError extends AtlasIacError {
  readonly code = "DatabaseStatement";

  constructor(
    message: string,
    /** The error code of the database: an SQLSTATE, a MySQL error name, an SQLite code. */
    readonly databaseCode: string | undefined,
    facts: ErrorFacts & {
      /** 1-based character offset into the statement, where the database tells one. */
      position?: number;
    } = {},
  ) {
    super(message, facts);
    this.position = facts.position;
  }

  readonly position?: number;
}

/** The named database, or feature of it, is not served by the embedded engine. */
export class UnsupportedDatabaseError extends AtlasIacError {
  readonly code = "UnsupportedDatabase";

  constructor(driver: string) {
    super(`${driver} is not served by the embedded schema engine, which knows PostgreSQL, MySQL, MariaDB and SQLite`, {
      hint: "The official `atlas` command line serves it, for AtlasSchema and AtlasMigration too: put it on PATH, or name it with ATLAS_IAC_ATLAS_COMMAND.",
    });
  }
}

/** A dev database cannot be used as it is. */
export class DevDatabaseError extends AtlasIacError {
  readonly code = "DevDatabase";
}

/** In a dev database is what must not be there, and does not go: a fresh one may be fit. */
export class UncleanDevDatabaseError extends DevDatabaseError {}

/** Planning needs a dev database that nobody named, and that cannot be made in process. */
export class NoDevDatabaseError extends DevDatabaseError {
  constructor(
    /** What it must be like: of this dialect, and bound to a schema or not. */
    readonly missing: { dialect: string; bound: boolean },
    message: string,
    facts: ErrorFacts = {},
  ) {
    super(message, facts);
  }
}

/** A lock that others hold was not released in time. */
export class LockedError extends AtlasIacError {
  readonly code = "DatabaseLocked";
}

/** A change was refused, because policy or safety forbids it. `reason` is the condition reason of upstream's operator. */
export class RefusedError extends AtlasIacError {
  readonly code = "SchemaChangeRefused";

  constructor(
    readonly reason: "FirstRunDestructive" | "LintPolicyError" | "ProtectedFlowError" | "PlanChanged" | "WouldLose",
    message: string,
    /** What it is about, one line each. */
    readonly findings: readonly string[],
    facts: ErrorFacts = {},
  ) {
    super(findings.length > 0 ? `${message}\n${findings.map((finding) => `- ${finding}`).join("\n")}` : message, facts);
  }
}

/** A migration directory, or its relation to the database's history, is not as it must be. */
export class MigrationError extends AtlasIacError {
  readonly code = "Migration";

  constructor(
    readonly reason:
      | "ChecksumMissing"
      | "ChecksumFormat"
      | "ChecksumMismatch"
      | "DuplicateVersion"
      | "FileName"
      | "FileOrder"
      | "FileUnreadable"
      | "NotClean"
      | "BaselineNotFound"
      | "MissingFile"
      | "OutOfOrder"
      | "HistoryChanged"
      | "HistoryUnreadable"
      | "Undecidable"
      | "TransactionMode"
      | "AmbiguousRevisions"
      | "VersionNotFound"
      | "StatementFailed",
    message: string,
    facts: ErrorFacts = {},
  ) {
    super(message, facts);
  }
}

/** atlas.sum is missing, or does not match the files. */
export class ChecksumError extends MigrationError {
  constructor(
    reason: "ChecksumMissing" | "ChecksumFormat" | "ChecksumMismatch",
    message: string,
    /** The file that differs, its line in atlas.sum, and what happened to it: `added`, `edited` or `removed`. */
    readonly file: string | undefined,
    readonly line: number | undefined,
    readonly change: string | undefined,
    facts: ErrorFacts = {},
  ) {
    super(reason, message, facts);
  }
}

/** What an error says to do, where it says so. */
export function hintOf(error: unknown): string | undefined {
  return error instanceof AtlasIacError ? error.hint : undefined;
}

/** Several hints as one; nothing where there is none. */
export function joinedHints(...hints: (string | undefined)[]): string | undefined {
  return hints.filter(Boolean).join(" ") || undefined;
}
