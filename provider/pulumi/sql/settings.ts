import type { Surroundings } from "../../kinds/sql/contract";
import type { ConfigReader } from "../stack-config";

/**
 * How long one object of a stack waits for others: the engine makes them all at once, and those on one server take turns. Milliseconds.
 */
const LOCK_WAIT_MS = 600_000;

/**
 * What the database objects of a stack may use of their surroundings, and what project files may reach. They are the program's own, and its author may do all of it there; but a program that a
 * project file names runs only where the stack says so: the text may come from elsewhere than the program does.
 */
export function surroundingsOf(read: ConfigReader): Surroundings {
  return {
    allow: {
      files: { directory: process.cwd() },
      environment: true,
      programs: read("atlas:allowPrograms") === "true",
      programsHint: "If it shall run with what you may do, allow it: pulumi config set atlas:allowPrograms true",
    },
    lockWaitMs: LOCK_WAIT_MS,
    atlasCommand: read("atlas:atlasCommand"),
  };
}
