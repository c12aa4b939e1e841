import { MigrationError } from "../errors";

/** Names that Flyway heeds; it passes over all others, such as Rollback.sql. */
const HEEDED = /^(?:[VB]\d|R__.).*\.sql$/s;

/** Flyway's order of versions: part by part, as numbers of any length; 1 and 1.0 are the same. */
export function compareFlywayVersions(a: string, b: string): number {
  const parts = (version: string) => version.split(/[._]/).map((part) => (/^\d+$/.test(part) ? BigInt(part) : 0n));
  const [x, y] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const [n, m] = [x[i] ?? 0n, y[i] ?? 0n];
    if (n !== m) return n < m ? -1 : 1;
  }
  return 0;
}

/** A version that can be compared. */
const NUMBERS = /^\d+(?:[._]\d+)*$/;

interface Named {
  name: string;
  /** V, B or R. */
  prefix: string;
  /** What stands between the prefix and two underscores: 1_2 or 1.2. */
  version: string;
}

function named(name: string): Named[] {
  const folders = name.split("/");
  const base = folders.pop() ?? "";
  const hidden = folders.some((folder) => folder.length > 1 && folder.startsWith("."));
  if (hidden || !HEEDED.test(base)) return [];
  const version =
    base
      .slice(1)
      .replace(/\.sql$/, "")
      .split("__", 1)[0] ?? "";
  return [{ name, prefix: base.slice(0, 1), version }];
}

/** Those with a prefix, in the order of their versions. @throws MigrationError where two are of one version */
function ordered(all: readonly Named[], prefix: string): Named[] {
  const files = all
    .filter((file) => file.prefix === prefix)
    .sort((a, b) => compareFlywayVersions(a.version, b.version));
  for (const [i, file] of files.entries()) {
    const other = files[i - 1];
    if (!other || compareFlywayVersions(other.version, file.version) !== 0) continue;
    // What is no number compares like 0. That such a file is misnamed is told when it is read.
    if (![other, file].every(({ version }) => NUMBERS.test(version))) continue;
    throw new MigrationError(
      "DuplicateVersion",
      `${other.name} and ${file.name} have the same version, ${file.version}`,
      {
        hint: "Rename one of them; what comes before the first two underscores is the version, and 1, 1.0 and 01 are one.",
      },
    );
  }
  return files;
}

/**
 * What Flyway runs of the files of a directory, in its order: the last baseline, the versions after it, and what is repeatable. It
 * would run nothing of a directory in which two files have one version, whichever they are.
 * @throws MigrationError where two have
 */
export function flywayOrder(names: readonly string[]): string[] {
  const all = [...names].sort().flatMap(named);
  const baseline = ordered(all, "B").at(-1);
  const versions = ordered(all, "V").filter(
    ({ version }) => !baseline || compareFlywayVersions(version, baseline.version) > 0,
  );
  const repeatable = all.filter(({ prefix }) => prefix === "R");
  return [...(baseline ? [baseline] : []), ...versions, ...repeatable].map(({ name }) => name);
}
