import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { ApiObject } from "cdk8s";
import { App, Chart } from "cdk8s";
import type { Construct } from "constructs";
import { parseAllDocuments } from "yaml";
import * as typed from "../sdk/cdk8s";
import { kindInfo } from "../sdk/model/kinds";
import { runCommand } from "../tools/engines/command";

const root = resolve(__dirname, "..");
const SIZES = [1_000, 10_000];
const ROUNDS = 7;
const GOAL = 1.2;

/** A construct as `cdk8s import` makes it. */
type Imported = new (scope: Construct, id: string, props: { metadata?: { name: string }; spec: object }) => ApiObject;
/** Declares a project and its users in a chart. */
type Declare = (chart: Chart, users: number) => void;

const roles = [
  { roleName: "readWrite", databaseName: "shop" },
  { roleName: "read", databaseName: "reports", collectionName: "daily" },
];

function userSpec(index: number): { username: string; passwordSecretRef: { name: string }; roles: typeof roles } {
  return { username: `user-${index}`, passwordSecretRef: { name: `password-${index}` }, roles };
}

const ours: Declare = (chart, users) => {
  const project = new typed.AtlasProject(chart, "project", { name: "shop" });
  for (let index = 0; index < users; index++) {
    new typed.AtlasDatabaseUser(chart, `user-${index}`, { projectRef: project, ...userSpec(index) });
  }
};

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
  const directory = join(root, ".cache", "bench", "synth");
  try {
    const imported = theirs(
      await importKind("AtlasProject", directory),
      await importKind("AtlasDatabaseUser", directory),
    );
    mustBeEqual(imported);
    const rows = SIZES.map((users) => ({ users, ...measure(users, imported) }));
    console.table(rows);
    const ratio = Math.max(...rows.map((row) => row.ratio));
    console.log(JSON.stringify({ benchmark: "synth", rounds: ROUNDS, rows, ratio, goal: GOAL }));
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
  const module: Record<string, Imported | undefined> = await import(join(output, `${group}.ts`));
  const { [kind]: made } = module;
  if (made === undefined) throw new Error(`cdk8s import wrote no class ${kind}`);
  return made;
}

/** What is compared must do the same. */
function mustBeEqual(imported: Declare): void {
  const [one, other] = [ours, imported].map((declare) => objects(synthesize(declare, 50)));
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

function measure(users: number, imported: Declare): { imported: number; typed: number; ratio: number } {
  const times: { ours: number; theirs: number }[] = [];
  // The first round warms both up. They take turns in going first, so that a slow moment of the machine meets both.
  for (let round = 0; round <= ROUNDS; round++) {
    const first = round % 2 === 0;
    const early = milliseconds(first ? ours : imported, users);
    const late = milliseconds(first ? imported : ours, users);
    if (round > 0) times.push(first ? { ours: early, theirs: late } : { ours: late, theirs: early });
  }
  return {
    imported: Math.round(median(times.map((time) => time.theirs))),
    typed: Math.round(median(times.map((time) => time.ours))),
    ratio: Math.round(median(times.map((time) => time.ours / time.theirs)) * 100) / 100,
  };
}

/** Time of the processor, which a busy machine does not stretch. */
function milliseconds(declare: Declare, users: number): number {
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
