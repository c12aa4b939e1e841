import { isVariableName } from "../../../sdk/model/sql-database/variable-name";
import type { DiffPolicy, InputVariables, ProjectValue, VariableValue } from "../engine/protocol";
import { ProjectError } from "../errors";

/** Names under which secrets reach the program: the project file only refers to them. */
export const TARGET = "ATLAS_IAC_TARGET_URL";
export const DEV = "ATLAS_IAC_DEV_URL";
export const TOKEN = "ATLAS_TOKEN";

/** Name of the one environment that is written. */
export const ENV = "atlas-iac";

/** The name under which one value of a variable reaches the program. */
const variableName = (name: string, index: number) => `ATLAS_IAC_VAR_${name}_${index}`;

/** A variable as the project file has it, and the texts in it, which are secrets: it only refers to them, by their order. */
interface Written {
  line: string;
  texts: string[];
}

/** The environment that {@link projectFile} refers to for the values of variables. */
export function variableEnvironment(variables: InputVariables = {}): Record<string, string> {
  const values = Object.entries(variables).flatMap(([name, given]) =>
    written(name, given).texts.map((text, index) => [variableName(name, index), text] as const),
  );
  return Object.fromEntries(values);
}

/**
 * Attributes of an environment are the input variables of its schema files.
 * @throws ProjectError for what is no name: it would be read as code, with the rights of whoever runs the program
 */
function variableLines(variables: InputVariables = {}): string[] {
  return Object.entries(variables).map(([name, given]) => {
    if (!isVariableName(name)) throw new ProjectError(`vars: ${JSON.stringify(name)} is no name of a variable`);
    return written(name, given).line;
  });
}

function written(name: string, given: VariableValue): Written {
  const texts: string[] = [];
  const expression = (value: ProjectValue): string => {
    if (typeof value === "string") return `getenv("${variableName(name, texts.push(value) - 1)}")`;
    if (Array.isArray(value)) return `[${value.map(expression).join(", ")}]`;
    if (typeof value !== "object" || value === null) return String(value);
    const items = Object.entries(value).map(([key, item]) => `${quoted(key)} = ${expression(item)}`);
    return `{ ${items.join(", ")} }`;
  };
  const value = "value" in given ? given.value : given.length === 1 ? (given[0] ?? null) : [...given];
  return { line: `${name} = ${expression(value)}`, texts };
}

/** What an environment of the official command line is told. */
export interface CommandEnvironment {
  /** URLs of the desired schema; files are beside the project file. */
  src?: readonly string[];
  hasDev: boolean;
  variables?: InputVariables;
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
