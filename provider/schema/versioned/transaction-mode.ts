import type { Dialect } from "../drivers/session";
import type { ParsedFile } from "../engine/protocol";
import { MigrationError } from "../errors";
import type { TransactionMode } from "../execute/segments";
import { refuseArchive } from "./archive";
import type { MigrationFiles } from "./directory";
import { refuseOwnEnd } from "./own-transaction";

/** The mode of one file: its own, where a directive says so, else that of the run. @throws MigrationError */
export function modeOf(file: ParsedFile, run: TransactionMode): TransactionMode {
  const [own, ...more] = file.directives.txmode ?? [];
  if (own === undefined) return run;
  if (more.length > 0) throw new MigrationError("TransactionMode", `${file.name} has more than one txmode directive`);
  if (own !== "file" && own !== "none") {
    throw new MigrationError(
      "TransactionMode",
      `unknown txmode ${JSON.stringify(own)} found in file directive ${JSON.stringify(file.name)}`,
      {
        hint: "A file can ask for `file` or `none`.",
      },
    );
  }
  if (run === "all") {
    throw new MigrationError(
      "TransactionMode",
      `cannot set txmode directive to ${JSON.stringify(own)} in ${JSON.stringify(file.name)} when txmode "all" is set globally`,
      {
        hint: "Run with transaction mode file, or take the directive out of the file.",
      },
    );
  }
  return own;
}

/** Checks the modes of all files, and that their statements fit them, before any of them runs. */
export function checkModes(
  files: readonly ParsedFile[],
  texts: MigrationFiles,
  run: TransactionMode,
  dialect: Dialect,
): void {
  for (const file of files) {
    refuseArchive(file);
    refuseOwnEnd(file, texts[file.name] ?? "", modeOf(file, run), dialect);
  }
}
