import { expect } from "vitest";
import { withMigrationSum } from "../../../sdk/model";
import { type ProgramDirectory, programDirectory } from "../../../tools/engines/program-directory";
import type { PulumiRunResult } from "../../../tools/engines/pulumi-run";
import { PulumiStack } from "../../../tools/engines/pulumi-stack";
import { rowsOf } from "../../schema/databases";

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const atlas = require("atlas-iac/pulumi");
const declared = require("./declared.json");
if (declared) {
  const { kind, args, options, ofProject } = declared;
  const url = new pulumi.Config("test").require("url");
  const target = args.url || ofProject ? {} : declared.plainUrl ? { url } : { urlFrom: { secretKeyRef: url } };
  const made = new atlas[kind]("it", { ...target, ...args }, options);
  exports.status = made.status;
  exports.id = made.id;
}
`;

/** One database object as the program declares it. */
export interface Declared {
  kind: "AtlasSchema" | "AtlasMigration";
  args: object;
  options?: object;
  plainUrl?: boolean;
  /** The project file says which database it is. */
  ofProject?: boolean;
}

/** What the tests look at of its status. */
export interface Status {
  plan: string[];
  pending: string[];
  appliedVersions?: string[];
  lastAppliedVersion?: string;
  observed_hash: string;
}

/** For a life of several runs of the engine on a busy machine. Milliseconds. */
export const PATIENCE = 240_000;

export const USERS = "create table users (id bigint primary key, email text not null);";
export const USERS_AND_NAME = "create table users (id bigint primary key, email text not null, name text);";

/** A stack of its own on a database of its own. */
export class Bench {
  private constructor(
    readonly url: string,
    readonly program: ProgramDirectory,
    readonly stack: PulumiStack,
  ) {}

  static async open(url: string): Promise<Bench> {
    const program = await programDirectory({
      "package.json": JSON.stringify({ name: "test-program", private: true, main: "index.js" }),
      "index.js": PROGRAM,
      "declared.json": "null",
    });
    const stack = await PulumiStack.create({ program: program.path, config: { "test:url": { secret: url } } });
    return new Bench(url, program, stack);
  }

  declare(declared: Declared | null): Promise<void> {
    return this.program.write({ "declared.json": JSON.stringify(declared) });
  }

  schema(sql: string, more: object = {}, options: object = {}): Promise<void> {
    return this.declare({ kind: "AtlasSchema", args: { schema: { sql }, ...more }, options });
  }

  migration(files: Record<string, string>, more: object = {}): Promise<void> {
    return this.declare({ kind: "AtlasMigration", args: { dir: { local: withMigrationSum(files).local }, ...more } });
  }

  async up(): Promise<PulumiRunResult> {
    const run = await this.stack.up();
    expect(run.exitCode, run.stdout).toBe(0);
    return run;
  }

  async status(): Promise<Status> {
    const { deployment } = await this.stack.exportState();
    const made = deployment.resources?.find(({ type }) => type.startsWith("pulumi-nodejs:dynamic/atlas:"));
    return made?.outputs?.status as Status;
  }

  async tables(): Promise<string[]> {
    const sql = this.url.startsWith("sqlite")
      ? "select name from sqlite_master where type = 'table' order by 1"
      : "select tablename from pg_tables where schemaname = 'public' order by 1";
    return (await rowsOf(this.url, sql)).map(([name]) => String(name));
  }

  async close(): Promise<void> {
    await this.stack.dispose();
    await this.program.remove();
  }
}

/** All that a run said. */
export const said = ({ stdout, stderr }: PulumiRunResult) => stdout + stderr;
