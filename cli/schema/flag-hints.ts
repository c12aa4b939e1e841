import { DevDatabaseError, MigrationError, MissingVariableError, RefusedError } from "../../provider/schema/errors";
import { EditedHistoryError } from "../../provider/schema/versioned/history";
import type { AtlasIacError } from "../../sdk/model/errors";

/** What to do on the command line, where the library names an option of its own. By the reason of the error. */
const MIGRATION_HINTS: Partial<Record<MigrationError["reason"], string>> = {
  NotClean:
    "Name the version that the database is at with --baseline, or begin on it as it is with --allow-dirty: one of the two.",
  OutOfOrder:
    "Rename to a later version, or give --exec-order non-linear (runs it) or --exec-order linear-skip (passes over it).",
  AmbiguousRevisions: "Leave the schema out of the URL, or name the schema of the table with --revisions-schema.",
};

const REFUSAL_HINTS: Partial<Record<RefusedError["reason"], string>> = {
  LintPolicyError:
    "lint { destructive { error = true } } of the project file forbids them. Leave them out with diff { skip { … } } there, or allow them.",
  WouldLose: "Make this change by hand in a way that keeps it, or leave the element out with --exclude.",
};

/** What flags that are required look like, and whether an environment can say it instead. */
const REQUIRED: Readonly<Record<string, { like: string; fromProject: boolean }>> = {
  url: { like: "--url postgres://user:password@host:5432/database", fromProject: true },
  to: { like: "--to file://schema.sql", fromProject: true },
  "dev-url": { like: "--dev-url sqlite://dev?mode=memory", fromProject: true },
  from: { like: "--from file://path", fromProject: false },
};

/** What to do where flags are missing. */
export function hintOfMissing(names: readonly string[]): string {
  const like = names.map((name) => REQUIRED[name]?.like ?? `--${name}`).join(" ");
  const fromProject = names.every((name) => REQUIRED[name]?.fromProject);
  const project = fromProject ? ", or choose with --env an environment of a project file that has it" : "";
  return `Give it as ${like}${project}.`;
}

function hintOf(error: AtlasIacError): string | undefined {
  if (error instanceof EditedHistoryError) {
    return "Restore the file and put the change into a new migration; to accept the files as they are, give --allow-edited.";
  }
  if (error instanceof MigrationError) {
    return MIGRATION_HINTS[error.reason] ?? error.hint?.replace(/\brevisionsSchema\b/, "--revisions-schema");
  }
  if (error instanceof RefusedError) return REFUSAL_HINTS[error.reason];
  if (error instanceof MissingVariableError) {
    return error.hint?.replace("a value among the variables", `with --var ${error.variable}=…`);
  }
  if (error instanceof DevDatabaseError) return error.hint?.replace(/\b(?:a )?devURL\b/, "--dev-url");
  return undefined;
}

/** Message and hint of an error, with the flags that help. */
export function describeWithFlags(error: AtlasIacError): string {
  const hint = hintOf(error);
  return hint === undefined ? error.describe() : `${error.message}\n  ${hint}`;
}
