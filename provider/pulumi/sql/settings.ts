import type { Surroundings } from "../../kinds/sql/contract";
import type { ConfigReader } from "../stack-config";

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
    atlasCommand: read("atlas:atlasCommand"),
  };
}
