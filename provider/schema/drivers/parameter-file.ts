import { closeSync, openSync, readSync, statSync } from "node:fs";
import { isAtlasIacError } from "../../../sdk/model/errors";
import { DatabaseUrlError } from "../errors";
import type { DatabaseUrl } from "./url";

/** Certificates of a whole chain take some kilobytes. */
const MOST_BYTES = 1_048_576;

/**
 * The content of the file that a parameter of the URL names. Who writes the URL may be somebody else than who runs this: a device is not
 * opened, since it may have no end, or nothing to read for ever. A pipe is read as well, for `<(…)` of shells.
 *
 * @throws DatabaseUrlError
 */
export function fileParameter(url: DatabaseUrl, name: string): Buffer | undefined {
  const file = url.parameters.get(name);
  if (!file) return undefined;
  const unreadable = (why: string, cause?: unknown) =>
    new DatabaseUrlError(`${name} of the database URL cannot be read: ${file}${why}`, { cause });
  try {
    const kind = statSync(file);
    if (!kind.isFile() && !kind.isFIFO()) throw unreadable(" is no file");
    const content = beginningOf(file);
    if (content.length > MOST_BYTES) throw unreadable(` is longer than ${MOST_BYTES} bytes`);
    return content;
  } catch (error) {
    throw isAtlasIacError(error) ? error : unreadable("", error);
  }
}

/** One byte more than is taken, at most. */
function beginningOf(file: string): Buffer {
  const descriptor = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(MOST_BYTES + 1);
    let length = 0;
    while (length < buffer.length) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null);
      if (read === 0) break;
      length += read;
    }
    return buffer.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}
