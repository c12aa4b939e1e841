import type { ProjectPermissions } from "../../schema";
import type { ConfigReader } from "../stack-config";

/**
 * What project files may reach in a stack. They are the program's own, and its author may do all of it there; but a program that a
 * project file names runs only where the stack says so: the text may come from elsewhere than the program does.
 */
export function permissionsOf(read: ConfigReader): ProjectPermissions {
  return {
    files: { directory: process.cwd() },
    environment: true,
    programs: read("atlas:allowPrograms") === "true",
    programsHint: "If it shall run with what you may do, allow it: pulumi config set atlas:allowPrograms true",
  };
}
