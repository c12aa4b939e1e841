import { isAtlasIacError } from "../../../sdk/model/errors";
import type { DatabaseKindName } from "../../kinds/sql/registry";
import { Redaction } from "../../schema/drivers/redact";
import type { Json } from "../cluster/managed-object";
import type { Subject } from "../controllers/subject";
import { findCondition, type Result } from "../runtime";
import { isReady } from "../status/verdict";
import { rememberDatabase } from "./applied-to";
import { applyResponse } from "./apply-response";
import { failedOf, type Progress, speaksOf, statusAfter, statusKept } from "./conditions";
import { withDevDatabase } from "./dev/with-dev-database";
import { DevDatabaseStartingError } from "./errors";
import { filesOf, formerDirectory, keepDirectory } from "./former-directory";
import { nextAttemptMs } from "./retry";
import { declaredBy, isFirstRun, runOf } from "./run-of";
import { redactionOf } from "./secrets";
import type { DatabaseServices } from "./services";
import { troubleOf } from "./trouble";
import { DatabaseWorkError } from "./worker/failure";
import type { Done, Task } from "./worker/protocol";

/** Characters of a statement in the log. */
const LONGEST_LOGGED = 500;

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
    const declared = await declaredBy(kind, object, services, signal);
    this.#redaction = redactionOf(declared);
    const changed = services.inputs[kind].changed(subject.key, declared);
    if (changed) {
      // What fails from here on is news, also for the reason from before.
      services.events.settled(object);
      await this.#tell({ state: "reconciling" });
    }
    const directory = kind === "AtlasMigration" ? filesOf(declared) : undefined;
    const former = directory && (await formerDirectory(object, services.kube, subject.context.log, signal));
    const run = runOf(kind, object, services, former);
    const done = await withDevDatabase(kind, subject, services, declared, (spec, ownDevUrl) =>
      this.#apply({ kind, spec, run: { ...run, ownDevUrl } }),
    );
    await this.#note(done, drifts && !changed);
    // Whoever waits until the object is ready may go down from there.
    if (directory) {
      await keepDirectory(object, { files: directory, former }, services.kube, subject.context.log, signal);
    }
    await this.#settle(done);
    return {};
  }

  /** Tells of what ended the pass, and when to try again. @throws what nobody threw on purpose, once it is told */
  async fail(error: unknown): Promise<Result> {
    const { kind, subject, services } = this;
    const { events, settings } = services;
    if (error instanceof DevDatabaseStartingError) {
      const reason = "GettingDevDB";
      const detail = error.obstacle === undefined ? undefined : this.#redaction.text(error.message);
      await this.#tell({ state: "waiting", reason, message: reason, detail });
      if (detail !== undefined) events.warning(subject.object, { reason, note: detail });
      return { requeueAfterMs: settings.lookAgainMs };
    }
    if (error instanceof DatabaseWorkError && error.code === "TargetBusy") {
      // No failure: what it was last told stays true. It is read anew then, as it may be another one after an hour.
      subject.context.log.debug({ problem: error.message }, "other work is waited for");
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
    // A mistake in the program is counted as one.
    if (!isAtlasIacError(error)) throw error;
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
    let told = "";
    const onProgress = (text: string): void => {
      // Told when a statement begins and when it is done.
      if (text !== told) log.info({ statement: shortened(this.#redaction.text(text)) }, "running");
      told = text;
    };
    return this.services.worker.apply(task, { signal, onProgress });
  }

  /** Takes down what was done, whatever comes next. */
  async #note({ report }: Done, drifts: boolean): Promise<void> {
    const { kind, subject, services } = this;
    const { metrics } = services;
    await rememberDatabase(subject, report.database);
    for (const { title } of report.steps) {
      subject.context.log.info({ change: this.#redaction.text(title) }, "changed a database");
      metrics.change(kind, { action: "update" });
    }
    if (drifts && report.steps.length > 0) metrics.drifted(kind);
  }

  async #settle({ report, status }: Done): Promise<void> {
    const { kind, subject, services } = this;
    const { events, metrics } = services;
    const before = subject.object.status;
    const ready = isReady(before, subject.generation);
    if (ready && report.steps.length === 0) {
      await subject.editStatus((one) => statusKept(one.status, status));
      return;
    }
    const message = kind === "AtlasSchema" ? this.#redaction.text(applyResponse(report.steps)) : "";
    const applied = report.steps.length > 0 ? {} : lastAppliedOf(before);
    await this.#tell({ state: "ready", message, fields: { ...status, ...applied } });
    const { notes = [] } = report;
    if (notes.length > 0) {
      const note = this.#redaction.text(notes.join("\n"));
      subject.context.log.warn({ unmanaged: note }, "not everything is managed");
      events.normal(subject.object, { reason: "Unmanaged", note });
    }
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

/** A statement may be as long as a ConfigMap: a line of the log tells which one it is. */
const shortened = (text: string): string => (text.length > LONGEST_LOGGED ? `${text.slice(0, LONGEST_LOGGED)}…` : text);
