import type { DiffPolicy, TextFile } from "../engine/protocol";
import { RefusedError } from "../errors";
import { AtlasClient, type CommandTarget } from "./client";
import { ApprovalPendingError, AtlasCommandError } from "./errors";
import type { AtlasProgram } from "./program";
import type { CommandEnvironment } from "./project-file";
import { isReport, type Report, textOf, textsOf } from "./report";

/** What a database that the official command line serves shall be. */
export interface CommandSchemaRequest extends CommandTarget {
  /** Files of SQL or HCL, or one URL of the registry of Atlas Cloud. */
  desired: readonly TextFile[] | string;
  schemas?: readonly string[];
  exclude?: readonly string[];
  diff?: DiffPolicy;
  /** Whether destructive changes are refused. Absent: only on a first run. */
  destructiveError?: boolean;
  firstRun?: boolean;
  txMode?: string;
  /** When a plan needs approval in Atlas Cloud. */
  review?: "ALWAYS" | "WARNING" | "ERROR";
  /** Repository of the schema in Atlas Cloud. */
  repo?: string;
}

function settingOf(request: CommandSchemaRequest): { env: CommandEnvironment; files: Record<string, string> } {
  const { desired, devUrl, schemas, exclude, diff, destructiveError, review, token, repo } = request;
  const files = typeof desired === "string" ? [] : besideProject(desired);
  return {
    env: {
      src: typeof desired === "string" ? [desired] : files.map(([name]) => `file://${name}`),
      hasDev: devUrl !== undefined,
      ...{ schemas, exclude, diff, destructiveError, review },
      cloud: token === undefined ? undefined : { project: repo },
    },
    files: Object.fromEntries(files),
  };
}

/**
 * Names and texts of files as they lie beside the project file, whatever place they came from. The command line takes any number of
 * HCL files, and of SQL only one.
 */
function besideProject(files: readonly TextFile[]): [name: string, text: string][] {
  const scripts = files.every(({ name }) => name.endsWith(".sql"));
  if (scripts && files.length > 1) return [["schema.sql", files.map(({ text }) => ended(text)).join("\n")]];
  const names = files.map(({ name }) => nameOf(name));
  const distinct = new Set(names.map((name) => name.toLowerCase()));
  const number = (at: number) => (distinct.size === names.length ? "" : `${at + 1}_`);
  return files.map(({ text }, at) => [`${number(at)}${names[at]}`, text]);
}

function nameOf(name: string): string {
  return (name.split("/").at(-1) ?? name).replaceAll(/[^\w.-]/g, "_");
}

/** A script whose last statement ends, so that another can follow. */
function ended(text: string): string {
  return /;\s*(?:--[^\n]*\s*)*$/.test(text) ? text : `${text}\n;`;
}

const DRY_RUN = ["--dry-run"];

/** The statements that would run. Changes nothing. @throws AtlasCommandError */
export function previewWithCommand(program: AtlasProgram, request: CommandSchemaRequest): Promise<string[]> {
  return AtlasClient.within(program, request, settingOf(request), pendingOf);
}

async function pendingOf(atlas: AtlasClient): Promise<string[]> {
  const [report] = one("schema apply", await atlas.look("schema apply", DRY_RUN));
  return changesOf(report, "Pending");
}

function changesOf(report: Report | undefined, field: "Applied" | "Pending"): string[] {
  return isReport(report?.Changes) ? textsOf(report.Changes[field]) : [];
}

/** A run over one database makes one report, or none when there was nothing to tell. */
function one(command: string, reports: Report[]): Report[] {
  if (reports.length <= 1) return reports;
  throw new AtlasCommandError(command, `one report was expected, and ${reports.length} came`);
}

/** Statements that take away data. Whether `DROP` does, is told by what follows: these keep what is in tables. */
const HARMLESS =
  /^DROP\s+(?:INDEX|CONSTRAINT|DEFAULT|NOT\s+NULL|FOREIGN\s+KEY|PRIMARY\s+KEY|CHECK|IDENTITY|EXPRESSION)\b/i;

/** Those of the statements that destroy something. The command line does not say it, so the text has to. */
export function destructiveAmong(statements: readonly string[]): string[] {
  return statements.filter((statement) => dropsOf(statement).some((drop) => !HARMLESS.test(drop)));
}

function dropsOf(statement: string): string[] {
  return statement.split(/(?=\bDROP\s)/i).filter((part) => /^DROP\s/i.test(part));
}

/** @throws RefusedError where policy or safety forbids the statements */
export function refuseDestructive(
  statements: readonly string[],
  { destructiveError, firstRun }: Pick<CommandSchemaRequest, "destructiveError" | "firstRun">,
): void {
  const found = destructiveAmong(statements);
  if (found.length === 0) return;
  if (destructiveError) {
    const hint = "policy.lint.destructive.error forbids them. Skip them with policy.diff.skip, or allow them.";
    throw new RefusedError("LintPolicyError", "destructive changes detected:", found, { hint });
  }
  if (firstRun && destructiveError !== false) {
    const hint =
      "A first run must not drop anything: it may be the wrong database. Declare what exists, exclude it, or set policy.lint.destructive.error to false.";
    throw new RefusedError("FirstRunDestructive", "destructive changes detected:", found, { hint });
  }
}

/**
 * Brings the database to the desired schema. With a repository in Atlas Cloud, through a plan that is approved there.
 * @returns the statements that ran
 * @throws RefusedError, ApprovalPendingError, AtlasCommandError
 */
export function applyWithCommand(program: AtlasProgram, request: CommandSchemaRequest): Promise<string[]> {
  return AtlasClient.within(program, request, settingOf(request), async (atlas) => {
    refuseDestructive(await pendingOf(atlas), request);
    const mode = request.txMode === undefined ? [] : ["--tx-mode", request.txMode === "none" ? "none" : "file"];
    if (request.token === undefined) return applied(await atlas.change("schema apply", [...mode, "--auto-approve"]));
    const plan = request.repo === undefined ? undefined : await approvedPlan(atlas, request, request.repo);
    const planned = plan === undefined ? [] : ["--plan", plan];
    // Without --auto-approve: whether somebody has to approve is decided by the policy of the project.
    return atlas.change("schema apply", [...mode, ...planned]).then(applied, async (error: unknown) => {
      const isRejected = error instanceof AtlasCommandError && error.message.includes("Rejected by review policy");
      if (!isRejected || request.repo === undefined) throw error;
      return askForApproval(atlas, request.repo);
    });
  });
}

function applied(reports: Report[]): string[] {
  return changesOf(one("schema apply", reports)[0], "Applied");
}

const between = (repo: string) => ["--from", "env://url", "--to", "env://src", "--repo", `atlas://${repo}`];

/** URL of the plan that may be applied; nothing where none is needed. @throws ApprovalPendingError */
async function approvedPlan(
  atlas: AtlasClient,
  { review }: CommandSchemaRequest,
  repo: string,
): Promise<string | undefined> {
  const plans = await atlas.look("schema plan list", [...between(repo), "--auto-approve"]);
  const [plan, ...others] = plans;
  if (others.length > 0) {
    const names = plans.map(({ Name }) => String(Name)).join(", ");
    throw new AtlasCommandError("schema plan list", `several plans lead to this schema: ${names}; reject all but one`);
  }
  if (plan === undefined) {
    if (review !== "ALWAYS" || (await pendingOf(atlas)).length === 0) return undefined;
    return askForApproval(atlas, repo);
  }
  if (plan.Status === "APPROVED") return textOf(plan.URL);
  throw new ApprovalPendingError(`plan ${textOf(plan.Name) ?? ""}`, textOf(plan.Link) ?? textOf(plan.URL));
}

async function askForApproval(atlas: AtlasClient, repo: string): Promise<never> {
  const [made] = await atlas.change("schema plan", [...between(repo), "--pending", "--auto-approve"]);
  const file = isReport(made?.File) ? made.File : {};
  throw new ApprovalPendingError(`plan ${textOf(file.Name) ?? ""}`, textOf(file.Link) ?? textOf(file.URL));
}
