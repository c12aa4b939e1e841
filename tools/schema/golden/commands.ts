import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { engine } from "../../../provider/schema/engine/engine";
import { freePort } from "../../engines/free-port";
import { type Outcome, runCommand } from "./run-command";
import { type GoldenDatabase, type GoldenServer, runScript } from "./servers";

/** One command line that was recorded, with what was done before it. */
interface Step {
  name: string;
  args: string[];
  recorded: Outcome;
  /** Folders whose content is copied over the working directory, a list of files to delete, and a script to run on the database. */
  before: { write?: string; remove?: string; run?: string };
  /** Folder of the files that `import` wrote. */
  imported?: string;
}

/** A recorded case: command lines that follow each other on one database. */
export interface CommandCase {
  group: "declarative" | "versioned" | "cli";
  name: string;
  database: GoldenDatabase;
  /** Folder whose content is the working directory at the start. */
  files: string;
  /** Script that is run on the new database. */
  script: string;
  steps: Step[];
}

/** Splits a line as a shell would, as far as the corpus needs it. */
export function words(line: string): string[] {
  return [...line.matchAll(/((?:'[^']*'|[^\s'])+)/g)].map(([word]) => word.replaceAll("'", ""));
}

const read = (...parts: string[]) => {
  const file = path.join(...parts);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
};

const there = (...parts: string[]) => (existsSync(path.join(...parts)) ? path.join(...parts) : undefined);

const folders = (root: string) => (existsSync(root) ? readdirSync(root).sort() : []);

function declarative(root: string, database: GoldenDatabase): CommandCase[] {
  const all = path.join(root, "declarative", database);
  return folders(all).map((name) => {
    const directory = path.join(all, name);
    const exit = JSON.parse(read(directory, "exit.json")) as Record<string, number>;
    const steps = read(directory, "args.txt")
      .trim()
      .split("\n")
      .map((line) => {
        const [file = ""] = line.split(": ", 1);
        const recorded = { out: read(directory, file), err: read(directory, `${file}.stderr`), code: exit[file] ?? 0 };
        return { name: file, args: words(line.slice(file.length + 2)), recorded, before: {} };
      });
    return { group: "declarative", name, database, files: directory, script: read(directory, "from.sql"), steps };
  });
}

function recordedIn(folder: string): Outcome {
  return { out: read(folder, "stdout"), err: read(folder, "stderr"), code: Number(read(folder, "exit")) };
}

function versioned(root: string, database: GoldenDatabase): CommandCase[] {
  const all = path.join(root, "versioned");
  return folders(all).flatMap((name): CommandCase[] => {
    const directory = path.join(all, name);
    const [first = "", ...lines] = read(directory, "args.txt").trim().split("\n");
    if (!first.endsWith(`: ${database}`)) return [];
    const steps = lines.map((line) => {
      const [step = ""] = line.split(": ", 1);
      const folder = path.join(directory, "steps", step);
      const before = {
        write: there(folder, "before/write"),
        remove: there(folder, "before/remove.txt"),
        run: there(folder, "before/run.sql"),
      };
      const imported = there(folder, "imported");
      return { name: step, args: words(line.slice(step.length + 2)), recorded: recordedIn(folder), before, imported };
    });
    return [{ group: "versioned", name, database, files: directory, script: "", steps }];
  });
}

function badInput(root: string, database: GoldenDatabase): CommandCase[] {
  const all = path.join(root, "cli");
  return folders(all).flatMap((name): CommandCase[] => {
    const directory = path.join(all, name);
    const [first = "", line = ""] = read(directory, "args.txt").trim().split("\n");
    if (!first.endsWith(`: ${database}`)) return [];
    const step = { name, args: words(line), recorded: recordedIn(directory), before: {} };
    const files = path.join(directory, "files");
    return [{ group: "cli", name, database, files, script: read(directory, "before.sql"), steps: [step] }];
  });
}

/** Reads the recorded cases of one database. */
export function commandCases(root: string, database: GoldenDatabase): CommandCase[] {
  return [...declarative(root, database), ...versioned(root, database), ...badInput(root, database)];
}

async function run(url: string, script: string): Promise<void> {
  if (!script) return;
  await runScript(url, script, async (text, session) =>
    (await engine.statements("script.sql", text, session.dialect)).map((statement) => statement.text),
  );
}

/** Puts into recorded arguments what they stand for on this server. */
async function placed(args: readonly string[], url: string, server: GoldenServer): Promise<string[]> {
  const all = args.join(" ");
  const dev = /\{dev(_realm)?\}|golden_dev/.test(all) ? await server.freshDev(all.includes("{dev_realm}")) : "";
  const values: Record<string, string> = {
    ...{ url, url_realm: url, dev, dev_realm: dev, wrong_password: "wrong", closed_port: String(await freePort()) },
    ...server.placeholders,
  };
  return args.map((arg) => arg.replaceAll(/\{(\w+)\}/g, (all, name) => values[name] ?? all));
}

/** What cannot be the same twice, or on another machine; and how drivers introduce a database's own words. */
function normalised(text: string, server: GoldenServer, args: readonly string[]): string {
  const closed = /127\.0\.0\.1:(\d+)/.exec(args.join(" "))?.[1];
  const { port, password } = server.placeholders;
  return text
    .replaceAll(/\((?:\d+m)?[\d.]+(?:ms|s)\)/g, "({duration})")
    .replaceAll(/-- [\d.]+(?:ms|s)$/gm, "-- {duration}")
    .replaceAll(/"(Start|End|ExecutedAt)":"[^"{]*"/g, '"$1":"{time}"')
    .replaceAll(/"ExecutionTime":\d+/g, '"ExecutionTime":0')
    .replaceAll(/"OperatorVersion":"[^"]*"/g, '"OperatorVersion":"{operator_version}"')
    .replaceAll(port ? `:${port}` : "\0", ":{port}")
    .replaceAll(closed && closed !== port ? `:${closed}` : "\0", ":{closed_port}")
    .replaceAll(password ? `:${password}@` : "\0", ":{password}@")
    .replaceAll(/\bpq: (.*?)(?: at column \d+)? \((?:\w{5})\)/g, "$1")
    .replaceAll(/\bError \d+ \(\w{5}\): /g, "")
    .replaceAll("sql/migrate: ", "")
    .replaceAll("atlas-iac migrate hash", "atlas migrate hash");
}

/** What a command did otherwise than was recorded. */
export interface CommandDifference {
  /** Of the case, and of the step where there are several. */
  where: string;
  what: "stdout" | "stderr" | "exit" | "files";
  recorded: string;
  ours: string;
}

function prepare({ write, remove }: Step["before"], workdir: string): void {
  if (write) cpSync(write, workdir, { recursive: true });
  for (const file of remove ? words(readFileSync(remove, "utf8")) : [])
    rmSync(path.join(workdir, file), { force: true });
}

function contentOf(folder: string): string {
  return folders(folder)
    .map((name) => `${name}\n${read(folder, name)}`)
    .join("\n");
}

async function runStep(step: Step, url: string, server: GoldenServer): Promise<Omit<CommandDifference, "where">[]> {
  const args = await placed(step.args, url, server);
  const outcome = await runCommand(...args);
  const { recorded } = step;
  const same = (text: string) => normalised(text, server, args);
  const differences: Omit<CommandDifference, "where">[] = [];
  const note = (what: CommandDifference["what"], was: string, is: string) => {
    if (was !== is) differences.push({ what, recorded: was, ours: is });
  };
  note("exit", String(recorded.code), String(outcome.code));
  note("stdout", same(recorded.out), same(outcome.out));
  // Errors are told in words of our own: what counts is that there is one.
  if (step.imported) note("files", contentOf(step.imported), contentOf("imported"));
  if ((recorded.err === "") !== (outcome.err === "")) note("stderr", recorded.err, outcome.err);
  return differences;
}

/** Runs the command lines of a case in this process, and answers every difference. Changes the working directory meanwhile. */
export async function replayCommands(one: CommandCase, server: GoldenServer): Promise<CommandDifference[]> {
  const realm = one.steps.some((step) => step.args.some((arg) => arg.includes("{url_realm}")));
  const fresh = await server.fresh(realm);
  // Reports show the path of a file: it is recorded as one in the working directory.
  const url = one.database === "sqlite" ? "sqlite://golden.db?_fk=1" : fresh.url;
  const home = process.cwd();
  const workdir = mkdtempSync(path.join(tmpdir(), "atlas-iac-commands-"));
  const differences: CommandDifference[] = [];
  try {
    if (existsSync(one.files)) cpSync(one.files, workdir, { recursive: true });
    process.chdir(workdir);
    await run(url, one.script);
    for (const step of one.steps) {
      prepare(step.before, workdir);
      if (step.before.run) await run(url, readFileSync(step.before.run, "utf8"));
      const where = one.steps.length > 1 ? `${one.name} ${step.name}` : one.name;
      differences.push(...(await runStep(step, url, server)).map((found) => ({ where, ...found })));
    }
  } finally {
    process.chdir(home);
    rmSync(workdir, { recursive: true, force: true });
  }
  return differences;
}
