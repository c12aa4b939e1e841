import type { AtlasSchemaSpec } from "../../../sdk/model/atlas-schema";
import { AtlasIacError, type Fault } from "../../../sdk/model/errors";
import type { Resolved } from "../../../sdk/model/markers";
import {
  type ApplySchemaRequest,
  applySchema,
  checkPlan,
  type DesiredSchema,
  type DiffPolicy,
  dropSchema,
  previewSchema,
  type SchemaPlan,
  type SchemaPolicy,
  SchemaSourceError,
  SKIPPABLE,
  txModeOf,
} from "../../schema";
import { connectionOf, databaseOf } from "./connection";
import type { DatabaseKind, Outlook, Report, Run, Step, Surroundings } from "./contract";
import { desiredOfProject, type Selection, selectionOf, variablesOf } from "./project";
import { cloudFault, unservedOf } from "./unserved";

type Spec = Resolved<AtlasSchemaSpec>;

/** Declared schemas: what separates the database from one is planned and applied. */
export const schemaKind: DatabaseKind<AtlasSchemaSpec> = {
  kind: "AtlasSchema",

  check(desired: Spec): Fault[] {
    return [
      ...unservedOf(desired),
      ...cloudFault("spec.cloud", desired.cloud),
      ...cloudFault("spec.schema.url", desired.schema?.url),
      ...cloudFault("spec.policy.lint.review", desired.policy?.lint?.review),
      ...(desired.schema?.configMapKeyRef === undefined
        ? []
        : [{ path: "spec.schema.configMapKeyRef", message: "outside a cluster, give the text as sql or hcl" }]),
    ];
  },

  async foresee(desired: Spec, run: Run): Promise<Outlook> {
    const request = await requestOf(desired, run);
    const plan = await previewSchema(request);
    const refusal = refusalOf(plan, request.policy, isFirst(run, databaseOf(request.url)));
    const findings = plan.diagnostics.map(({ code, text }) => `${code}: ${text}`);
    const notes = plan.unmanaged.map(({ message }) => message);
    return { steps: stepsOf(plan), findings, notes, refusal, hash: plan.hash };
  },

  async apply(desired: Spec, run: Run): Promise<Report> {
    const request = await requestOf(desired, run);
    const database = databaseOf(request.url);
    const { plan } = await applySchema({
      ...request,
      firstRun: isFirst(run, database),
      onStatement: ({ index, total, statement }) =>
        run.onProgress?.(`${index + 1} of ${total}: ${firstLine(statement)}`),
    });
    return { steps: stepsOf(plan), hash: plan.hash, database };
  },

  async drop(desired: Spec, surroundings: Surroundings): Promise<Step[]> {
    const statements = await dropSchema(await requestOf(desired, surroundings));
    return statements.map((cmd) => ({ title: firstLine(cmd), sql: [cmd] }));
  },

  status: ({ hash }, at) => ({ observed_hash: hash, last_applied: Math.floor(at / 1000) }),
};

async function requestOf(spec: Spec, { allow }: Surroundings): Promise<ApplySchemaRequest> {
  const diff = diffOf(spec);
  const destructive = spec.policy?.lint?.destructive;
  const lint = destructive?.error === undefined ? undefined : { errors: { destructive: destructive.error } };
  const selection = await selectionOf(spec, allow, { diff, lint });
  const env = selection?.env;
  return {
    ...connectionOf(spec, env),
    schemas: env?.schemas ?? spec.schemas,
    exclude: env?.exclude ?? spec.exclude,
    txMode: txModeOf(env?.txMode) ?? spec.txMode,
    desired: await desiredOf(spec, selection),
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
  if (hcl !== undefined) return { hcl: [{ name, text: hcl }], variables };
  if (sql !== undefined) return { sql: [{ name, text: sql }] };
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

function isFirst({ firstRun, appliedTo }: Run, database: string): boolean {
  return firstRun || (appliedTo !== undefined && appliedTo !== database);
}

function refusalOf(plan: SchemaPlan, policy: SchemaPolicy | undefined, firstRun: boolean): AtlasIacError | undefined {
  try {
    checkPlan(plan, policy, firstRun);
    return undefined;
  } catch (error) {
    if (error instanceof AtlasIacError) return error;
    throw error;
  }
}

function stepsOf(plan: SchemaPlan): Step[] {
  return plan.statements.map(({ cmd, comment }) => ({ title: comment ?? firstLine(cmd), sql: [cmd] }));
}

function firstLine(statement: string): string {
  return statement.split("\n", 1)[0] ?? statement;
}
