import { AtlasIacError } from "../sdk/model/errors";

/** What was named on the command line cannot be read or written. */
export class FileError extends AtlasIacError {
  readonly code = "FileUnusable";
}

/** What was given holds nothing to work on. */
export class NothingGivenError extends AtlasIacError {
  readonly code = "NothingGiven";
}

/** An option has a value that cannot be meant. */
export class OptionError extends AtlasIacError {
  readonly code = "WrongOption";
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or directory",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a directory",
  EEXIST: "a file of that name is in the way",
  ENOTDIR: "a part of the path is not a directory",
  ELOOP: "its links go round in a circle",
  EROFS: "the file system is read only",
  ENOSPC: "the disk is full",
};

/** Says what the system refused to do with a file. */
export function fileError(doing: string, file: string, error: unknown): FileError {
  const code = codeOf(error);
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return new FileError(`Cannot ${doing} ${file}: ${reason}`, { cause: error });
}

/** The system's code of an error, `ENOENT`; empty when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
