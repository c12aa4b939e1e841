import path from "node:path";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import type { DesiredSchema } from "../../provider/schema/declarative/desired";
import { parseDatabaseUrl } from "../../provider/schema/drivers/url";
import type { DiffPolicy, InputVariables } from "../../provider/schema/engine/protocol";
import { DatabaseUrlError, ProjectError } from "../../provider/schema/errors";
import { withWatchedSession } from "../../provider/schema/execute/watched-session";
import type { LintPolicy } from "../../provider/schema/project/policy";
import { desiredFromProject, type ProjectEnv, readProject } from "../../provider/schema/project/project";
import { textsOf } from "../../provider/schema/project/reading";
import type { ProjectSources } from "../../provider/schema/project/world";
import { csv } from "./csv";
import { refuseEmptyUrls } from "./empty-urls";
import { hintOfMissing } from "./flag-hints";
import { emptyingDevDatabases } from "./interruption";
import { action, type Io } from "./io";
import { foreignAmong, handOver } from "./official";

const DEFAULT_CONFIG = "file://atlas.hcl";

/** Values of `--var`, by name. */
type GivenVariables = Readonly<Record<string, readonly string[]>>;

interface ProjectFlags {
  config?: string;
  env?: string;
  var?: GivenVariables;
  atlasCommand?: string;
}

/** What a command knows of the project it runs in. Without one, only the variables of `--var`. */
export interface ProjectContext {
  env?: ProjectEnv;
  sources: ProjectSources;
  variables: InputVariables;
  diff?: DiffPolicy;
  lint?: LintPolicy;
  /** Environment variables that the project file reads and that are not set. */
  unset?: readonly string[];
  /** Names of the flags that were given, not those that the project sets. */
  given: readonly string[];
}

/** Reads `--var name=value`: CSV, and several of one name make a list. */
export function variable(text: string, before: GivenVariables = {}): GivenVariables {
  const after: Record<string, readonly string[]> = { ...before };
  for (const field of csv(text)) {
    const at = field.indexOf("=");
    if (at < 0) throw new InvalidArgumentError(`variables must be format as key=value, got: ${JSON.stringify(field)}`);
    const name = field.slice(0, at);
    after[name] = [...(after[name] ?? []), field.slice(at + 1)];
  }
  return after;
}

/** Adds the flags that choose a project file and an environment of it. */
export function projectOptions(command: Command): Command {
  return command
    .option("-c, --config <url>", "project file (default: file://atlas.hcl)")
    .option("--env <name>", "environment of the project file to use")
    .option("--var <name=value>", "input variables", variable)
    .option("--atlas-command <path>", "official atlas, for databases that only it serves");
}

async function contextsOf(flags: ProjectFlags): Promise<ProjectContext[]> {
  const { config, env, var: variables = {} } = flags;
  const given = Object.keys(flags);
  const nothing = { sources: { schemas: new Map(), directories: new Map() }, variables, given };
  if (env === undefined && config === undefined) return [nothing];
  const url = config ?? DEFAULT_CONFIG;
  if (!url.startsWith("file://")) {
    const scheme = /^(\w+):\/\//.exec(url)?.[1];
    throw new ProjectError(
      scheme
        ? `unsupported config file driver "${scheme}"`
        : `missing scheme for config file. Did you mean file://${url}?`,
      { hint: "A project file is on disk: --config file://path/to/atlas.hcl." },
    );
  }
  const project = await readProject(path.normalize(url.slice("file://".length)), { envName: env, variables });
  const { sources, diff, lint, unset } = project;
  if (env === undefined) return [{ sources, variables, diff, lint, unset, given }];
  // An environment's own attributes come before what is given for all.
  return project.envs.map((one) => ({
    ...{ env: one, sources, diff: one.diff, lint: one.lint, unset, given },
    variables: { ...variables, ...one.attributes },
  }));
}

/** What `env://url`, `env://src` and the like refer to. @throws ProjectError */
function resolve(url: string, env: ProjectEnv | undefined): string[] {
  if (!url.startsWith("env://")) return [url];
  const name = url.slice("env://".length);
  if (!env) {
    throw new ProjectError(`${url} needs an environment: choose one with --env`, {
      hint: "Environments are the env blocks of the project file.",
    });
  }
  const named: Record<string, readonly string[] | undefined> = {
    url: env.url === undefined ? undefined : [env.url],
    dev: env.devUrl === undefined ? undefined : [env.devUrl],
    src: env.src,
    "schema.src": env.src,
    "migration.dir": env.migration.dir === undefined ? undefined : [env.migration.dir],
  };
  const attributes = Object.entries(env.attributes).map(([name, given]) => [name, textsOf(given)] as const);
  const known = { ...named, ...Object.fromEntries(attributes) };
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!found?.length) {
    const set = Object.entries(known).flatMap(([one, value]) => (value?.length ? [one] : []));
    throw new ProjectError(`${url}: the environment "${env.name}" has no such attribute`, {
      hint: set.length > 0 ? `It has ${set.map((one) => `env://${one}`).join(", ")}.` : "It has none.",
    });
  }
  return [...found];
}

/** How a command gets its flags. */
export interface CommandSpec<Flags> {
  /** What the environment sets where no flag does. */
  defaults?(env: ProjectEnv): Partial<Flags>;
  /** Flags without which nothing can be done, by their long names. */
  required?: readonly string[];
}

function refuseMissing(flags: Readonly<Record<string, unknown>>, required: readonly string[]): void {
  const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const missing = required.filter((name) => flags[camel(name)] === undefined);
  if (missing.length === 0) return;
  throw new DatabaseUrlError(`required flag(s) ${missing.map((name) => `"${name}"`).join(", ")} not set`, {
    hint: hintOfMissing(missing),
  });
}

const URLS = ["url", "devUrl", "dir"];

/** A URL that is bound to a schema has that one only. Whoever names another means another database than this one. */
function refuseOtherSchemas(flags: Readonly<Record<string, unknown>>): void {
  const { schema } = flags;
  if (!Array.isArray(schema) || schema.length === 0) return;
  for (const url of ["url", "devUrl", "from", "to"].flatMap((name) => flags[name] ?? [])) {
    if (typeof url !== "string" || isFiles(url)) continue;
    const bound = parseDatabaseUrl(url).schema;
    if (bound === "" || schema.every((name) => name === bound)) continue;
    throw new DatabaseUrlError(
      `--schema names ${schema.join(", ")}, but the URL is bound to schema ${JSON.stringify(bound)}`,
      {
        hint: "Leave one of the two out: --schema, or the schema in the URL (search_path for PostgreSQL, the path for MySQL and MariaDB).",
      },
    );
  }
}

function merged<Flags>(given: object, context: ProjectContext, spec: CommandSpec<Flags>): Flags {
  const defaults = context.env && spec.defaults ? spec.defaults(context.env) : {};
  const set = Object.fromEntries(Object.entries(defaults).filter(([, value]) => value !== undefined));
  const flags: Record<string, unknown> = { ...set, ...given };
  for (const [name, value] of Object.entries(flags)) {
    if (typeof value === "string" && URLS.includes(name)) [flags[name]] = resolve(value, context.env);
    if (Array.isArray(value) && (name === "to" || name === "from"))
      flags[name] = value.flatMap((url: string) => resolve(url, context.env));
  }
  refuseMissing(flags, spec.required ?? []);
  refuseEmptyUrls(flags, given, context, spec.required ?? []);
  return flags as Flags;
}

/** Makes the action of a command: it runs once for every environment that was chosen, else once. */
export function projectAction<Flags, Args extends unknown[] = []>(
  io: Io,
  spec: CommandSpec<Flags>,
  work: (flags: Flags, context: ProjectContext, ...args: Args) => Promise<void>,
) {
  return action(io, async (...all: unknown[]) => {
    const command = all.at(-1) as Command;
    const args = all.slice(0, -2) as Args;
    const given = command.opts<ProjectFlags>();
    for (const context of await contextsOf(given)) {
      const flags = merged<Flags>(given, context, spec);
      const foreign = foreignAmong(Object(flags));
      // The official command line reads the project file itself, with all its environments.
      if (foreign !== undefined) return handOver(foreign, command, given.atlasCommand, io);
      refuseOtherSchemas(Object(flags));
      io.freshLine();
      await emptyingDevDatabases(io, () => work(flags, context, ...args));
    }
  });
}

/** Reads the desired schema that files hold. @throws DatabaseUrlError when there is a database among them */
export function desiredOf(urls: readonly string[], context: ProjectContext): Promise<DesiredSchema> {
  const other = urls.find((url) => !isFiles(url));
  if (other !== undefined) {
    throw new DatabaseUrlError("files and a database cannot make one schema", {
      hint: "Name files only (file://schema.sql, or file:// and a directory), or one database by itself.",
    });
  }
  return desiredFromProject(urls, context, context.variables);
}

/** Works with the desired schema that `--to` names: files, or a database, which is only read. */
export async function withDesired<T>(
  urls: readonly string[],
  context: ProjectContext,
  work: (desired: DesiredSchema) => Promise<T>,
): Promise<T> {
  const [url = ""] = urls;
  if (urls.length !== 1 || isFiles(url)) return work(await desiredOf(urls, context));
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) {
    throw new DatabaseUrlError("--to names neither files nor a database", {
      hint: "Write file://schema.sql, file:// and a directory, or the URL of a database that has the schema.",
    });
  }
  return withWatchedSession(url, { absentFile: "refuse" }, undefined, (session, watch) => work({ session, watch }));
}

/** Whether a URL names files, or what a data source made, rather than a database. */
export function isFiles(url: string): boolean {
  return url.startsWith("file://") || url.startsWith("mem://");
}
