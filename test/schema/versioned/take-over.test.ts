import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { migrateWithCommand, statusWithCommand } from "../../../provider/schema/command/migrations";
import { type AtlasProgram, atlasProgram } from "../../../provider/schema/command/program";
import { runProgram } from "../../../provider/schema/command/run";
import { applyMigrations, type MigrationRequest } from "../../../provider/schema/versioned/apply";
import { migrateDown } from "../../../provider/schema/versioned/down";
import { setVersion } from "../../../provider/schema/versioned/set";
import { migrationStatus } from "../../../provider/schema/versioned/status";
import { withMigrationSum } from "../../../sdk/model";
import { atlasCommand } from "../../../tools/engines/atlas-command";
import { describeWithEngine } from "../../../tools/engines/require-engine";
import { describeOn, rowsOf, script, type TestDatabase } from "../databases";

const FILES = {
  "1_users.sql": "create table users (id int primary key);\n",
  "2_pets.sql": "create table pets (id int primary key);\ninsert into pets values (1);\n",
  "3_toys.sql": "create table toys (id int primary key);\n",
};
const some = (...names: (keyof typeof FILES)[]) => Object.fromEntries(names.map((name) => [name, FILES[name]]));
const BROKEN = { ...some("1_users.sql"), "2_pets.sql": "create table pets (id int primary key);\ncreate tabel x;\n" };

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Both on one database in turns: the official community edition, and this. */
function inTurns(database: () => TestDatabase): void {
  let atlas: AtlasProgram;
  beforeAll(async () => {
    atlas = await atlasProgram("a test", await atlasCommand());
  });

  /** What either is given: the same database and directory. */
  class Turns {
    constructor(
      readonly url: string,
      readonly files: Record<string, string>,
      readonly more: Partial<MigrationRequest> = {},
    ) {}

    with(files: Record<string, string>): Turns {
      return new Turns(this.url, files, this.more);
    }
    get #ours() {
      return { url: this.url, files: withMigrationSum(this.files).local, ...this.more };
    }
    get #theirs() {
      const { baseline } = this.more;
      return { url: this.url, directory: withMigrationSum(this.files).local, txMode: "none", baseline };
    }
    status = () => migrationStatus(this.#ours);
    apply = () => applyMigrations({ ...this.#ours, txMode: "none" });
    set = (version: string) => setVersion({ ...this.#ours, version });
    down = (amount: number) =>
      migrateDown({
        ...this.#ours,
        amount,
        devUrl: database().devUrl,
        protectedFlows: { migrateDown: { allow: true, autoApprove: true } },
      });
    theirStatus = () => statusWithCommand(atlas, this.#theirs);
    theirSet = async (version: string) => {
      const directory = await mkdtemp(path.join(tmpdir(), "atlas-iac-set-"));
      try {
        for (const [name, text] of Object.entries(this.#theirs.directory))
          await writeFile(path.join(directory, name), text);
        const set = ["migrate", "set", version, "--dir", `file://${directory}`, "--url", this.url];
        await runProgram(atlas.file, set, { timeoutMs: 60_000 });
      } finally {
        await rm(directory, { recursive: true });
      }
    };
    theirApply = () => migrateWithCommand(atlas, this.#theirs);
  }
  const turns = async (files: Record<string, string>, more?: Partial<MigrationRequest>) =>
    new Turns(await database().fresh(), files, more);
  const pets = (url: string) => rowsOf(url, "select id from pets");

  it("clean: is read, continued, and handed back", async () => {
    const first = await turns(some("1_users.sql", "2_pets.sql"));
    await first.theirApply();
    expect(await first.status()).toMatchObject({ status: "OK", current: "2", missing: [], edited: undefined });
    const all = first.with(FILES);
    expect(await all.status()).toMatchObject({ status: "PENDING", current: "2", next: "3" });
    expect((await all.apply()).applied.map(({ name }) => name)).toEqual(["3_toys.sql"]);
    expect(await all.theirStatus()).toEqual({ pending: [], applied: ["1", "2", "3"], available: ["1", "2", "3"] });
    expect(await all.theirApply()).toEqual([]);
    expect(await pets(all.url)).toEqual([["1"]]);
    const signed = await rowsOf(
      all.url,
      "select version, operator_version from atlas_schema_revisions order by version",
    );
    expect(signed.map(([version, by]) => `${version} ${by?.split(" ")[0]}`)).toEqual([
      "1 Atlas",
      "2 Atlas",
      "3 atlas-iac",
    ]);
  });

  it("clean, the other way round", async () => {
    const first = await turns(some("1_users.sql", "2_pets.sql"));
    await first.apply();
    expect(await first.theirStatus()).toMatchObject({ pending: [], applied: ["1", "2"] });
    const all = first.with(FILES);
    expect((await all.theirApply()).map(({ name }) => name)).toEqual(["3_toys.sql"]);
    expect(await all.status()).toMatchObject({ status: "OK", current: "3" });
  });

  it("partial: is read, and resumed at the statement that failed once the file is repaired", async () => {
    const broken = await turns(BROKEN);
    expect(String(await failureOf(broken.theirApply()))).toContain("create tabel x");
    const status = await broken.status();
    expect(status).toMatchObject({ status: "PENDING", current: "2", count: 1, total: 2, sql: "create tabel x;" });
    expect(status.error).toContain("error in your SQL syntax");
    const repaired = broken.with(FILES);
    await repaired.apply();
    expect(await pets(repaired.url)).toEqual([["1"]]);
    expect(await repaired.status()).toMatchObject({ status: "OK", current: "3", count: 0, total: 0 });
    expect(await repaired.theirStatus()).toMatchObject({ pending: [], applied: ["1", "2", "3"] });
  });

  it("partial, the other way round", async () => {
    const broken = await turns(BROKEN);
    expect(String(await failureOf(broken.apply()))).toContain("create tabel x");
    expect(await broken.theirStatus()).toMatchObject({ pending: ["2_pets.sql"] });
    const repaired = broken.with(FILES);
    expect((await repaired.theirApply()).map(({ name }) => name)).toEqual(["2_pets.sql", "3_toys.sql"]);
    expect(await pets(repaired.url)).toEqual([["1"]]);
    expect(await repaired.status()).toMatchObject({ status: "OK", current: "3" });
  });

  it("partial: a statement that ran and was edited is refused by its number", async () => {
    const broken = await turns(BROKEN);
    await failureOf(broken.theirApply());
    const edited = {
      ...FILES,
      "2_pets.sql": "create table pets (id bigint primary key);\ninsert into pets values (1);\n",
    };
    const failure = await failureOf(broken.with(edited).apply());
    expect(failure).toMatchObject({ reason: "HistoryChanged" });
    expect(String(failure)).toContain('statement 1 from file "2_pets.sql" changed');
  });

  it("partial: repaired by hand and set by the other, on from where that goes on", async () => {
    const broken = await turns(BROKEN);
    await failureOf(broken.theirApply());
    const repaired = broken.with(FILES);
    await script(repaired.url, "insert into pets values (1)", FILES["3_toys.sql"]);
    await repaired.theirSet("3");
    expect(await repaired.status()).toMatchObject({ status: "OK", current: "3", count: 0 });
    const more = { ...FILES, "4_cats.sql": "create table cats (id int primary key);\n" };
    const { "2_pets.sql": _gone, ...squashed } = more;
    for (const files of [squashed, more]) {
      expect((await repaired.with(files).status()).pending.map(({ name }) => name)).toEqual(["4_cats.sql"]);
    }
    expect((await repaired.with(more).theirStatus()).pending).toEqual(["4_cats.sql"]);
  });

  it("baseline: is read and continued, in both directions", async () => {
    for (const begin of ["theirApply", "apply"] as const) {
      const there = await turns(FILES, { baseline: "2" });
      await script(there.url, FILES["1_users.sql"], "create table pets (id int primary key)");
      await there[begin]();
      expect((await there.status()).applied.map(({ version, type }) => [version, type])).toEqual([
        ["2", 1],
        ["3", 2],
      ]);
      expect(await there.theirStatus()).toMatchObject({ pending: [], applied: ["2", "3"] });
      expect(await there.apply()).toMatchObject({ applied: [] });
      expect(await there.theirApply()).toEqual([]);
    }
  });

  it("edited: a file that the other ran is told of, and what comes after it runs", async () => {
    const first = await turns(some("1_users.sql", "2_pets.sql"));
    await first.theirApply();
    const edited = first.with({ ...FILES, "1_users.sql": "create table users (id bigint primary key);\n" });
    expect(await edited.status()).toMatchObject({ edited: "1_users.sql", current: "2", next: "3" });
    await edited.apply();
    expect((await edited.status()).current).toBe("3");
    const own = edited.with({ ...edited.files, "3_toys.sql": "create table toys (id bigint primary key);\n" });
    expect(await failureOf(own.apply())).toMatchObject({ reason: "HistoryChanged" });
  });

  it("set and taken back: the other sees it so", async () => {
    const all = await turns(FILES);
    await all.theirApply();
    await all.set("2");
    expect(await all.theirStatus()).toMatchObject({ pending: ["3_toys.sql"], applied: ["1", "2"] });
    await all.down(1);
    // The history says that nobody made it, so that going down left it alone.
    await script(all.url, "drop table toys");
    expect(await all.theirStatus()).toMatchObject({ pending: ["2_pets.sql", "3_toys.sql"], applied: ["1"] });
    expect((await all.theirApply()).length).toBe(2);
    expect(await all.status()).toMatchObject({ status: "OK", current: "3" });
  });

  it("at once: one waits for the other", async () => {
    const slow = { "1_slow.sql": "create table users (id int primary key);\nselect sleep(2);\n" };
    const both = await turns({ ...slow, ...some("2_pets.sql") });
    const outcomes = await Promise.all([failureOf(both.theirApply()), failureOf(both.apply())]);
    expect(outcomes).toEqual([undefined, undefined]);
    expect(await pets(both.url)).toEqual([["1"]]);
    expect(await both.status()).toMatchObject({ status: "OK", current: "2" });
  });
}

describeWithEngine("atlas", "a database that the official command line has migrated", () => {
  describeOn("mariadb", "taken over", inTurns);
});
