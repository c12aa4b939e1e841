import { isVariableName } from "../../../sdk/model/sql-database/variable-name";
import type { DiffPolicy } from "../engine/protocol";
import { ProjectError } from "../errors";

/** Names under which secrets reach the program: the project file only refers to them. */
export const TARGET = "ATLAS_IAC_TARGET_URL";
export const DEV = "ATLAS_IAC_DEV_URL";
export const TOKEN = "ATLAS_TOKEN";

/** Name of the one environment that is written. */
export const ENV = "atlas-iac";

/** Values of input variables, by name: several make a list. */
export type Variables = Readonly<Record<string, readonly string[]>>;

/** The name under which one value of a variable reaches the program. */
const variableName = (name: string, index: number) => `ATLAS_IAC_VAR_${name}_${index}`;

/** The environment that {@link projectFile} refers to for the values of variables. */
export function variableEnvironment(variables: Variables = {}): Record<string, string> {
  const values = Object.entries(variables).flatMap(([name, values]) =>
    values.map((value, index) => [variableName(name, index), value] as const),
  );
  return Object.fromEntries(values);
}

/**
 * Attributes of an environment are the input variables of its schema files.
 * @throws ProjectError for what is no name: it would be read as code, with the rights of whoever runs the program
 */
function variableLines(variables: Variables = {}): string[] {
  return Object.entries(variables).map(([name, values]) => {
    if (!isVariableName(name)) throw new ProjectError(`vars: ${JSON.stringify(name)} is no name of a variable`);
    const references = values.map((_, index) => `getenv("${variableName(name, index)}")`);
    return `${name} = ${references.length === 1 ? references[0] : `[${references.join(", ")}]`}`;
  });
}

/** What an environment of the official command line is told. */
export interface CommandEnvironment {
  /** URLs of the desired schema; files are beside the project file. */
  src?: readonly string[];
  hasDev: boolean;
  variables?: Variables;
  schemas?: readonly string[];
  exclude?: readonly string[];
  diff?: DiffPolicy;
  destructiveError?: boolean;
  review?: string;
  cloud?: { url?: string; project?: string };
  migration?: { dir: string; execOrder?: string; baseline?: string; revisionsSchema?: string };
}

/** A text as HCL has it: templates in it mean nothing. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}

function list(texts: readonly string[]): string {
  return `[${texts.map(quoted).join(", ")}]`;
}

function attribute(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${name} = ${value}`];
}

/** A block of HCL; nothing of it where there is nothing in it. */
function block(head: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${head} {`, ...lines.map((line) => `  ${line}`), "}"];
}

function text(value: string | undefined): string | undefined {
  return value === undefined ? undefined : quoted(value);
}

function flag(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

/** The project file of one run, without any secret. */
export function projectFile(env: CommandEnvironment): string {
  const { src, hasDev, schemas, exclude, diff, destructiveError, review, cloud, migration } = env;
  const skip = (diff?.skip ?? []).map((kind) => `${kind} = true`);
  const concurrent = [
    ...attribute("create", flag(diff?.concurrentCreate)),
    ...attribute("drop", flag(diff?.concurrentDrop)),
  ];
  const lines = [
    ...(cloud ? block("atlas", block("cloud", cloudLines(cloud))) : []),
    ...block(`env "${ENV}"`, [
      `url = getenv("${TARGET}")`,
      ...(hasDev ? [`dev = getenv("${DEV}")`] : []),
      ...variableLines(env.variables),
      ...attribute("src", src && list(src)),
      ...attribute("schemas", schemas && list(schemas)),
      ...attribute("exclude", exclude && list(exclude)),
      ...block("diff", [...block("skip", skip), ...block("concurrent_index", concurrent)]),
      ...block("lint", [
        ...block("destructive", attribute("error", flag(destructiveError))),
        ...attribute("review", review),
      ]),
      ...(migration ? block("migration", migrationLines(migration)) : []),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function cloudLines({ url, project }: NonNullable<CommandEnvironment["cloud"]>): string[] {
  return [`token = getenv("${TOKEN}")`, ...attribute("url", text(url)), ...attribute("project", text(project))];
}

function migrationLines({ dir, execOrder, baseline, revisionsSchema }: NonNullable<CommandEnvironment["migration"]>) {
  // Releases before exec_order know no other than the default, so that is not written.
  const order = execOrder === undefined || execOrder === "linear" ? undefined : execOrder;
  return [
    `dir = ${quoted(dir)}`,
    ...attribute("exec_order", order?.toUpperCase().replaceAll("-", "_")),
    ...attribute("baseline", text(baseline)),
    ...attribute("revisions_schema", text(revisionsSchema)),
  ];
}
