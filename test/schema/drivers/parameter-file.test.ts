import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileParameter } from "../../../provider/schema/drivers/parameter-file";
import { parseDatabaseUrl } from "../../../provider/schema/drivers/url";

describe("a file that a database URL names", () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "atlas-iac-parameter-"));
    writeFileSync(join(directory, "long"), "");
    truncateSync(join(directory, "long"), 1_048_577);
    writeFileSync(join(directory, "longest"), Buffer.alloc(1_048_576, "x"));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  const read = (file: string): Buffer | undefined =>
    fileParameter(parseDatabaseUrl(`postgres://h/db?sslrootcert=${encodeURIComponent(file)}`), "sslrootcert");

  it.each([
    { file: "/dev/zero", says: "is no file", because: "it has no end" },
    { file: "/dev", says: "is no file", because: "it is a directory" },
    { file: "long", says: "is longer than 1048576 bytes", because: "no chain of certificates is so long" },
  ])("is not read where $because ($file)", ({ file, says }) => {
    const path = file.startsWith("/") ? file : join(directory, file);
    expect(() => read(path)).toThrow(`sslrootcert of the database URL cannot be read: ${path} ${says}`);
  });

  it("is read to its end", () => {
    expect(read(join(directory, "longest"))).toHaveLength(1_048_576);
    expect(fileParameter(parseDatabaseUrl("postgres://h/db"), "sslrootcert")).toBeUndefined();
  });

  it("may be a pipe, as a shell makes it", () => {
    const program = `
      const { fileParameter } = require("./provider/schema/drivers/parameter-file");
      const { parseDatabaseUrl } = require("./provider/schema/drivers/url");
      const url = parseDatabaseUrl("postgres://h/db?sslrootcert=" + process.argv[1]);
      process.stdout.write(fileParameter(url, "sslrootcert"));`;
    const shell = 'exec "$0" --import=tsx --eval "$1" <(printf "a certificate")';
    const cwd = join(__dirname, "../../..");
    const said = execFileSync("bash", ["-c", shell, process.execPath, program], { cwd });
    expect(said.toString()).toBe("a certificate");
  });
});
