import { type Operation, versionIn } from "./contract";
import { problem } from "./problem";

/**
 * The version a request is answered in: the newest one not newer than the date in its Accept header.
 *
 * @throws Problem 406 when the header names no date, or one before the operation's first version.
 */
export function negotiate(operation: Operation, accept: string | undefined): string {
  const asked = versionIn(accept ?? "");
  const version = asked && operation.versions.filter((candidate) => candidate <= asked).at(-1);
  if (!version) throw problem("INVALID_VERSION_DATE");
  return version;
}

/** @throws Problem 415 when a body comes in a media type the service does not read. */
export function checkContentType(contentType: string | undefined): void {
  const type = (contentType ?? "").split(";")[0]?.trim() ?? "";
  if (type !== "application/json" && versionIn(type) === undefined) throw problem("UNSUPPORTED_MEDIA_TYPE", type);
}
