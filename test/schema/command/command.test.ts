import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { locate } from "../../../provider/kinds/sql/connection";
import { migrationKind } from "../../../provider/kinds/sql/migration";
import { schemaKind } from "../../../provider/kinds/sql/schema";
import { AtlasClient } from "../../../provider/schema/command/client";
import { atlasProgram } from "../../../provider/schema/command/program";
import { destructiveAmong } from "../../../provider/schema/command/schema";
import { withMigrationSum } from "../../../sdk/model";
import { buildEngine } from "../../../tools/schema/build-engine";
import { type AtlasDouble, atlasDouble, type ExpectedCall } from "./double";

const PASSWORD = "S3cr%23et!";
const URL = `clickhouse://app:${PASSWORD}@ch:9000/shop?secure=true&password=alsoSecret`;
const secrets = [PASSWORD, "S3cr#et!", "alsoSecret", "cloud-token"];
const GLOBAL = ["--config", "file://atlas.hcl", "--env", "atlas-iac", "--format", "{{ json . }}"];
const USERS = "CREATE TABLE `users` (`id` UInt64) ENGINE = MergeTree ORDER BY `id`";
const SQL = { urlFrom: { secretKeyRef: URL }, devURL: "docker://clickhouse/24", schema: { sql: `${USERS};` } };
const PROJECT = `env "atlas-iac" {
  url = getenv("ATLAS_IAC_TARGET_URL")
  dev = getenv("ATLAS_IAC_DEV_URL")
  src = ["file://schema.sql"]
}
`;

const answer = (report: object) => `${JSON.stringify({ Driver: "clickhouse", ...report })}\n`;
const dryRun = (...pending: string[]): ExpectedCall => ({
  args: ["schema", "apply", ...GLOBAL, "--dry-run"],
  env: { ATLAS_IAC_TARGET_URL: URL, ATLAS_IAC_DEV_URL: "docker://clickhouse/24", ATLAS_NO_UPDATE_NOTIFIER: "1" },
  stdout: answer({ Changes: pending.length > 0 ? { Pending: pending } : {} }),
});
const apply = (flags: string[], rest: Partial<ExpectedCall>): ExpectedCall => ({
  args: ["schema", "apply", ...GLOBAL, ...flags],
  ...rest,
});

let double: AtlasDouble | undefined;
const doubleOf = (...[calls, options = {}]: Parameters<typeof atlasDouble>) => {
  double = atlasDouble(calls, { secrets, ...options });
  return { atlasCommand: double.file };
};
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

beforeAll(() => buildEngine());
afterEach(() => {
  vi.unstubAllEnvs();
  expect(double?.complaints() ?? "").toBe("");
  expect(double?.left() ?? 0).toBe(0);
  double?.remove();
  double = undefined;
});

describe("an AtlasSchema on a database that the embedded engine does not serve", () => {
  it("shows what the command line would run, and has it run", async () => {
    const files = { "atlas.hcl": PROJECT, "schema.sql": `${USERS};` };
    const run = doubleOf([
      { ...dryRun(USERS), files },
      { ...dryRun(USERS), files },
      apply(["--tx-mode", "none", "--auto-approve"], { files, stdout: answer({ Changes: { Applied: [USERS] } }) }),
    ]);
    const outlook = await schemaKind.foresee(SQL, { firstRun: true, ...run });
    expect(outlook).toMatchObject({ steps: [{ title: USERS, sql: [USERS] }], refusal: undefined });
    expect(outlook.notes.join()).toContain("1.2.0");
    const report = await schemaKind.apply({ ...SQL, txMode: "none" }, { firstRun: true, ...run });
    expect(report).toMatchObject({
      steps: [{ sql: [USERS] }],
      database: "clickhouse://ch:9000/shop",
      hash: outlook.hash,
    });
    expect(await locate(SQL, undefined)).toBe("clickhouse://ch:9000/shop");
  });

  it("tells it schemas, exclusions, policies and variables, none of them through arguments", async () => {
    const hcl = 'variable "secret" {\n  type = string\n}\n';
    const project = `env "atlas-iac" {
  url = getenv("ATLAS_IAC_TARGET_URL")
  secret = getenv("ATLAS_IAC_VAR_secret_0")
  many = [getenv("ATLAS_IAC_VAR_many_0"), getenv("ATLAS_IAC_VAR_many_1")]
  src = ["file://schema.hcl"]
  schemas = ["shop"]
  exclude = ["\\"a.b\\"", "$\${x}"]
  diff {
    skip {
      drop_table = true
    }
    concurrent_index {
      create = true
    }
  }
  lint {
    destructive {
      error = true
    }
  }
}
`;
    const env = { ATLAS_IAC_VAR_secret_0: "alsoSecret", ATLAS_IAC_VAR_many_1: "b" };
    const run = doubleOf([
      { args: dryRun().args, env, files: { "atlas.hcl": project, "schema.hcl": hcl }, stdout: answer({ Changes: {} }) },
    ]);
    const declared = {
      urlFrom: { secretKeyRef: URL },
      schema: { hcl },
      schemas: ["shop"],
      exclude: ['"a.b"', "${x}"],
      vars: [
        { key: "secret", valueFrom: { secretKeyRef: "alsoSecret" } },
        { key: "many", value: "a" },
        { key: "many", value: "b" },
      ],
      policy: {
        lint: { destructive: { error: true } },
        diff: { skip: { drop_table: true }, concurrent_index: { create: true } },
      },
    };
    expect((await schemaKind.foresee(declared, { firstRun: false, ...run })).steps).toEqual([]);
  });

  it("writes no variable into its project file whose name would be code there", async () => {
    const declared = { ...SQL, schema: { hcl: "" }, vars: [{ key: 'leak = file("/etc/passwd") #', value: "x" }] };
    await expect(schemaKind.foresee(declared, { firstRun: false, ...doubleOf([]) })).rejects.toThrow(
      'vars: "leak = file(\\"/etc/passwd\\") #" is no name of a variable',
    );
  });

  it("interrupts a run that is called off, and returns once it has ended", async () => {
    const called = new AbortController();
    const run = doubleOf([dryRun(USERS), apply(["--auto-approve"], { stdout: answer({}), takes: 600_000 })]);
    const applying = schemaKind.apply(SQL, { firstRun: false, signal: called.signal, ...run });
    const outcome = failureOf(applying);
    await vi.waitFor(() => expect(double?.left()).toBe(0), { timeout: 20_000 });
    called.abort(new Error("called off"));
    expect(await outcome).toMatchObject({ message: "called off" });
  });

  it.each([
    { because: "a first run", run: { firstRun: true }, policy: undefined, reason: "FirstRunDestructive" },
    {
      because: "policy",
      run: { firstRun: false },
      policy: { lint: { destructive: { error: true } } },
      reason: "LintPolicyError",
    },
  ])("refuses what would destroy something: $because", async ({ run, policy, reason }) => {
    const drop = "DROP TABLE `old`";
    const surroundings = doubleOf([dryRun(drop), dryRun(drop)]);
    const declared = { ...SQL, policy };
    expect((await schemaKind.foresee(declared, { ...run, ...surroundings })).refusal).toMatchObject({ reason });
    expect(await failureOf(schemaKind.apply(declared, { ...run, ...surroundings }))).toMatchObject({ reason });
  });

  it.each([
    ["ALTER TABLE t DROP COLUMN c", true],
    ["ALTER TABLE t ADD COLUMN d int, DROP COLUMN c", true],
    ["DROP SCHEMA [x]", true],
    ["ALTER TABLE t DROP c", true],
    ["DROP INDEX i ON t", false],
    ["ALTER TABLE t DROP CONSTRAINT c", false],
    ["ALTER TABLE t ALTER COLUMN c DROP NOT NULL, DROP DEFAULT", false],
    ["ALTER TABLE t DROP CONSTRAINT c, DROP COLUMN d", true],
    ["CREATE TABLE drops (dropped int)", false],
  ])("tells by the text whether %s destroys something: %s", (statement, destroys) => {
    expect(destructiveAmong([statement])).toEqual(destroys ? [statement] : []);
  });

  it("cannot take away what it declared, and says so before anything is done", async () => {
    const failure = await failureOf(Promise.resolve(schemaKind.drop?.(SQL, doubleOf([]))));
    expect(String(failure)).toContain("clickhouse://ch:9000/shop cannot be dropped");
  });
});

describe("a run of the command line that fails", () => {
  it.each<{ because: string; answer: Partial<ExpectedCall>; says: string; applied?: string[] }>([
    {
      because: "a statement failed",
      answer: {
        exit: 1,
        stdout: answer({
          Changes: {
            Applied: ["CREATE A"],
            Pending: ["CREATE C"],
            Error: { Stmt: "CREATE B", Text: `no: ${PASSWORD}` },
          },
        }),
        stderr: "Error: no\n",
      },
      says: 'atlas schema apply: no: xxxxx (in "CREATE B")',
      applied: ["CREATE A"],
    },
    {
      because: "a report has an error of the whole",
      answer: { exit: 1, stdout: answer({ Error: "lint failed", Applied: { Applied: ["X"] } }) },
      says: "atlas schema apply: lint failed",
      applied: ["X"],
    },
    {
      because: "it only complains, and quotes what is secret in every form",
      answer: { exit: 1, stderr: `\u001B[31mError: dial ${URL}: S3cr#et! alsoSecret\u001B[0m\n` },
      says: "atlas schema apply: Error: dial xxxxx: xxxxx xxxxx".replace("Error: ", ""),
    },
    { because: "it says nothing", answer: { exit: 1 }, says: "it failed without a word" },
    {
      because: "it prints no JSON",
      answer: { stdout: "Schema is synced\n" },
      says: "atlas schema apply: Schema is synced",
    },
    {
      because: "it wants a login",
      answer: { exit: 1, stderr: "Error: command requires 'atlas login'\n" },
      says: "command requires 'atlas login'",
    },
    {
      because: "several databases answer",
      answer: { stdout: `${answer({ Changes: {} })}${answer({ Changes: {} })}` },
      says: "one report was expected, and 2 came",
    },
  ])("is told in its own words, without secrets: $because", async ({ answer: said, says, applied }) => {
    const run = doubleOf([{ args: dryRun().args, ...said }]);
    const failure = await failureOf(schemaKind.foresee(SQL, { firstRun: true, ...run }));
    expect(String(failure)).toContain(says);
    for (const secret of secrets) expect(String(failure)).not.toContain(secret);
    if (applied) expect(failure).toMatchObject({ applied });
  });

  it("is ended when it takes too long", async () => {
    const { atlasCommand } = doubleOf([]);
    const slow = atlasDouble([{ args: ["x", "y", ...GLOBAL], takes: 60_000 }]);
    const { runProgram } = await import("../../../provider/schema/command/run.js");
    await expect(runProgram(slow.file, ["x", "y", ...GLOBAL], { timeoutMs: 1_500 })).rejects.toThrow(
      "x y did not end within 1500 ms",
    );
    slow.remove();
    expect(atlasCommand).not.toBe(slow.file);
  });
});

describe("the command line that is needed", () => {
  const needed = () => failureOf(schemaKind.foresee(SQL, { firstRun: true }));

  it("is named by its error where it is not there, with what it is needed for", async () => {
    vi.stubEnv("PATH", "/nowhere");
    const failure = await needed();
    expect(failure).toMatchObject({ code: "AtlasCommandMissing" });
    expect(String(failure)).toContain("clickhouse://ch:9000/shop is a database");
    expect(String(failure)).toContain("there is no `atlas` on PATH");
    expect(Reflect.get(Object(failure), "hint")).toContain("ATLAS_IAC_ATLAS_COMMAND");
  });

  it.each([
    {
      because: "MongoDB's program has the same name",
      version: "atlascli version: 1.40.0",
      says: "MongoDB's Atlas CLI",
    },
    { because: "it is something else", version: "hello", says: "does not answer as it would, but: hello" },
    { because: "it is too old", version: "atlas version v0.9.1-1234567", says: "release 0.9.1, older than 0.13.0" },
  ])("is refused where it is not the one: $because", async ({ version, says }) => {
    const { atlasCommand } = doubleOf([], { version });
    vi.stubEnv("ATLAS_IAC_ATLAS_COMMAND", atlasCommand);
    expect(String(await needed())).toContain(says);
  });

  it.each([
    { version: "atlas version v1.2.0-a5e0aec-canary\nhttps://x", is: { version: "1.2.0", community: false } },
    { version: "atlas community version v1.2.0-a5e0aec", is: { version: "1.2.0", community: true } },
    { version: "atlas version - development", is: { version: "", community: true } },
  ])("tells release and edition: $version", async ({ version, is }) => {
    expect(await atlasProgram("x", doubleOf([], { version }).atlasCommand)).toMatchObject(is);
  });

  it("is refused where it is a file that cannot be run", async () => {
    const directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-file-"));
    writeFileSync(path.join(directory, "atlas"), "");
    chmodSync(path.join(directory, "atlas"), 0o644);
    await expect(atlasProgram("x", path.join(directory, "atlas"))).rejects.toThrow("is no program that can be run");
    rmSync(directory, { recursive: true });
  });

  it("gets nothing of other services' secrets", async () => {
    vi.stubEnv("MONGODB_ATLAS_PRIVATE_API_KEY", "private");
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "phrase");
    const { atlasCommand } = doubleOf([{ args: ["migrate", "status", ...GLOBAL], stdout: "{}" }]);
    writeFileSync(
      `${atlasCommand}.sh`,
      `#!/bin/sh\nenv | grep -E "MONGODB|PULUMI" && exit 3\nexec ${atlasCommand} "$@"\n`,
      {
        mode: 0o755,
      },
    );
    const program = { file: `${atlasCommand}.sh`, version: "", community: false };
    const setting = { env: { hasDev: false }, files: {} };
    await AtlasClient.within(program, { url: URL }, setting, (atlas) => atlas.look("migrate status"));
  });
});

describe("an AtlasSchema that Atlas Cloud takes part in", () => {
  const cloud = { tokenFrom: { secretKeyRef: "cloud-token" }, repo: "shop" };
  const declared = { ...SQL, cloud, policy: { lint: { review: "ALWAYS" as const } } };
  const between = ["--from", "env://url", "--to", "env://src", "--repo", "atlas://shop"];
  const list = (...plans: object[]): ExpectedCall => ({
    args: ["schema", "plan", "list", ...GLOBAL, ...between, "--auto-approve"],
    env: { ATLAS_TOKEN: "cloud-token" },
    stdout: JSON.stringify(plans),
  });
  const plan = (status: string) => ({ Name: "p1", URL: "atlas://shop/plans/p1", Link: "https://x/p1", Status: status });

  it("applies a plan that was approved", async () => {
    const flags = ["--plan", "atlas://shop/plans/p1"];
    const done = apply(flags, { stdout: answer({ Changes: { Applied: [USERS] } }) });
    const run = doubleOf([dryRun(USERS), list(plan("APPROVED")), done]);
    expect((await schemaKind.apply(declared, { firstRun: true, ...run })).steps).toHaveLength(1);
  });

  it.each([
    { because: "it waits there", calls: [dryRun(USERS), list(plan("PENDING"))] },
    {
      because: "every plan needs it",
      calls: [
        dryRun(USERS),
        list(),
        dryRun(USERS),
        {
          args: ["schema", "plan", ...GLOBAL, ...between, "--pending", "--auto-approve"],
          stdout: answer({ File: plan("PENDING") }),
        },
      ],
    },
  ])("stops with the page of a plan that nobody has approved: $because", async ({ calls }) => {
    const failure = await failureOf(schemaKind.apply(declared, { firstRun: true, ...doubleOf(calls) }));
    expect(failure).toMatchObject({ code: "ApprovalPending", link: "https://x/p1" });
    expect(String(failure)).toContain("plan p1 needs an approval in Atlas Cloud: https://x/p1");
  });

  it("asks for an approval where the project's policy rejects the plan", async () => {
    const without = { ...SQL, cloud };
    const calls = [
      dryRun(USERS),
      list(),
      apply([], { exit: 1, stderr: "Error: Rejected by review policy: destructive changes\n" }),
      {
        args: ["schema", "plan", ...GLOBAL, ...between, "--pending", "--auto-approve"],
        stdout: answer({ File: plan("PENDING") }),
      },
    ];
    const failure = await failureOf(schemaKind.apply(without, { firstRun: false, ...doubleOf(calls) }));
    expect(failure).toMatchObject({ code: "ApprovalPending" });
  });

  it("reads the schema from the registry, with the token of the environment, on any driver", async () => {
    vi.stubEnv("ATLAS_TOKEN", "cloud-token");
    const run = doubleOf([
      { args: dryRun().args, env: { ATLAS_TOKEN: "cloud-token" }, stdout: answer({ Changes: {} }) },
    ]);
    const registry = { url: "postgres://u@h/db", schema: { url: "atlas://shop" } };
    expect((await schemaKind.foresee(registry, { firstRun: false, ...run })).steps).toEqual([]);
  });
});

describe("an AtlasMigration on a database that the embedded engine does not serve", () => {
  const { local } = withMigrationSum({ "1_a.sql": "CREATE A;\n", "2_b.sql": "CREATE B;\n" });
  const declared = { urlFrom: { secretKeyRef: URL }, dir: { local }, execOrder: "linear-skip" as const, baseline: "1" };
  const status = (report: object): ExpectedCall => ({
    args: ["migrate", "status", ...GLOBAL],
    env: { ATLAS_IAC_TARGET_URL: URL },
    stdout: answer(report),
  });
  const file = (name: string) => ({ Name: name, Version: name.split("_")[0] });
  const both = [file("1_a.sql"), file("2_b.sql")];

  it("sends the token of the environment to no address that the object names", async () => {
    vi.stubEnv("ATLAS_TOKEN", "cloud-token");
    const declared = { url: URL, dir: { local: {} }, cloud: { url: "https://elsewhere.example.com" } };
    await expect(migrationKind.apply(declared, { firstRun: false, ...doubleOf([]) })).rejects.toThrow(
      "spec.cloud.tokenFrom: is required with cloud.url",
    );
  });

  it("shows what is pending, and has it run", async () => {
    const project = `env "atlas-iac" {
  url = getenv("ATLAS_IAC_TARGET_URL")
  migration {
    dir = "file://migrations"
    exec_order = LINEAR_SKIP
    baseline = "1"
  }
}
`;
    const files = {
      "atlas.hcl": project,
      ...Object.fromEntries(Object.entries(local).map(([name, text]) => [`migrations/${name}`, text])),
    };
    const pending = status({ Available: both, Pending: [both[1]], Applied: [{ Version: "1" }] });
    const run = doubleOf([
      { ...pending, files },
      pending,
      {
        args: ["migrate", "apply", ...GLOBAL],
        files,
        stdout: answer({ Applied: [{ ...both[1], Applied: ["CREATE B"] }], Target: "2" }),
      },
      status({ Available: both, Applied: [{ Version: "1" }, { Version: "2" }] }),
    ]);
    const outlook = await migrationKind.foresee(declared, { firstRun: true, ...run });
    expect(outlook).toMatchObject({ steps: [{ title: "2_b.sql", sql: ["CREATE B;"] }], versions: ["1"] });
    const report = await migrationKind.apply(declared, { firstRun: true, ...run });
    expect(report).toMatchObject({ steps: [{ title: "2_b.sql", sql: ["CREATE B"] }], versions: ["1", "2"] });
    expect(report.hash).toBe(local["atlas.sum"]?.split("\n")[0]);
  });

  it("tells which statement of which file failed, and what ran before", async () => {
    const failed = { ...both[1], Applied: ["CREATE B"], Error: { Stmt: "CREATE C", Text: "no" } };
    const run = doubleOf([
      status({ Available: both, Pending: [both[1]], Applied: [{ Version: "1" }] }),
      { args: ["migrate", "apply", ...GLOBAL], exit: 1, stdout: answer({ Applied: [failed], Error: "2_b.sql: no" }) },
    ]);
    const failure = await failureOf(migrationKind.apply(declared, { firstRun: true, ...run }));
    expect(failure).toMatchObject({ applied: ["CREATE B"] });
    expect(String(failure)).toContain('atlas migrate apply: no (in "CREATE C")');
  });

  const ahead = status({ Available: [both[0]], Applied: [{ Version: "1" }, { Version: "2" }] });

  it("refuses to go down unless that is allowed, and where the files to go down with are gone", async () => {
    const flows = { migrateDown: { allow: true, autoApprove: true } };
    const run = doubleOf([ahead, ahead]);
    expect((await migrationKind.foresee(declared, { firstRun: false, ...run })).refusal).toMatchObject({
      reason: "ProtectedFlowError",
    });
    const failure = await failureOf(
      migrationKind.apply({ ...declared, protectedFlows: flows }, { firstRun: false, ...run }),
    );
    expect(Reflect.get(Object(failure), "hint")).toContain("atlas migrate down");
  });

  it.each([
    { status: "APPLIED", says: undefined },
    { status: "PENDING_USER", says: "going down needs an approval in Atlas Cloud: https://x/down" },
    { status: "ABORTED", says: "going down was rejected" },
  ])("goes down in a directory of Atlas Cloud where it is allowed there: $status", async ({ status: state, says }) => {
    const after = says === undefined ? [status({ Available: [both[0]], Applied: [{ Version: "1" }] })] : [];
    const run = doubleOf([
      ahead,
      {
        args: ["migrate", "down", ...GLOBAL, "--to-version", "1"],
        env: { ATLAS_TOKEN: "cloud-token" },
        stdout: answer({ Status: state, URL: "https://x/down" }),
      },
      ...after,
    ]);
    const remote = {
      urlFrom: { secretKeyRef: URL },
      dir: { remote: { name: "shop", tag: "v1" } },
      cloud: { tokenFrom: { secretKeyRef: "cloud-token" } },
      protectedFlows: { migrateDown: { allow: true } },
    };
    const outcome = await migrationKind.apply(remote, { firstRun: false, ...run }).catch((error: unknown) => error);
    if (says === undefined) expect(outcome).toMatchObject({ versions: ["1"] });
    else expect(String(outcome)).toContain(says);
  });
});
