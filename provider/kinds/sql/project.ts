import path from "node:path";
import type { Resolved } from "../../../sdk/model/markers";
import type { DatabaseTarget } from "../../../sdk/model/sql-database/target";
import {
  type DesiredSchema,
  type DiffPolicy,
  desiredFromProject,
  evaluateProject,
  type InputVariables,
  type LintPolicy,
  type Project,
  type ProjectEnv,
  ProjectError,
  type ProjectPermissions,
} from "../../schema";

type Target = Resolved<DatabaseTarget>;
type Variables = Readonly<Record<string, readonly string[]>>;

/** The environment that an object selects of its project file. */
export interface Selection {
  env: ProjectEnv;
  project: Project;
  allow: ProjectPermissions;
}

/**
 * Evaluates the project file of an object. What its environment says comes before the specification, attribute by attribute of its
 * policies too, as upstream merges them; policies for all environments come last.
 *
 * @param beneath policies of the specification
 * @returns nothing when the object has no project file
 * @throws ProjectError, SchemaSourceError
 */
export async function selectionOf(
  target: Target,
  allow: ProjectPermissions = {},
  beneath: { diff?: DiffPolicy; lint?: LintPolicy } = {},
): Promise<Selection | undefined> {
  const { config, configFrom, envName } = target;
  const text = configFrom?.secretKeyRef ?? config;
  if (text === undefined) return undefined;
  const name = configFrom?.secretKeyRef === undefined ? "spec.config" : "spec.configFrom";
  const request = { config: { name, text }, envName, variables: variablesOf(target), allow, beneath };
  const project = await evaluateProject(request);
  const [env, ...others] = project.envs;
  if (env === undefined) throw new ProjectError(`${name}: spec.envName must name an environment`);
  if (others.length > 0) {
    throw new ProjectError(`${name}: env "${envName}" stands for ${project.envs.length} databases`, {
      hint: "One object is for one database: leave for_each out, and declare an object for each.",
    });
  }
  return { env, project, allow };
}

/** Values of `vars`: several of one name make a list. A Secret wins over a ConfigMap, and that over a plain value. */
export function variablesOf({ vars = [] }: Target): Variables {
  const variables: Record<string, string[]> = {};
  for (const { key = "", value = "", valueFrom } of vars) {
    variables[key] = [...(variables[key] ?? []), valueFrom?.secretKeyRef ?? valueFrom?.configMapKeyRef ?? value];
  }
  return variables;
}

/** The schema that an environment names as its own; nothing where it names none. @throws ProjectError, SchemaSourceError */
export async function desiredOfProject(
  { env, project, allow }: Selection,
  variables: InputVariables,
): Promise<DesiredSchema | undefined> {
  if (env.src.length === 0) return undefined;
  const urls = env.src.map((url) => (url.startsWith("mem://") ? url : fileOf(url, env, allow)));
  return desiredFromProject(urls, project, { ...variables, ...env.attributes });
}

/** The place of files that an environment names, where it may read files. @throws ProjectError */
export function fileOf(url: string, env: ProjectEnv, { files }: ProjectPermissions): string {
  if (!url.startsWith("file://")) {
    const scheme = url.split("://", 1)[0];
    throw new ProjectError(`env "${env.name}": a source of ${scheme}:// is not supported`, {
      hint: "Name files with file://, or a data source of the project.",
    });
  }
  if (!files) {
    throw new ProjectError(`env "${env.name}": ${url} reads files, which is not allowed here`, {
      hint: "Give the schema or the directory in the specification.",
    });
  }
  return `file://${path.resolve(files.directory, url.slice("file://".length))}`;
}
