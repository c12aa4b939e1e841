import { existsSync } from "node:fs";
import { copyFile, mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { constants, zstdCompressSync } from "node:zlib";
import { PGlite } from "@electric-sql/pglite";
import { pgliteDataFile } from "../../provider/schema/dev/pglite-data";

const REPOSITORY = path.resolve(__dirname, "../..");
/** Four seconds, once, for less than half of what gzip leaves. */
const COMPRESSION_LEVEL = 19;

/** Makes the data directory that the built-in dev database starts from, unless the installed PGlite has made one before. */
export async function buildDevDatabase(): Promise<void> {
  const file = pgliteDataFile();
  if (existsSync(file)) return;
  const database = await PGlite.create();
  await database.exec("CHECKPOINT");
  const archive = await database.dumpDataDir("none");
  await database.close();
  const packed = zstdCompressSync(Buffer.from(await archive.arrayBuffer()), {
    params: { [constants.ZSTD_c_compressionLevel]: COMPRESSION_LEVEL },
  });
  await mkdir(path.dirname(file), { recursive: true });
  // Written beside and renamed: a process that starts a dev database meanwhile never sees half a file.
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, packed);
  await rename(fresh, file);
}

/** Copies it to where compiled code looks for it: the same place below `dist`. */
export async function installDevDatabase(dist: string): Promise<void> {
  const file = pgliteDataFile();
  const copy = path.join(dist, path.relative(REPOSITORY, file));
  await mkdir(path.dirname(copy), { recursive: true });
  await copyFile(file, copy);
}
