import type { AtlasSchemaSpec } from "../../../sdk/model/atlas-schema";
import { AtlasIacError, type Fault } from "../../../sdk/model/errors";
import type { Resolved } from "../../../sdk/model/markers";
import {
  applySchema,
  checkPlan,
  dropSchema,
  isForeignUrl,
  previewSchema,
  type SchemaPlan,
  type SchemaPolicy,
} from "../../schema";
import { commandFor } from "./command";
import { databaseOf } from "./connection";
import type { DatabaseKind, Outlook, Report, Run, Step, Surroundings } from "./contract";
import { commandRequest, declaredSchema, embeddedRequest } from "./declared-schema";
import { isFirst } from "./first-run";
import { applySchemaWith, foreseeSchema } from "./schema-command";
import { settledSchema } from "./settled";
import { unservedOf } from "./unserved";

type Spec = Resolved<AtlasSchemaSpec>;

/** What was declared cannot be told from what else is in a database that the embedded engine does not serve. */
export class UndroppableError extends AtlasIacError {
  readonly code = "Undroppable";

  constructor(database: string) {
    super(
      `what was declared in ${database} cannot be dropped: the \`atlas\` command line cannot tell it from other tables`,
      {
        hint: 'Drop it by hand, then set `onDelete: "keep"`, run `pulumi up`, and delete the resource.',
      },
    );
  }
}

/** Declared schemas: what separates the database from one is planned and applied. */
export const schemaKind: DatabaseKind<AtlasSchemaSpec> = {
  kind: "AtlasSchema",

  check(desired: Spec): Fault[] {
    return [
      ...unservedOf(desired),
      ...(desired.schema?.configMapKeyRef === undefined
        ? []
        : [{ path: "spec.schema.configMapKeyRef", message: "outside a cluster, give the text as sql or hcl" }]),
    ];
  },

  async sources(desired: Spec, surroundings: Surroundings) {
    const { sql, hcl, variables } = (await declaredSchema(desired, surroundings)).desired ?? {};
    // Where files are differs from machine to machine, so their names are left out.
    const texts = (files: typeof sql) => files?.map(({ text }) => text);
    return { sql: texts(sql), hcl: texts(hcl), variables };
  },

  async settle(desired: Spec, surroundings: Surroundings) {
    return settledSchema(desired, await declaredSchema(desired, surroundings));
  },

  async foresee(desired: Spec, run: Run): Promise<Outlook> {
    const declared = await declaredSchema(desired, run);
    const firstRun = isFirst(run, databaseOf(declared.url));
    const program = await commandFor(declared.url, declared.cloud, run);
    if (program) return foreseeSchema(program, { ...commandRequest(declared), firstRun });
    const request = embeddedRequest(declared);
    const plan = await previewSchema({ ...request, signal: run.signal });
    const refusal = refusalOf(plan, request.policy, firstRun);
    const findings = plan.diagnostics.map(({ code, text }) => `${code}: ${text}`);
    return { steps: stepsOf(plan), findings, notes: notesOf(plan), refusal, hash: plan.hash };
  },

  async apply(desired: Spec, run: Run): Promise<Report> {
    const declared = await declaredSchema(desired, run);
    const database = databaseOf(declared.url);
    const firstRun = isFirst(run, database);
    const program = await commandFor(declared.url, declared.cloud, run);
    if (program)
      return applySchemaWith(program, { ...commandRequest(declared), firstRun, signal: run.signal }, database);
    const { plan } = await applySchema({
      ...embeddedRequest(declared),
      firstRun,
      signal: run.signal,
      onWait: run.onProgress,
      onStatement: ({ index, total, statement }) =>
        run.onProgress?.(`${index + 1} of ${total}: ${firstLine(statement)}`),
    });
    return { steps: stepsOf(plan), hash: plan.hash, database, notes: notesOf(plan) };
  },

  async drop(desired: Spec, surroundings: Surroundings, others: readonly Spec[] = []) {
    const declared = await declaredSchema(desired, surroundings);
    if (isForeignUrl(declared.url) || declared.cloud.fields.length > 0)
      throw new UndroppableError(databaseOf(declared.url));
    const beside = await Promise.all(
      others.map(async (other) =>
        embeddedRequest(await declaredSchema(other, { ...surroundings, desired: undefined })),
      ),
    );
    const { statements, kept } = await dropSchema({ ...embeddedRequest(declared), beside });
    return { steps: statements.map((cmd) => ({ title: firstLine(cmd), sql: [cmd] })), kept };
  },

  status: ({ hash }, at) => ({ observed_hash: hash, last_applied: Math.floor(at / 1000) }),
};

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

function notesOf(plan: SchemaPlan): string[] {
  return plan.unmanaged.map(({ message }) => message);
}

function firstLine(statement: string): string {
  return statement.split("\n", 1)[0] ?? statement;
}
