import { readFile } from "node:fs/promises";
import { decodeSource } from "../../sdk/model/sql-database/source-text";
import { SchemaSourceError } from "./errors";

/** Text of a source that is called `name`. @throws SchemaSourceError at the first byte that is not UTF-8 */
export function sourceText(name: string, bytes: Uint8Array): string {
  return decodeSource(bytes, ({ line, column, byte }) => {
    const place = { file: name, line, column };
    return new SchemaSourceError(`byte ${byte} is not UTF-8`, place, { hint: "Save the file as UTF-8." });
  });
}

/** Reads a file whose bytes are hashed: a byte order mark stays in its text. @throws SchemaSourceError */
export async function readHashedSource(file: string): Promise<string> {
  return sourceText(file, await readFile(file));
}

/** Reads a file that is only read: a byte order mark, which no server and no parser understands, is left out. @throws SchemaSourceError */
export async function readSource(file: string): Promise<string> {
  return (await readHashedSource(file)).replace(/^\uFEFF/, "");
}
