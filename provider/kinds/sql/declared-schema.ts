import type { AtlasSchemaSpec } from "../../../sdk/model/atlas-schema";
import type { Resolved } from "../../../sdk/model/markers";
import { splitSources } from "../../../sdk/model/sql-database/source-marks";
import {
  type ApplySchemaRequest,
  type CommandSchemaRequest,
  type DesiredSchema,
  type DiffPolicy,
  SchemaSourceError,
  SKIPPABLE,
  txModeOf,
} from "../../schema";
import { type CloudWish, cloudWish } from "./command";
import { connectionOf } from "./connection";
import type { Surroundings } from "./contract";
import { desiredOfProject, type Selection, selectionOf, variablesOf } from "./project";

type Spec = Resolved<AtlasSchemaSpec>;

/** An AtlasSchema with its project file evaluated. */
export interface DeclaredSchema extends Omit<ApplySchemaRequest, "desired"> {
  /** The desired schema, unless it is in the registry of Atlas Cloud. */
  desired?: DesiredSchema;
  registryUrl?: string;
  review?: CommandSchemaRequest["review"];
  repo?: string;
  cloud: CloudWish;
}

/** What the embedded engine is asked. */
export function embeddedRequest({
  desired,
  registryUrl,
  review,
  repo,
  cloud,
  ...request
}: DeclaredSchema): ApplySchemaRequest {
  return { ...request, desired: desired ?? {} };
}

/** What the official command line is asked. */
export function commandRequest(declared: DeclaredSchema): CommandSchemaRequest {
  const { url, devUrl, desired, registryUrl, schemas, exclude, policy, txMode, review, repo, cloud } = declared;
  return {
    ...{ url, devUrl, schemas, exclude, txMode, review, repo, token: cloud.token },
    desired: registryUrl ?? desired?.hcl ?? desired?.sql ?? [],
    variables: desired?.hcl ? desired.variables : undefined,
    diff: policy?.diff,
    destructiveError: policy?.destructive?.error,
  };
}

/** Evaluates what an AtlasSchema says, its project file included. @throws ProjectError, SchemaSourceError, DatabaseUrlError */
export async function declaredSchema(spec: Spec, surroundings: Surroundings): Promise<DeclaredSchema> {
  const diff = diffOf(spec);
  const destructive = spec.policy?.lint?.destructive;
  const lint = destructive?.error === undefined ? undefined : { errors: { destructive: destructive.error } };
  const selection = await selectionOf(spec, surroundings.allow, { diff, lint });
  const env = selection?.env;
  return {
    ...connectionOf(spec, env, surroundings),
    waitMs: surroundings.lockWaitMs,
    schemas: env?.schemas ?? spec.schemas,
    exclude: env?.exclude ?? spec.exclude,
    txMode: txModeOf(env?.txMode) ?? spec.txMode,
    ...(spec.schema?.url === undefined
      ? { desired: surroundings.desired ?? (await desiredOf(spec, selection)) }
      : { registryUrl: spec.schema.url }),
    review: spec.policy?.lint?.review,
    repo: spec.cloud?.repo,
    cloud: cloudWish(
      {
        "spec.schema.url": spec.schema?.url,
        "spec.cloud": spec.cloud,
        "spec.policy.lint.review": spec.policy?.lint?.review,
      },
      spec.cloud?.tokenFrom?.secretKeyRef,
    ),
    policy: env ? { diff: env.diff, destructive: { error: env.lint?.errors.destructive } } : { diff, destructive },
  };
}

/** The environment's own schema, else that of the specification, which the environment may also call by its name upstream. */
async function desiredOf(spec: Spec, selection: Selection | undefined): Promise<DesiredSchema> {
  const { sql, hcl } = spec.schema ?? {};
  const variables = { ...variablesOf(spec), ...selection?.env.attributes };
  const name = hcl === undefined ? "schema.sql" : "schema.hcl";
  const named = selection?.env.src.join();
  const isOwn = spec.schema !== undefined && (!named || named === `file://${name}`);
  const ofProject = isOwn || !selection ? undefined : await desiredOfProject(selection, variables);
  if (ofProject) return ofProject;
  if (hcl !== undefined) return { hcl: splitSources(hcl, name), variables };
  if (sql !== undefined) return { sql: splitSources(sql, name) };
  throw new SchemaSourceError("the desired schema is not set", undefined, {
    hint: "Give it as schema, or as src of the project's environment.",
  });
}

function diffOf({ policy }: Spec): DiffPolicy | undefined {
  if (policy?.diff === undefined) return undefined;
  const { skip, concurrent_index: concurrent } = policy.diff;
  return {
    skip: skip && SKIPPABLE.filter((name) => Reflect.get(skip, name) === true),
    concurrentCreate: concurrent?.create,
    concurrentDrop: concurrent?.drop,
  };
}
