import path from "node:path";
import { type DesiredSchema, desiredFromFiles } from "../declarative/desired";
import { engine } from "../engine/engine";
import type { DiffPolicy, InputVariables, ProjectBlock, TextFile } from "../engine/protocol";
import { MissingVariableError, ProjectError, SchemaSourceError, type SourcePlace } from "../errors";
import { readSource } from "../source-files";
import { directoryFormatOf } from "../versioned/directory";
import { diffOf, extendDiff, extendLint, type LintPolicy, lintOf } from "./policy";
import { inputVariables, Reading } from "./reading";
import { durationOf, execOrderOf, txModeOf } from "./settings";
import { type ProjectPermissions, type ProjectSources, ProjectWorld } from "./world";

export interface ProjectRequest {
  /** The project file; its name is what errors call it. */
  config: TextFile;
  /** Which `env` blocks to evaluate. Without it, only what holds for all of them is read. */
  envName?: string;
  /** Values of the file's `variable` blocks. */
  variables?: InputVariables;
  /** What the file may reach outside itself. Databases, by `data "sql"`, always; nothing else unless said here. */
  allow?: ProjectPermissions;
  /** Policies of whoever selects the environment: they hold where the environment itself says nothing, before the project's. */
  beneath?: Policies;
}

/** What an `env` block says of its migration directory. */
export interface ProjectMigration {
  /** URL of the directory: `file://…`, or one of {@link ProjectSources}. */
  dir?: string;
  format?: string;
  baseline?: string;
  execOrder?: string;
  lockTimeout?: string;
  revisionsSchema?: string;
}

/** One environment of a project. */
export interface ProjectEnv {
  name: string;
  /** Where its block begins. */
  place: SourcePlace;
  url?: string;
  devUrl?: string;
  /** Where the desired schema is: URLs of files, of a database, or of {@link ProjectSources}. */
  src: string[];
  schemas?: string[];
  exclude?: string[];
  txMode?: string;
  migration: ProjectMigration;
  diff?: DiffPolicy;
  lint?: LintPolicy;
  /** Templates by command, such as `schema.apply`. */
  formats: Readonly<Record<string, string>>;
  /** All other attributes: the schema's own input variables, and what `env://name` refers to. */
  attributes: InputVariables;
}

export interface Project {
  /** As many as the selection has: `for_each` makes several of one block. */
  envs: ProjectEnv[];
  /** What holds where no environment is selected. */
  diff?: DiffPolicy;
  lint?: LintPolicy;
  sources: ProjectSources;
  /** Names of environment variables that the file reads and that are not set: they count as empty. */
  unset: readonly string[];
}

const FORMATS = {
  schema: ["clean", "inspect", "apply", "diff", "push"],
  migrate: ["apply", "down", "lint", "status", "diff"],
};

function formatsOf(...blocks: (Reading | undefined)[]): Record<string, string> {
  const formats: Record<string, string> = {};
  for (const block of blocks) {
    for (const [group, names] of Object.entries(FORMATS)) {
      const inner = block?.block(group);
      for (const name of names) {
        const template = inner?.text(name);
        if (template !== undefined) formats[`${group}.${name}`] = template;
      }
      inner?.end();
    }
    block?.end();
  }
  return formats;
}

/** Enums are written in capitals. */
const orderOf = (word: string | undefined) => word?.toLowerCase().replaceAll("_", "-");

function migrationOf(block: Reading | undefined): ProjectMigration {
  const migration = {
    dir: block?.text("dir"),
    format: block?.checked("format", directoryFormatOf),
    baseline: block?.text("baseline"),
    execOrder: orderOf(block?.checked("exec_order", (word) => execOrderOf(orderOf(word)))),
    lockTimeout: block?.checked("lock_timeout", durationOf),
    revisionsSchema: block?.text("revisions_schema"),
  };
  block?.end();
  return migration;
}

type Policies = Pick<Project, "diff" | "lint">;

function envOf(file: string, block: ProjectBlock, project: Policies, beneath: Policies): ProjectEnv {
  const env = Reading.block(file, block);
  const schema = env.block("schema");
  const src = env.oneOrMore("src") ?? schema?.oneOrMore("src") ?? [];
  schema?.end();
  const read = {
    name: env.text("name") ?? block.name ?? "",
    place: { file, line: block.line, column: block.column },
    url: env.text("url"),
    devUrl: env.text("dev"),
    src,
    schemas: env.texts("schemas"),
    exclude: env.texts("exclude"),
    txMode: env.checked("tx_mode", txModeOf),
    migration: migrationOf(env.block("migration")),
    diff: extendDiff(diffOf(env.block("diff"), beneath.diff), project.diff),
    lint: extendLint(lintOf(env.block("lint"), beneath.lint), project.lint),
    formats: formatsOf(env.block("log"), env.block("format")),
    attributes: inputVariables(env.rest()),
  };
  env.end();
  return read;
}

/**
 * Evaluates a project file (`atlas.hcl`) as the Atlas command line does.
 * @throws ProjectError where it asks for what is not supported or not allowed, or lacks the environment; SchemaSourceError with a
 * place where it is not well written
 */
export async function evaluateProject(request: ProjectRequest): Promise<Project> {
  const { config, envName, variables, allow = {}, beneath = {} } = request;
  const world = new ProjectWorld(config.name, allow);
  const blocks = await engine
    .project({ file: config, env: envName, variables }, world.answer)
    .catch((error: unknown) => {
      throw error instanceof MissingVariableError ? declaredIn(config, error) : error;
    });
  const top = new Reading(
    config.name,
    "a project file",
    {},
    blocks.filter((block) => block.type !== "env"),
  );
  const [diff, lint] = [diffOf(top.block("diff")), lintOf(top.block("lint"))];
  top.end();
  const envs = blocks
    .filter((block) => block.type === "env")
    .map((block) => envOf(config.name, block, { diff, lint }, beneath));
  if (envName && envs.length === 0) {
    throw new ProjectError(`env "${envName}" not defined in config file`, { hint: environmentsOf(config) });
  }
  return { envs, diff, lint, sources: world.sources, unset: [...world.unset] };
}

/** The same, with the place of the variable's block. */
function declaredIn({ name, text }: TextFile, error: MissingVariableError): MissingVariableError {
  const line = text.split("\n").findIndex((one) => /^\s*variable\s+"?([^"\s{]+)/.exec(one)?.[1] === error.variable) + 1;
  const hint = `Give it a value among the variables, or a default in its block, ${name}:${line}.`;
  return line === 0 ? error : new MissingVariableError(error.message, error.variable, { hint, cause: error });
}

/** Which environments a file has, for who named another one. */
function environmentsOf({ name, text }: TextFile): string {
  const names = [...text.matchAll(/^\s*env\s+"?([^"\s{]+)"?\s*\{/gm)].map(([, label]) => JSON.stringify(label));
  if (names.length === 0) return `${name} has no env block with a label.`;
  return `${name} has ${[...new Set(names)].join(", ")}.`;
}

/** Reads and evaluates a project file on disk, which may reach what its user may. @throws ProjectError */
export async function readProject(
  file: string,
  request: Pick<ProjectRequest, "envName" | "variables">,
): Promise<Project> {
  const text = await readSource(file).catch((cause: unknown) => {
    if (cause instanceof SchemaSourceError) throw cause;
    throw new ProjectError(`config file "${file}" was not found`, {
      cause,
      hint: "Look for a typing error in the path. A relative one begins in the current directory; `--config` names a file that is not ./atlas.hcl.",
    });
  });
  const directory = path.resolve(path.dirname(file));
  const allow = { files: { directory }, environment: true, programs: true };
  return evaluateProject({ ...request, config: { name: file, text }, allow });
}

/**
 * The desired schema that URLs name: files and directories, and what the project's data sources made.
 * @throws ProjectError, SchemaSourceError
 */
export async function desiredFromProject(
  urls: readonly string[],
  { sources }: Pick<Project, "sources">,
  variables?: InputVariables,
): Promise<DesiredSchema> {
  const [first = ""] = urls;
  const made = sources.schemas.get(first);
  if (!made) return desiredFromFiles(urls, variables);
  if (urls.length > 1) throw new ProjectError(`${first} cannot be combined with other sources`);
  return made.hcl ? { ...made, variables: { ...variables, ...made.variables } } : made;
}
