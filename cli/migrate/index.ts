import type { Command } from "commander";
import { explain } from "../schema/explain";
import { speakAtlas } from "../schema/flags";
import { type Io, terminal } from "../schema/io";
import { registerApply } from "./apply";
import { registerDown } from "./down";
import { registerDiff, registerHash, registerNew, registerValidate } from "./files";
import { registerImport } from "./import";
import { registerLint } from "./lint";
import { registerSet } from "./set";
import { registerStatus } from "./status";
import { MIGRATE_USAGE } from "./usage";

/** Adds `migrate …` to the program: versioned migrations, with the flags of the Atlas command line. */
export function register(program: Command, io: Io = terminal): void {
  const migrate = speakAtlas(
    program.command("migrate").description("manage migration directories and the databases they are for"),
  );
  for (const registerOne of [
    registerHash,
    registerValidate,
    registerStatus,
    registerApply,
    registerDown,
    registerDiff,
    registerLint,
    registerNew,
    registerSet,
    registerImport,
  ]) {
    registerOne(migrate, io);
  }
  explain(migrate, MIGRATE_USAGE);
}
