import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { type DesiredSchema, desiredFromFiles } from "../declarative/desired";
import { withSession } from "../drivers/open";
import type { SqlValue } from "../drivers/session";
import { inFilesMode } from "../drivers/sql-mode";
import type { ProjectQuestion, ProjectValue } from "../engine/protocol";
import { ProjectError, SchemaSourceError } from "../errors";
import { readHashedSource, readSource, sourceText } from "../source-files";
import { runTemplate } from "../template/run";
import { computeSum, type MigrationFiles, SUM_FILE } from "../versioned/directory";
import { Reading } from "./reading";

/** What a project file may reach outside itself. Nothing of it unless allowed. */
export interface ProjectPermissions {
  /** Read files: `file`, `glob`, `fileset`, `hcl_schema`, `template_dir`. Functions are relative to this directory, as the file's own. */
  files?: { directory: string };
  /** Read environment variables: `getenv`. */
  environment?: boolean;
  /** Run programs: `external_schema`. */
  programs?: boolean;
  /** How programs can be allowed, a sentence for errors. */
  programsHint?: string;
}

/** What data sources made: schemas and directories that have no files, by the URLs under which the project names them. */
export interface ProjectSources {
  schemas: Map<string, DesiredSchema>;
  directories: Map<string, MigrationFiles>;
}

type Source = (name: string, attrs: Reading) => Promise<{ url: string } | { values: (string | null)[] }>;

/** How long an external program may take. Milliseconds. */
const PROGRAM_MS = 120_000;

/** Answers what a project file asks, as far as it may. */
export class ProjectWorld {
  readonly sources: ProjectSources = { schemas: new Map(), directories: new Map() };
  /** Environment variables that were asked for and are not set. */
  readonly unset = new Set<string>();

  constructor(
    readonly file: string,
    readonly allow: ProjectPermissions,
  ) {}

  readonly answer = async ({ kind, name, attrs, place, places }: ProjectQuestion): Promise<unknown> => {
    if (name === undefined) return this.#call(kind, String(attrs.argument));
    const source = this.#dataSources[kind.replace("data.", "")];
    const subject = `${kind}.${name}`;
    const reading = new Reading(this.file, subject, attrs, [], { place, places });
    if (!source) {
      const known = Object.keys(this.#dataSources).join(", ");
      const { message } = reading.fault("this kind of data source is not supported");
      throw new ProjectError(message, { hint: `Supported are ${known}.` });
    }
    return source(name, reading);
  };

  readonly #dataSources: Readonly<Record<string, Source>> = {
    sql: (_name, attrs) => this.#query(attrs),
    hcl_schema: (name, attrs) => this.#hclSchema(name, attrs),
    external_schema: (name, attrs) => this.#externalSchema(name, attrs),
    template_dir: (name, attrs) => this.#templateDirectory(name, attrs),
  };

  #call(name: string, argument: string): unknown {
    if (name === "getenv") {
      if (!this.allow.environment) throw this.#refused("getenv", "reads the environment");
      const value = process.env[argument];
      if (value === undefined) this.unset.add(argument);
      return value ?? "";
    }
    const { directory } = this.#files(name);
    if (name === "file") return readSource(path.resolve(directory, argument));
    return globSync(argument, { cwd: directory })
      .map((found) => (path.isAbsolute(argument) ? found : path.join(directory, found)))
      .sort();
  }

  #files(what: string): { directory: string } {
    if (!this.allow.files) throw this.#refused(what, "reads files");
    return this.allow.files;
  }

  #refused(what: string, does: string, hint?: string): ProjectError {
    const otherwise =
      "A project that is declared as a text, as in a cluster, may reach only what its owner allows. Give the value as a variable.";
    return new ProjectError(`${this.file}: ${what} ${does}, which is not allowed here`, { hint: hint ?? otherwise });
  }

  async #query(attrs: Reading) {
    const [url, query] = [attrs.needText("url"), attrs.needText("query")];
    const args = attrs.list("args") ?? [];
    attrs.end();
    const bound = args.map((arg): SqlValue => (arg === null || typeof arg === "object" ? JSON.stringify(arg) : arg));
    const { rows } = await withSession(url, {}, (session) => inFilesMode(session, () => session.query(query, bound)));
    return { values: rows.map((row) => row[0] ?? null) };
  }

  async #hclSchema(name: string, attrs: Reading) {
    this.#files(attrs.subject);
    const one = attrs.text("path");
    const several = attrs.texts("paths");
    const variables = attrs.variables("vars");
    attrs.end();
    const paths = several ?? (one === undefined ? [] : [one]);
    if (paths.length === 0) throw attrs.fault("path or paths is missing");
    const schema = await desiredFromFiles(paths, variables);
    if (schema.sql) throw attrs.fault("the files are SQL, not HCL: name them as src, with file://");
    const url = `mem://hcl_schema/${name}`;
    this.sources.schemas.set(url, schema);
    return { url };
  }

  async #externalSchema(name: string, attrs: Reading) {
    const program = attrs.texts("program") ?? [];
    const directory = attrs.text("working_dir");
    attrs.end();
    const [command, ...args] = program;
    if (!command) throw attrs.fault("program is missing: the command and its arguments, as a list");
    if (!this.allow.programs)
      throw this.#refused(attrs.subject, `runs the program ${command}`, this.allow.programsHint);
    let text: string;
    try {
      const options = { cwd: directory, timeout: PROGRAM_MS, maxBuffer: 1 << 26, encoding: "buffer" as const };
      const { stdout } = await promisify(execFile)(command, args, options);
      text = sourceText(attrs.subject, stdout).replace(/^\uFEFF/, "");
    } catch (cause) {
      throw attrs.fault(`${command} failed: ${lastWords(cause)}`, cause);
    }
    const url = `mem://external_schema/${name}`;
    this.sources.schemas.set(url, { sql: [{ name: attrs.subject, text }] });
    return { url };
  }

  async #templateDirectory(name: string, attrs: Reading) {
    this.#files(attrs.subject);
    const root = attrs.needText("path");
    const values: ProjectValue = attrs.map("vars") ?? {};
    attrs.end();
    const texts = await textsBelow(root);
    // All can be called by their base names; only the .sql files at the top become migrations.
    const others = Object.fromEntries(Object.entries(texts).map(([file, text]) => [path.basename(file), text]));
    const migrations = Object.keys(texts).filter((file) => file.endsWith(".sql") && !file.includes(path.sep));
    const files = Object.fromEntries(
      migrations.map((file) => [file, runTemplate(texts[file] ?? "", values, { name: file, others })]),
    );
    const url = `mem://template_dir/${name}`;
    this.sources.directories.set(url, { ...files, [SUM_FILE]: await computeSum(files) });
    return { url };
  }
}

/** What a program said last on standard error; else why it did not run. */
function lastWords(failure: unknown): string {
  const said = failure instanceof Error && "stderr" in failure ? String(failure.stderr).trim() : "";
  return said || (failure instanceof Error ? failure.message : String(failure));
}

async function textsBelow(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new SchemaSourceError(`template directory not found: ${root}`, undefined, { cause });
  });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== SUM_FILE);
  const read = async ({ parentPath, name }: { parentPath: string; name: string }) => {
    const file = path.join(parentPath, name);
    return [path.relative(root, file), await readHashedSource(file)] as const;
  };
  return Object.fromEntries(await Promise.all(files.map(read)));
}
