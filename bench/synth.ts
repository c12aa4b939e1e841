import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { ApiObject } from "cdk8s";
import { App, Chart } from "cdk8s";
import type { Construct } from "constructs";
import ts from "typescript";
import { parseAllDocuments } from "yaml";
import type * as typed from "../sdk/cdk8s";
import { kindInfo } from "../sdk/model/kinds";
import { runCommand } from "../tools/engines/command";
import { goals, verdicts } from "./goals/goals";

const root = resolve(__dirname, "..");
const SIZES = [
  { users: 1_000, rounds: 41 },
  { users: 10_000, rounds: 9 },
];

/** A construct as `cdk8s import` makes it. */
type Imported = new (scope: Construct, id: string, props: { metadata?: { name: string }; spec: object }) => ApiObject;
/** Declares a project and its users in a chart. */
type Declare = (chart: Chart, users: number) => void;
type Both = { typed: Declare; imported: Declare };
/** Milliseconds, and the median of the ratios of pairs. */
type Row = { typed: number; imported: number; ratio: number };

const requireHere = createRequire(__filename);
setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

const roles = [
  { roleName: "readWrite", databaseName: "shop" },
  { roleName: "read", databaseName: "reports", collectionName: "daily" },
];

function userSpec(index: number): { username: string; passwordSecretRef: { name: string }; roles: typeof roles } {
  return { username: `user-${index}`, passwordSecretRef: { name: `password-${index}` }, roles };
}

function ours({ AtlasProject, AtlasDatabaseUser }: typeof typed): Declare {
  return (chart, users) => {
    const project = new AtlasProject(chart, "project", { name: "shop" });
    for (let index = 0; index < users; index++) {
      new AtlasDatabaseUser(chart, `user-${index}`, { projectRef: project, ...userSpec(index) });
    }
  };
}

function theirs(Project: Imported, User: Imported): Declare {
  return (chart, users) => {
    const project = new Project(chart, "project", { spec: { name: "shop" } });
    for (let index = 0; index < users; index++) {
      new User(chart, `user-${index}`, { spec: { projectRef: { name: project.name }, ...userSpec(index) } });
    }
  };
}

/** `npm run bench -- synth`: users written by our constructs, with validation, beside those of `cdk8s import`. */
async function main(): Promise<void> {
  // What is measured is the package as people get it.
  const built = await runCommand("npm", ["run", "--silent", "build:code"], { cwd: root });
  if (built.exitCode !== 0) throw new Error(`the package cannot be built:\n${built.stdout}${built.stderr}`);
  const directory = join(root, ".cache", "bench", "synth");
  try {
    const constructs: typeof typed = requireHere(join(root, "dist", "sdk", "cdk8s"));
    const both = {
      typed: ours(constructs),
      imported: theirs(await importKind("AtlasProject", directory), await importKind("AtlasDatabaseUser", directory)),
    };
    mustBeEqual(both);
    const rows = SIZES.map(({ users, rounds }) => ({ users, rounds, ...measure(users, rounds, both) }));
    console.table(rows);
    const ratio = Math.max(...rows.map((row) => row.ratio));
    process.stdout.write(verdicts({ synth: ratio }));
    const result = { benchmark: "synth", unit: "ms of processor time", rows, ratio, goal: goals.synth.atMost };
    console.log(JSON.stringify(result));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Runs `cdk8s import` on our own definition, and loads the class that it writes. */
async function importKind(kind: "AtlasProject" | "AtlasDatabaseUser", parent: string): Promise<Imported> {
  const { group, plural } = kindInfo(kind);
  const output = join(parent, plural);
  await mkdir(output, { recursive: true });
  const args = ["import", join(root, "crds", `${group}_${plural}.yaml`), "--language", "typescript"];
  const options = ["--output", output, "--save=false", "--check-upgrade=false"];
  const { exitCode, stderr } = await runCommand(join(root, "node_modules", ".bin", "cdk8s"), [...args, ...options], {
    cwd: parent,
  });
  if (exitCode !== 0) throw new Error(`cdk8s import failed:\n${stderr}`);
  const source = await readFile(join(output, `${group}.ts`), "utf8");
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 };
  await writeFile(join(output, "index.js"), ts.transpileModule(source, { compilerOptions }).outputText);
  const written: Record<string, Imported | undefined> = requireHere(output);
  const { [kind]: made } = written;
  if (made === undefined) throw new Error(`cdk8s import wrote no class ${kind}`);
  return made;
}

/** What is compared must do the same. */
function mustBeEqual({ typed, imported }: Both): void {
  const [one, other] = [typed, imported].map((declare) => objects(synthesize(declare, 50)));
  if (!isDeepStrictEqual(one, other)) throw new Error("the two ways write different manifests");
}

/** By name: ours come in the order of their dependencies, and those of cdk8s with their fields in another order. */
function objects(yaml: string): unknown {
  const all = parseAllDocuments(yaml).map((document) => document.toJS());
  return Object.fromEntries(all.map((object) => [object.metadata.name, object]));
}

function synthesize(declare: Declare, users: number): string {
  const app = new App();
  declare(new Chart(app, "shop"), users);
  return app.synthYaml();
}

function measure(users: number, rounds: number, { typed, imported }: Both): Row {
  const times: { typed: number; imported: number }[] = [];
  // The first round warms both up. They take turns in going first, so that a slow moment of the machine meets both.
  for (let round = 0; round <= rounds; round++) {
    const order = round % 2 === 0 ? [typed, imported] : [imported, typed];
    const taken = new Map(order.map((declare) => [declare, milliseconds(declare, users)]));
    if (round > 0) times.push({ typed: taken.get(typed) ?? 0, imported: taken.get(imported) ?? 0 });
  }
  return {
    imported: Math.round(median(times.map((time) => time.imported))),
    typed: Math.round(median(times.map((time) => time.typed))),
    ratio: Math.round(median(times.map((time) => time.typed / time.imported)) * 100) / 100,
  };
}

/** Time of the processor, which a busy machine does not stretch. What the one before left to collect is not counted. */
function milliseconds(declare: Declare, users: number): number {
  collectGarbage();
  const started = process.cpuUsage();
  synthesize(declare, users);
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

void main();
