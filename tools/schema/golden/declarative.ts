import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type ApplySchemaRequest, applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { withSession } from "../../../provider/schema/drivers/open";
import { engine } from "../../../provider/schema/engine/engine";
import { type DiffPolicy, SKIPPABLE } from "../../../provider/schema/engine/protocol";
import { type GoldenServer, runScript } from "./servers";

/** One recorded case: what was there, what was wanted, and what the official command line answered. */
export interface DeclarativeCase {
  name: string;
  from: string;
  desired: ApplySchemaRequest["desired"];
  exclude: string[];
  policy: DiffPolicy;
  /** Whether the project forbids destructive changes. */
  protect: boolean;
  txMode: "file" | "none";
  realm: boolean;
  /** Statements planned; undefined where planning failed. */
  pending: string[] | undefined;
  applied: boolean;
  inspectHcl: string;
  inspectSql: string;
  inSync: boolean;
}

function read(directory: string, name: string): string {
  const file = path.join(directory, name);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function policyOf(project: string): DiffPolicy {
  const on = (name: string) => new RegExp(`\\b${name}\\s*=\\s*true`).test(project);
  const concurrent = /concurrent_index\s*\{/.test(project);
  return {
    skip: SKIPPABLE.filter(on),
    concurrentCreate: concurrent && on("create"),
    concurrentDrop: concurrent && on("drop"),
  };
}

/** Reads the cases of one database. */
export function declarativeCases(directory: string): DeclarativeCase[] {
  return readdirSync(directory)
    .sort()
    .map((name) => {
      const at = path.join(directory, name);
      const args = read(at, "args.txt");
      const exit = JSON.parse(read(at, "exit.json")) as Record<string, number>;
      const hcl = read(at, "to.hcl");
      const plan = read(at, "plan.json");
      return {
        name,
        from: read(at, "from.sql"),
        desired: hcl
          ? { hcl: [{ name: "to.hcl", text: hcl }] }
          : { sql: [{ name: "to.sql", text: read(at, "to.sql") }] },
        exclude: [...new Set([...args.matchAll(/--exclude '?([^'\s]+)'?/g)].map(([, pattern]) => pattern ?? ""))],
        policy: policyOf(read(at, "atlas.hcl")),
        protect: /destructive\s*\{\s*error\s*=\s*true/.test(read(at, "atlas.hcl")),
        txMode: args.includes("--tx-mode none") ? "none" : "file",
        realm: args.includes("{url_realm}"),
        pending: exit["plan.json"] === 0 ? ((JSON.parse(plan) as { Pending?: string[] }).Pending ?? []) : undefined,
        applied: exit["apply.txt"] === 0,
        inspectHcl: read(at, "inspect.hcl"),
        inspectSql: read(at, "inspect.sql"),
        inSync: exit["second-plan.txt"] === 0 && read(at, "second-plan.txt") === "",
      };
    });
}

/** What we answered where it is not what was recorded. */
export interface Difference {
  what: "plan" | "apply" | "inspect.hcl" | "inspect.sql" | "second plan";
  recorded: string;
  ours: string;
}

const lines = (statements: readonly string[]) => statements.map((statement) => `${statement};`).join("\n");

/** Runs a case and answers every difference. */
export async function replayDeclarative(one: DeclarativeCase, server: GoldenServer): Promise<Difference[]> {
  const { url, dev } = await server.fresh(one.realm);
  await runScript(url, one.from, async (text, session) =>
    (await engine.statements("from.sql", text, session.dialect)).map((statement) => statement.text),
  );
  const request: ApplySchemaRequest = {
    ...{ url, devUrl: dev, desired: one.desired, exclude: one.exclude, txMode: one.txMode },
    policy: { diff: one.policy, destructive: { error: one.protect } },
  };
  const differences: Difference[] = [];
  const note = (what: Difference["what"], recorded: string, ours: string) => {
    if (recorded !== ours) differences.push({ what, recorded, ours });
  };
  const said = (error: unknown) => `failed: ${error instanceof Error ? error.message : String(error)}`;
  const planned = await previewSchema(request).then((plan) => plan.statements, said);
  const plan = typeof planned === "string" ? planned : lines(planned.map((statement) => statement.cmd));
  if (one.pending) note("plan", lines(one.pending), plan);
  else if (!plan.startsWith("failed")) note("plan", "failed", plan);
  const applied = await applySchema(request).then(() => "applied", said);
  if (one.applied || applied === "applied") note("apply", one.applied ? "applied" : "failed", applied);
  const inspection = await withSession(url, {}, (session) =>
    engine.inspect({ from: { session }, formats: ["hcl", "sql"] }),
  );
  note("inspect.hcl", one.inspectHcl, inspection.hcl ?? "");
  note("inspect.sql", one.inspectSql, inspection.sql ?? "");
  const second = await previewSchema(request).then(
    (again) => lines(again.statements.map((statement) => statement.cmd)),
    said,
  );
  if (one.inSync || second === "") note("second plan", one.inSync ? "" : "not in sync", second);
  return differences;
}
