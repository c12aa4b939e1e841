import type { DatabaseKindName } from "../../kinds/sql/registry";
import { Redaction } from "../../schema/drivers/redact";
import type { Json } from "../cluster/managed-object";
import type { Subject } from "../controllers/subject";
import { findCondition, type Result } from "../runtime";
import { isReady } from "../status/verdict";
import { appliedTo, rememberDatabase } from "./applied-to";
import { applyResponse } from "./apply-response";
import { failedOf, type Progress, speaksOf, statusAfter, statusKept } from "./conditions";
import { declarationOf, hasProject } from "./declaration";
import { withDevDatabase } from "./dev/with-dev-database";
import { DeclarationError, DevDatabaseStartingError } from "./errors";
import { DataLookup } from "./lookup";
import { nextAttemptMs } from "./retry";
import { redactionOf } from "./secrets";
import { type DatabaseServices, permissionsOf } from "./services";
import { troubleOf } from "./trouble";
import { DatabaseWorkError } from "./worker/failure";
import type { Done, Task } from "./worker/protocol";

/** One pass over one database object: what it declares is looked up, made true, and told. */
export class DatabasePass {
  #redaction = new Redaction([]);

  constructor(
    private readonly kind: DatabaseKindName,
    private readonly subject: Subject,
    private readonly services: DatabaseServices,
  ) {}

  /** Makes the object true. @throws whatever keeps it from that, which `fail` knows how to tell */
  async run(): Promise<Result> {
    const { kind, subject, services } = this;
    const { object, generation, signal } = subject;
    const drifts = isReady(object.status, generation);
    if (!speaksOf(object.status, generation)) await this.#tell({ state: "reconciling" });
    const declared = await declarationOf(kind, object, new DataLookup(services.kube, signal));
    this.#redaction = redactionOf(declared);
    if (hasProject(declared) && !services.settings.allowCustomConfig) {
      throw new DeclarationError("spec.config: project files are not allowed in this cluster", {
        hint: "Whoever installs the operator can allow them: --allow-custom-config.",
      });
    }
    const changed = services.inputs.changed(object, declared);
    if (changed) await this.#tell({ state: "reconciling" });
    const task = { kind, run: runOf(kind, subject, services) };
    const done = await withDevDatabase(kind, subject, services, declared, (spec) => this.#apply({ ...task, spec }));
    await this.#settle(done, drifts && !changed);
    return {};
  }

  /** Tells of what ended the pass, and when to try again. */
  async fail(error: unknown): Promise<Result> {
    const { kind, subject, services } = this;
    const { events, settings } = services;
    if (error instanceof DevDatabaseStartingError) {
      await this.#tell({ state: "waiting", reason: "GettingDevDB", message: "GettingDevDB" });
      return { requeueAfterMs: settings.lookAgainMs };
    }
    if (error instanceof DatabaseWorkError && error.code === "ApprovalPending") {
      await this.#tell({ state: "waiting", ...approvalOf(kind, error, this.#redaction) });
      events.warning(subject.object, { reason: "ApprovalPending", note: this.#redaction.text(error.message) });
      return { requeueAfterMs: settings.lookAgainMs };
    }
    const { reason, event, retry, ...told } = troubleOf(kind, error, isFirstRun(kind, subject.object.status));
    const message = this.#redaction.text(told.message);
    await this.#tell({ state: "failed", reason, message });
    events.warning(subject.object, { reason: event, note: message });
    const waitMs = retry ? nextAttemptMs(subject.object, settings) : undefined;
    subject.context.log.warn({ reason, problem: message, failed: failedOf(subject.object.status), waitMs }, "failed");
    if (waitMs !== undefined) return { requeueAfterMs: waitMs };
    if (retry) {
      const note = `tried ${failedOf(subject.object.status)} times: left alone until it changes, or what it names`;
      events.warning(subject.object, { reason: "BackoffLimitExceeded", note });
    }
    return {};
  }

  #apply(task: Omit<Task, "action">): Promise<Done> {
    const { signal, log } = this.subject.context;
    const onProgress = (text: string): void => log.info({ statement: this.#redaction.text(text) }, "running");
    return this.services.worker.apply(task, { signal, onProgress });
  }

  async #settle({ report, status }: Done, drifts: boolean): Promise<void> {
    const { kind, subject, services } = this;
    const { events, metrics } = services;
    await rememberDatabase(subject, report.database);
    const before = subject.object.status;
    const ready = isReady(before, subject.generation);
    for (const { title } of report.steps) {
      subject.context.log.info({ change: this.#redaction.text(title) }, "changed a database");
      metrics.change(kind, { action: "update" });
    }
    if (drifts && report.steps.length > 0) metrics.drifted(kind);
    if (ready && report.steps.length === 0) {
      await subject.editStatus((one) => statusKept(one.status, status.observed_hash));
      return;
    }
    const message = kind === "AtlasSchema" ? this.#redaction.text(applyResponse(report.steps)) : "";
    const applied = report.steps.length > 0 ? {} : lastAppliedOf(before);
    await this.#tell({ state: "ready", message, fields: { ...status, ...applied } });
    const version = report.versions?.at(-1);
    events.normal(subject.object, {
      reason: "Applied",
      note: kind === "AtlasSchema" ? "Applied schema" : `Version ${version ?? "none"} applied`,
    });
    events.settled(subject.object);
    const since = findCondition(before?.conditions, "Ready")?.lastTransitionTime;
    if (since !== undefined) metrics.becameReady(kind, (Date.now() - Date.parse(since)) / 1000);
  }

  #tell(progress: Progress): Promise<void> {
    const { generation } = this.subject;
    return this.subject.editStatus(({ status }) => statusAfter(status, progress, generation));
  }
}

function runOf(kind: DatabaseKindName, { object }: Subject, { settings }: DatabaseServices): Task["run"] {
  return {
    firstRun: isFirstRun(kind, object.status),
    appliedTo: appliedTo(object),
    allow: permissionsOf(settings),
    atlasCommand: settings.atlasCommand,
  };
}

/** Whether nothing was ever applied for the object: as upstream, by what its status says. */
function isFirstRun(kind: DatabaseKindName, status: Json | undefined): boolean {
  const { last_applied: schema, lastApplied: migration } = status ?? {};
  return !(Number(kind === "AtlasSchema" ? schema : migration) > 0);
}

/** When something was last applied, if nothing had to be now. */
function lastAppliedOf(status: Json | undefined): Json {
  const { last_applied, lastApplied } = status ?? {};
  return Object.fromEntries(Object.entries({ last_applied, lastApplied }).filter(([, at]) => Number(at) > 0));
}

function approvalOf(kind: DatabaseKindName, { message, failure }: DatabaseWorkError, redaction: Redaction) {
  const { link } = failure;
  const fields =
    link === undefined ? {} : kind === "AtlasSchema" ? { planURL: link, planLink: link } : { approvalUrl: link };
  return { reason: "ApprovalPending" as const, message: redaction.text(message), fields };
}
