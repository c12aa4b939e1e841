import type { ErrorFacts } from "../../../sdk/model/errors";
import { withNamedDevDatabase } from "../dev/dev-database";
import type { Session } from "../drivers/session";
import { inFilesMode } from "../drivers/sql-mode";
import { engine } from "../engine/engine";
import type { Diagnostic, DirectoryFormat, LintFile, ParsedFile, Statement } from "../engine/protocol";
import { MigrationError, ReplayError } from "../errors";
import { quotedStatement } from "../excerpt";
import { sessionStart } from "../execute/session-start";
import { refuseArchive } from "./archive";
import { type MigrationFiles, openDirectory } from "./directory";
import { faultPlace } from "./fault-place";
import { fromLastCheckpoint } from "./pending";
import { unsafeValues } from "./unsafe-values";

export interface LintRequest {
  files: MigrationFiles;
  format?: DirectoryFormat;
  devUrl: string;
  /** How many files, from the last, are new. */
  latest: number;
  /** Which analyzers make a file fail, beside `destructive`, which does unless it is set to false. */
  errors?: Readonly<Record<string, boolean>>;
}

export interface LintedFile {
  file: ParsedFile;
  diagnostics: Diagnostic[];
  /** Whether one of them is an error. */
  failed: boolean;
  /** How many changes to the schema were looked at. */
  changes: number;
  /** Version of the file before it; empty for the first. */
  after: string;
  /** The schema before and after the file, as HCL. */
  from: string;
  to: string;
  tookMs: number;
}

/** A file does not run in a dev database. */
export class ReplayedFileError extends MigrationError {
  constructor(
    /** Its name. */
    readonly file: string,
    message: string,
    facts: ErrorFacts,
  ) {
    super("StatementFailed", message, facts);
  }
}

/** A first file with more statements than this is analysed as one change. */
const LONG_FILE = 10;

/**
 * Runs files on a database, as an empty one needs it.
 *
 * @param texts what the files hold, by name
 * @throws MigrationError that names file and statement
 */
export async function replayFiles(dev: Session, files: readonly ParsedFile[], texts: MigrationFiles): Promise<void> {
  await inFilesMode(dev, async () => {
    const start = await sessionStart(dev);
    for (const file of files) {
      refuseArchive(file);
      for (const statement of file.statements) {
        await dev.execute(statement.text).catch((cause: unknown) => {
          throw replayError(file, statement, cause, texts);
        });
      }
      await start.restore(file.statements);
    }
  });
}

function replayError(
  file: ParsedFile,
  statement: Statement | undefined,
  cause: unknown,
  texts: MigrationFiles,
): MigrationError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new ReplayedFileError(
    file.name,
    `executing statement ${quotedStatement(statement?.text ?? "", cause)} of ${file.name} on the dev database: ${message}`,
    { cause, hint: statement && faultPlace(texts, file, statement, cause) },
  );
}

/** What `-- atlas:nolint` asks to leave out: everything, or analyzers and codes by name. */
function silenced(diagnostic: Diagnostic, file: ParsedFile): boolean {
  const matches = (args: string) => {
    const names = args.split(/\s+/).filter(Boolean);
    return names.length === 0 || names.includes(diagnostic.analyzer) || names.includes(diagnostic.code);
  };
  if (file.directives.nolint?.some(matches)) return true;
  const statement = file.statements.find((one) => one.pos === diagnostic.pos);
  const comments = statement?.comments ?? [];
  return comments.some((comment) => {
    const args = /^(?:--|#|\/\*)\s*atlas:nolint\b(.*?)(?:\*\/)?\s*$/s.exec(comment)?.[1];
    return args !== undefined && matches(args);
  });
}

async function lintFile(dev: Session, file: ParsedFile, input: LintFile, texts: MigrationFiles) {
  refuseArchive(file);
  try {
    const { files, from, to } = await engine.lint(dev, [input]);
    return { diagnostics: files[0]?.diagnostics ?? [], changes: files[0]?.changes ?? 0, from, to };
  } catch (error) {
    if (error instanceof ReplayError) throw replayError(file, file.statements[error.index], error.cause, texts);
    throw error;
  }
}

/** Analyses the newest files: what each of their statements changes, and what that can break. */
export async function lintMigrations(request: LintRequest): Promise<LintedFile[]> {
  return withNamedDevDatabase(request.devUrl, async (dev) => {
    const { files, texts } = await openDirectory(request.files, dev, request.format);
    const first = Math.max(0, files.length - request.latest);
    const [base, fresh] = [fromLastCheckpoint(files.slice(0, first)), files.slice(first)];
    return analyse(dev, { base, fresh, texts, errors: request.errors });
  });
}

/** Analyses files on an empty dev database, after those that come before them. */
export async function analyse(
  dev: Session,
  input: { base: readonly ParsedFile[]; fresh: readonly ParsedFile[]; texts: MigrationFiles } & Pick<
    LintRequest,
    "errors"
  >,
): Promise<LintedFile[]> {
  const { base, fresh, texts, errors } = input;
  await replayFiles(dev, base, texts);
  const isError = ({ analyzer }: Diagnostic) => errors?.[analyzer] ?? analyzer === "destructive";
  const linted: LintedFile[] = [];
  const start = await sessionStart(dev);
  for (const [i, file] of fresh.entries()) {
    const whole = base.length + i === 0 && file.statements.length > LONG_FILE;
    const text = texts[file.name] ?? "";
    const started = performance.now();
    // A checkpoint stands for what was before it, and changes nothing then.
    const statements = file.checkpoint && base.length + i > 0 ? [] : file.statements;
    const unsafe = await unsafeValues(dev, { ...file, statements });
    const found = await lintFile(dev, file, { name: file.name, text, statements, whole }, texts);
    await start.restore(file.statements);
    const diagnostics = [...found.diagnostics, ...unsafe].filter((diagnostic) => !silenced(diagnostic, file));
    const after = (fresh[i - 1] ?? base.at(-1))?.version ?? "";
    const tookMs = performance.now() - started;
    linted.push({ ...found, file, diagnostics, failed: diagnostics.some(isError), after, tookMs });
  }
  return linted;
}
