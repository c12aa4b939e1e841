import { expect } from "vitest";
import { withMigrationSum } from "../../../sdk/model";
import { type ProgramDirectory, programDirectory } from "../../../tools/engines/program-directory";
import type { PulumiRunResult } from "../../../tools/engines/pulumi-run";
import { type ExportedResource, PulumiStack } from "../../../tools/engines/pulumi-stack";
import { rowsOf } from "../../schema/databases";

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const atlas = require("atlas-iac/pulumi");
const urls = JSON.parse(new pulumi.Config("test").require("urls"));
for (const [name, { kind, args, options, plainUrl, ofProject }] of Object.entries(require("./declared.json"))) {
  const url = urls[name];
  const target = args.url || ofProject ? {} : plainUrl ? { url } : { urlFrom: { secretKeyRef: url } };
  const made = new atlas[kind](name, { ...target, ...args }, options);
  exports[name] = { status: made.status, id: made.id };
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

/** Name of the one resource and its database, where a test has no more than that. */
const ONLY = "it";

/** A stack of its own on databases of its own, each with at most one resource of the database's name. */
export class Bench {
  private declared: Record<string, Declared> = {};

  private constructor(
    private readonly urls: Readonly<Record<string, string>>,
    readonly program: ProgramDirectory,
    readonly stack: PulumiStack,
  ) {}

  /** @param databases a URL, or several by name: a run of the engine takes a second and a half, whatever it does */
  static async open(databases: string | Readonly<Record<string, string>>): Promise<Bench> {
    const urls = typeof databases === "string" ? { [ONLY]: databases } : databases;
    const program = await programDirectory({
      "package.json": JSON.stringify({ name: "test-program", private: true, main: "index.js" }),
      "index.js": PROGRAM,
      "declared.json": "{}",
    });
    const config = { "test:urls": { secret: JSON.stringify(urls) } };
    return new Bench(urls, program, await PulumiStack.create({ program: program.path, config }));
  }

  get url(): string {
    return this.urlOf(ONLY);
  }

  urlOf(name: string): string {
    const url = this.urls[name];
    if (url === undefined) throw new Error(`there is no database ${name}`);
    return url;
  }

  /** Declares one from now on, beside the others; `null` takes it out of the program. */
  declare(declared: Declared | null, name = ONLY): Promise<void> {
    const { [name]: _before, ...others } = this.declared;
    this.declared = declared === null ? others : { ...others, [name]: declared };
    return this.program.write({ "declared.json": JSON.stringify(this.declared) });
  }

  schema(sql: string, more: object = {}, options: object = {}, name = ONLY): Promise<void> {
    return this.declare({ kind: "AtlasSchema", args: { schema: { sql }, ...more }, options }, name);
  }

  migration(files: Record<string, string>, more: object = {}, name = ONLY): Promise<void> {
    const dir = { local: withMigrationSum(files).local };
    return this.declare({ kind: "AtlasMigration", args: { dir, ...more } }, name);
  }

  async up(args: readonly string[] = []): Promise<PulumiRunResult> {
    const run = await this.stack.up({ args });
    expect(run.exitCode, said(run)).toBe(0);
    return run;
  }

  /** What the stack's state has of a resource. */
  async kept(name = ONLY): Promise<ExportedResource | undefined> {
    const { deployment } = await this.stack.exportState();
    const isDynamic = /^pulumi-nodejs:dynamic\/atlas:/;
    return deployment.resources?.find(({ type, urn }) => isDynamic.test(type) && urn.endsWith(`::${name}`));
  }

  async status(name = ONLY): Promise<Status> {
    return (await this.kept(name))?.outputs?.status as Status;
  }

  async tables(name = ONLY): Promise<string[]> {
    const url = this.urlOf(name);
    const sql = url.startsWith("sqlite")
      ? "select name from sqlite_master where type = 'table' order by 1"
      : "select tablename from pg_tables where schemaname = 'public' order by 1";
    return (await rowsOf(url, sql)).map(([table]) => String(table));
  }

  async close(): Promise<void> {
    await this.stack.dispose();
    await this.program.remove();
  }
}

/** All that a run said. */
export const said = ({ stdout, stderr }: PulumiRunResult) => stdout + stderr;
