import type { Dialect, Session, SqlRules } from "../drivers/session";
import { executeInTurn, hasMode } from "../drivers/sql-mode";
import {
  EngineDefectError,
  MissingSchemaError,
  MissingVariableError,
  ReplayError,
  SchemaEngineError,
  SchemaSourceError,
} from "../errors";
import { flywayOrder } from "./flyway";
import { type Answer, EngineHost } from "./host";
import { type EngineFunctions, EngineInstance } from "./instance";
import type {
  DirectoryFormat,
  EnginePlan,
  Inspection,
  InspectRequest,
  LintFile,
  LintResult,
  ParsedDirectory,
  PlanRequest,
  ProjectBlock,
  ProjectFile,
  ProjectQuestion,
  SpellingQuestion,
  Statement,
  StateSource,
  TextFile,
  UnreadPart,
} from "./protocol";
import { virtualTableOf } from "./sqlite-virtual-tables";

interface Failure {
  kind: "defect" | "hcl" | "missing" | "pattern" | "host" | "failed";
  message: string;
  hint?: string;
  stack?: string;
  places?: { file: string; line: number; column: number; message: string }[];
  statement?: number;
}

interface WireConnection {
  session: number;
  dialect: Dialect;
  schema: string;
}

function wireRules(rules: SqlRules): { dialect: Dialect; plainBackslashes?: boolean } {
  if (typeof rules === "string") return { dialect: rules };
  return { dialect: rules.dialect, plainBackslashes: hasMode(rules, "NO_BACKSLASH_ESCAPES") };
}

/** What the engine rejects with: its own account of the failure, and what a session threw, where one did. */
function failureOf(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || !("failure" in error) || typeof error.failure !== "string") return undefined;
  return JSON.parse(error.failure) as Failure;
}

/** Lends sessions to the engine for one call. */
class Loan {
  readonly #lent = new Map<Session, number>();
  readonly #answers: number[] = [];

  constructor(
    readonly host: EngineHost,
    /** The database that is to be changed, if any is. */
    readonly toBeChanged?: Session,
  ) {}

  /** @param execute how statements are executed, where the session is not just given them */
  connection(session: Session, execute?: Session["execute"]): WireConnection {
    let id = this.#lent.get(session);
    if (id === undefined) {
      id = this.host.lend(session, { toBeChanged: session === this.toBeChanged, execute });
      this.#lent.set(session, id);
    }
    return { session: id, dialect: session.dialect, schema: session.schema };
  }

  source(source: StateSource) {
    const { session, ...rest } = source;
    return { ...rest, connection: session && this.connection(session) };
  }

  answers<Question>(answer: Answer<Question>): number {
    const id = this.host.lendAnswers(answer);
    this.#answers.push(id);
    return id;
  }

  async end(): Promise<void> {
    for (const id of this.#answers) this.host.takeBackAnswers(id);
    for (const id of this.#lent.values()) await this.host.takeBack(id);
  }
}

/** Runs a call that reads states from sessions; HCL is read by writing it to the dev database. In the scratch, it can try things out. */
function reading<T>(
  states: readonly StateSource[],
  { dev, scratch }: { dev?: Session; scratch?: Session },
  call: () => Promise<T>,
): Promise<T> {
  const written = states.some((state) => state.hcl?.length) ? dev : undefined;
  const read = new Set(states.flatMap(({ session }) => (session && session !== written ? [session] : [])));
  return [...read].reduce((inner, session) => () => session.reading(inner, session === scratch), call)();
}

/** An engine that reads the input of a defect report must not read passwords in it. */
function withoutSecrets(input: string): string {
  return input
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^:@/\s"]*:)[^@\s"]*@/gi, "$1xxxxx@")
    .replace(/(password\s*(?:=|:|\bby\b)?\s*\\?['"])[^'"\\]*/gi, "$1xxxxx");
}

/**
 * Ariga's Atlas library: reads, compares, plans and analyses schemas, and understands migration directories. Knows nothing of
 * URLs, transactions and files; it is given sessions and texts.
 *
 * Errors: {@link SchemaSourceError} where an HCL document is wrong, {@link SchemaEngineError} where the request cannot be met,
 * the session's own error where the database objected, {@link EngineDefectError} where the engine is at fault.
 */
export class SchemaEngine {
  readonly #host = new EngineHost();
  #instance: Promise<EngineInstance> | undefined;

  /** What calls have cost in waiting for databases, since the process started. */
  get databaseTime(): { milliseconds: number; statements: number } {
    return { ...this.#host.spent };
  }

  inspect(request: InspectRequest): Promise<Inspection> {
    return reading([request.from], request, () =>
      this.#call("inspect", (loan) => ({
        ...request,
        from: loan.source(request.from),
        dev: request.dev && loan.connection(request.dev),
      })),
    );
  }

  plan(request: PlanRequest): Promise<EnginePlan> {
    const { settler, between } = request;
    const lend = (loan: Loan) => ({
      ...request,
      target: loan.connection(request.target),
      from: loan.source(request.from),
      to: loan.source(request.to),
      dev: request.dev && loan.connection(request.dev),
      settler: settler && loan.answers((question: SpellingQuestion) => settler.alike(question)),
      between: between && loan.answers(() => between().then(() => null)),
    });
    const sessions = { dev: request.dev, scratch: settler?.session };
    // A database that is written to meanwhile is not held in one reading.
    const read = [request.from, request.to].filter(({ session }) => !between || session !== request.dev);
    return reading(read, sessions, () => this.#call("plan", lend, request.from.session));
  }

  /** Runs the files on `dev`, which holds the state before them, and analyses what each changed. */
  lint(dev: Session, files: readonly LintFile[]): Promise<LintResult> {
    return this.#call("lint", (loan) => ({ dev: loan.connection(dev, executeInTurn(dev)), files }));
  }

  /** What keeps the database from counting as clean, if anything does; the revisions table does not. */
  async checkClean(session: Session, revisions: { schema: string; name: string }): Promise<string | undefined> {
    const answer = await this.#call<{ dirt?: string }>("checkClean", (loan) => ({
      connection: loan.connection(session),
      revisions,
    }));
    return answer.dirt ?? (await virtualTableOf(session));
  }

  /** Reads a directory, and splits its files. Without a dialect, with the rules that its databases have in common. */
  directory(
    files: Readonly<Record<string, string>>,
    format: DirectoryFormat,
    rules: SqlRules | undefined,
  ): Promise<ParsedDirectory> {
    return this.#call("directory", () => ({
      ...{ files, format, ...(rules && wireRules(rules)) },
      order: format === "flyway" ? flywayOrder(Object.keys(files)) : undefined,
    }));
  }

  statements(name: string, text: string, rules: SqlRules): Promise<Statement[]> {
    return this.#call("statements", () => ({ name, text, ...wireRules(rules) }));
  }

  async formatHcl(name: string, text: string): Promise<string> {
    return (await this.#call<{ text: string }>("formatHCL", () => ({ name, text }))).text;
  }

  /** What schema documents say in vain. */
  async unread(files: readonly TextFile[], dialect: Dialect): Promise<UnreadPart[]> {
    return (await this.#call<{ found: UnreadPart[] }>("unread", () => ({ files, dialect }))).found;
  }

  /** Evaluates a project file. What it asks of the world, `answer` tells, or refuses to. */
  async project({ file, env = "", variables }: ProjectFile, answer: Answer<ProjectQuestion>): Promise<ProjectBlock[]> {
    const { blocks } = await this.#call<{ blocks: ProjectBlock[] }>("project", (loan) => ({
      ...{ file, env, variables },
      asker: loan.answers(answer),
    }));
    return blocks;
  }

  async #call<T>(name: keyof EngineFunctions, request: (loan: Loan) => object, toBeChanged?: Session): Promise<T> {
    const instance = await this.#running();
    const loan = new Loan(this.#host, toBeChanged);
    const input = JSON.stringify(request(loan));
    try {
      return JSON.parse(await instance.call(name, input)) as T;
    } catch (error) {
      throw this.#explain(error, name, input, instance);
    } finally {
      await loan.end();
    }
  }

  async #running(): Promise<EngineInstance> {
    const current = await this.#instance;
    if (current && !current.retired) return current;
    const started = EngineInstance.start(this.#host);
    this.#instance = started;
    started.catch(() => {
      this.#instance = undefined;
    });
    return started;
  }

  #explain(error: unknown, name: string, input: string, instance: EngineInstance): Error {
    const failure = failureOf(error);
    if (failure) {
      const cause = error instanceof Error ? error.cause : undefined;
      if (failure.kind === "host" && cause instanceof Error) {
        return failure.statement === undefined ? cause : new ReplayError(failure.statement, cause);
      }
      if (failure.kind === "hcl") return hclError(failure);
      if (failure.kind === "pattern") return new SchemaEngineError(sentence(failure.message), { hint: PATTERN_HINT });
      if (failure.kind !== "defect") return plainError(name, failure);
      instance.retired = true;
      return new EngineDefectError(failure.message, withoutSecrets(`${name} ${input}`), failure.stack ?? "");
    }
    instance.retired = true;
    const words = error instanceof Error ? error.message : String(error);
    const first = words.split("\n", 1)[0] ?? "it ended";
    return new EngineDefectError(first, withoutSecrets(`${name} ${input}`), words, { cause: error });
  }
}

const PATTERN_HINT =
  "In a pattern * stands for any text, ? for a character, [a-c] for one of several; \\ in front takes their meaning away. A name with a dot stands in double quotes.";

function hclError(failure: Failure): SchemaSourceError {
  const [first] = failure.places ?? [];
  const all = failure.places?.map((place) => place.message).join("\n") ?? failure.message;
  return new SchemaSourceError(all, first?.file ? first : undefined);
}

/** How the library says that the schema of a session is not there. */
const SCHEMA_MISSING = /(?:postgres|mysql): schema "(?:[^"\\]|\\.)*" was not found$/;

/** The scanner of SQL files starts its errors with a place. */
function plainError(name: string, { message, hint }: Failure): SchemaSourceError | SchemaEngineError {
  const place = name === "statements" ? /^(.*?):(\d+):(\d+): (.*)$/s.exec(message) : undefined;
  const unnamed = /failed to extract enum name from "\$enum\[(.*)\]"$/s.exec(message)?.[1];
  if (unnamed !== undefined) {
    return new SchemaEngineError(`HCL cannot name the enum ${unnamed.replaceAll("\\", "")} as the type of a column`, {
      hint: "The name of an enum must be a word: rename it, or declare the schema in SQL.",
    });
  }
  const variable = /^missing value for required variable "(.*)"$/s.exec(sentence(message))?.[1];
  if (variable !== undefined) return new MissingVariableError(sentence(message), variable);
  if (SCHEMA_MISSING.test(message)) return new MissingSchemaError(sentence(message));
  if (!place)
    return name === "statements" ? new SchemaSourceError(message) : new SchemaEngineError(sentence(message), { hint });
  const [, file = "", line, column, text = ""] = place;
  return new SchemaSourceError(text, { file, line: Number(line), column: Number(column) });
}

/** Errors of Go start with package paths that mean nothing to our readers. */
function sentence(message: string): string {
  return message.replaceAll(/\b(?:sql|schemahcl)\/?(?:\w+)?: /g, "");
}

/** The engine of this process: compiled once, started at first use. */
export const engine = new SchemaEngine();
