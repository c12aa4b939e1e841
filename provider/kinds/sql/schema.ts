import type { AtlasSchemaSpec } from "../../../sdk/model/atlas-schema";
import { AtlasIacError, type Fault } from "../../../sdk/model/errors";
import type { Resolved } from "../../../sdk/model/markers";
import {
  applySchema,
  checkPlan,
  type DesiredSchema,
  type DiffPolicy,
  dropSchema,
  previewSchema,
  type SchemaPlan,
  type SchemaPolicy,
  type SchemaRequest,
  SKIPPABLE,
} from "../../schema";
import { connectionOf } from "./connection";
import type { DatabaseKind, Outlook, Report, Run, Step } from "./contract";
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
    const request = requestOf(desired);
    const plan = await previewSchema(request);
    const refusal = refusalOf(plan, request.policy, run.firstRun);
    const findings = plan.diagnostics.map(({ code, text }) => `${code}: ${text}`);
    const notes = plan.unmanaged.map(({ message }) => message);
    return { steps: stepsOf(plan), findings, notes, refusal, hash: plan.hash };
  },

  async apply(desired: Spec, { firstRun, onProgress }: Run): Promise<Report> {
    const { plan } = await applySchema({
      ...requestOf(desired),
      firstRun,
      txMode: desired.txMode,
      onStatement: ({ index, total, statement }) => onProgress?.(`${index + 1} of ${total}: ${firstLine(statement)}`),
    });
    return { steps: stepsOf(plan), hash: plan.hash };
  },

  async drop(desired: Spec): Promise<Step[]> {
    const statements = await dropSchema(requestOf(desired));
    return statements.map((cmd) => ({ title: firstLine(cmd), sql: [cmd] }));
  },

  status: ({ hash }, at) => ({ observed_hash: hash, last_applied: Math.floor(at / 1000) }),
};

function requestOf(spec: Spec): SchemaRequest {
  const { url, devUrl } = connectionOf(spec);
  const { schemas, exclude } = spec;
  return { url, devUrl, schemas, exclude, desired: desiredOf(spec), policy: policyOf(spec) };
}

function desiredOf({ schema }: Spec): DesiredSchema {
  if (schema?.hcl !== undefined) return { hcl: [{ name: "schema.hcl", text: schema.hcl }] };
  return { sql: [{ name: "schema.sql", text: schema?.sql ?? "" }] };
}

function policyOf({ policy }: Spec): SchemaPolicy {
  const { skip = {}, concurrent_index: concurrent } = policy?.diff ?? {};
  const diff: DiffPolicy = {
    skip: SKIPPABLE.filter((name) => Reflect.get(skip, name) === true),
    concurrentCreate: concurrent?.create,
    concurrentDrop: concurrent?.drop,
  };
  return { diff, destructive: policy?.lint?.destructive };
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
