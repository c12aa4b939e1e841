import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { extract, pack } from "tar-stream";

/** A Secret holds 1 MiB; what unpacks to more than this was not packed from a directory that a ConfigMap held. */
const MOST_BYTES = 64 * 1024 * 1024;
const NEVER = new Date(0);

/** Files as a compressed archive, the same for the same files: atlas.sum first, as whoever reads it as a stream checks the others by it. */
export async function packed(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = pack();
  const last = (name: string): number => Number(name !== "atlas.sum");
  const names = Object.keys(files).sort((a, b) => last(a) - last(b) || (a < b ? -1 : 1));
  for (const name of names) archive.entry({ name, mode: 0o600, mtime: NEVER }, files[name] ?? "");
  archive.finalize();
  return promisify(gzip)(await buffer(archive));
}

/** The files of a compressed archive. @throws Error when it is none */
export async function unpacked(archive: Buffer): Promise<Record<string, string>> {
  const plain = await promisify(gunzip)(archive, { maxOutputLength: MOST_BYTES });
  const files: Record<string, string> = {};
  const reader = extract();
  reader.end(plain);
  for await (const entry of reader) files[entry.header.name] = (await buffer(entry)).toString("utf8");
  return files;
}
