import type { ParsedFile } from "../engine/protocol";
import { MigrationError } from "../errors";

/** In the comments that a file begins with. */
const TXTAR = /^\uFEFF?(?:\s*(?:--|#)[^\n]*\n)*?\s*(?:--|#)\s*atlas:txtar\b/;

/** Whether a file is an archive of several: checks that must hold before, what goes up, and what goes down. */
export function isArchive(text: string): boolean {
  return TXTAR.test(text);
}

/**
 * Refuses to run an archive: the official edition runs one part of it, if the checks in another hold; as one script, what goes down
 * would run as well.
 */
export function refuseArchive({ name, archive }: ParsedFile): void {
  if (!archive) return;
  throw new MigrationError(
    "FileUnreadable",
    `${name} is an archive (atlas:txtar), which the official edition alone runs`,
    {
      hint: "Keep its migration.sql alone as the file, and make its checks by hand; or run it with the official `atlas` command line.",
    },
  );
}
