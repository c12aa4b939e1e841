import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withSession } from "../../../provider/schema/drivers/open";
import { LockedError } from "../../../provider/schema/errors";
import { withLock } from "../../../provider/schema/execute/lock";
import { adler32 } from "../../../provider/schema/execute/sqlite-lock";

const before = process.env.TMPDIR;
let directory = "";
let url = "";
/** The file that stands for the lock `l`, where upstream looks for it. */
let file = "";

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-lock-"));
  const database = path.join(directory, "d.db");
  url = `sqlite://${database}`;
  file = path.join(directory, `l_${adler32(database).toString(16)}.lock`);
  process.env.TMPDIR = directory;
});
afterEach(() => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  rmSync(directory, { recursive: true, force: true });
});

/** A moment as upstream writes it, so many seconds from now. */
const inSeconds = (seconds: number) => String(BigInt(Date.now() + seconds * 1000) * 1_000_000n + 123_456n);
const held = <T>(work: () => Promise<T>, waitMs = 0) =>
  withSession(url, {}, (one) => withLock(one, "l", { waitMs }, work));

describe("the lock of an SQLite database", () => {
  it.each([
    { because: "nobody has it", left: () => undefined },
    { because: "one was left behind", left: () => writeFileSync(file, inSeconds(-1)) },
    { because: "an empty file was left behind", left: () => writeFileSync(file, "") },
  ])("is had by one run at a time, when many want it and $because", async ({ left }) => {
    left();
    let [now, most, done] = [0, 0, 0];
    const work = async () => {
      most = Math.max(most, ++now);
      for (let i = 0; i < 20; i++) await turn();
      now--;
      done++;
    };
    await Promise.all(Array.from({ length: 8 }, () => held(work, 60_000)));
    expect([most, done]).toEqual([1, 8]);
    expect(existsSync(file)).toBe(false);
  });

  it("tells upstream's runs that it is had, for as long as it is", async () => {
    await held(async () => {
      expect(BigInt(readFileSync(file, "utf8")) > BigInt(Date.now()) * 1_000_000n).toBe(true);
      await expect(held(async () => undefined)).rejects.toThrow(/is held by process \d+ on /);
    });
    expect(readdirSync(directory).filter((name) => /\.(lock|holder)$/.test(name))).toEqual([]);
  });

  it("is not taken from upstream's runs, although one of ours died there before", async () => {
    writeFileSync(`${file}.holder`, "process 1 on gone, since 2020-02-02T02:02:02.000Z");
    writeFileSync(file, inSeconds(600));
    await expect(held(async () => undefined)).rejects.toBeInstanceOf(LockedError);
    expect(existsSync(file)).toBe(true);
  });

  it("is given back when the work fails", async () => {
    await expect(held(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await held(async () => "again")).toBe("again");
  });

  it("is refused by name where its file cannot be used", async () => {
    mkdirSync(file);
    await expect(held(async () => undefined)).rejects.toThrow(`the lock file ${file} cannot be used: EISDIR`);
  });

  it("is for all users, as one that may only read what guards it would be kept out by nobody", async () => {
    await held(async () => undefined);
    expect(statSync(`${file}.guard`).mode & 0o666).toBe(0o666);
  });

  it("is refused by the name of what guards it where that cannot be locked", async () => {
    writeFileSync(`${file}.guard`, "no database at all, but a text that somebody put there".repeat(20));
    await expect(held(async () => undefined)).rejects.toThrow(`${file}.guard cannot be locked: file is not a database`);
  });
});
