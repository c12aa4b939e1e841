import { homedir } from "node:os";
import { join } from "node:path";
import { FileJournal } from "../kinds/file-journal";
import type { Journal } from "../kinds/journal";

/**
 * Where the intents of a stack's resources are kept: beside the Pulumi home, because they must outlive the process and must not
 * depend on the state backend, which is what an interrupted run has not written to.
 */
export function stackJournal(urn: string): Journal {
  const home = process.env.PULUMI_HOME || join(homedir(), ".pulumi");
  const [, , stack = "stack", , project = "project"] = urn.split(":");
  return new FileJournal(join(home, "atlas-iac", "journal", fileName(project), fileName(stack)));
}

function fileName(text: string): string {
  return encodeURIComponent(text).replaceAll(".", "%2E");
}
