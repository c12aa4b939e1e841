import type { Command } from "commander";
import { registerApply } from "./apply";
import { registerClean } from "./clean";
import { registerDiff } from "./diff";
import { explain } from "./explain";
import { speakAtlas } from "./flags";
import { registerFmt } from "./fmt";
import { registerInspect } from "./inspect";
import { type Io, terminal } from "./io";
import { registerLint } from "./lint";
import { SCHEMA_USAGE } from "./usage";

/** Adds `schema …` to the program: declarative schemas, with the flags of the Atlas command line. */
export function register(program: Command, io: Io = terminal): void {
  const schema = speakAtlas(program.command("schema").description("inspect, compare and change database schemas"));
  registerInspect(schema, io);
  registerDiff(schema, io);
  registerApply(schema, io);
  registerLint(schema, io);
  registerClean(schema, io);
  registerFmt(schema, io);
  explain(schema, SCHEMA_USAGE);
}
