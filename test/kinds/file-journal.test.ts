import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FileJournal } from "../../provider/kinds/file-journal";
import type { Intent } from "../../provider/kinds/journal";

let directory: string;
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), "journal-")), "nested");
});
afterEach(() => rm(join(directory, ".."), { recursive: true }));

const intent: Intent = {
  kind: "AtlasTeam",
  identity: '{"name":"a"}',
  operation: "createOrgTeam",
  declared: "v1:salt:hash",
  at: "2026-11-21T00:00:00.000Z",
};
const key = "urn:pulumi:dev::shop::atlas:AtlasTeam::a/b";

it("keeps an intent for another process until it is cleared", async () => {
  const [one, two] = [new FileJournal(directory), new FileJournal(directory)];
  expect(await two.find(key)).toBeUndefined();
  await one.record(key, intent);
  await one.record(`${key}2`, { ...intent, identity: "other" });
  expect(await two.find(key)).toEqual(intent);
  await two.clear(key);
  await two.clear(key);
  expect(await one.find(key)).toBeUndefined();
  expect(await one.find(`${key}2`)).toMatchObject({ identity: "other" });
});

it("keeps one intent a key, the latest, and leaves nothing else behind", async () => {
  const journal = new FileJournal(directory);
  await Promise.all([journal.record(key, intent), journal.record(key, { ...intent, identity: "later" })]);
  await journal.record(key, { ...intent, identity: "last" });
  expect(await journal.find(key)).toMatchObject({ identity: "last" });
  expect(await readdir(directory)).toHaveLength(1);
});

it("is readable by its owner only", async () => {
  await new FileJournal(directory).record(key, intent);
  const [file = ""] = await readdir(directory);
  expect((await stat(join(directory, file))).mode & 0o077).toBe(0);
});

it.each([
  ["half a line", (text: string) => text.slice(0, 40)],
  ["another key", (text: string) => text.replace(key, "someone")],
  ["a field too few", (text: string) => text.replace('"operation":"createOrgTeam",', "")],
])("refuses to guess from %s, and names the file", async (_what, damage) => {
  const journal = new FileJournal(directory);
  await journal.record(key, intent);
  const [file = ""] = await readdir(directory);
  await writeFile(join(directory, file), damage(await readFile(join(directory, file), "utf8")));
  await expect(journal.find(key)).rejects.toMatchObject({
    code: "JournalUnusable",
    message: expect.stringContaining(file),
  });
});

it("says so when it cannot write, instead of going on without", async () => {
  await writeFile(directory, "a file where the directory should be");
  await expect(new FileJournal(directory).record(key, intent)).rejects.toMatchObject({ code: "JournalUnusable" });
});
