import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/**
 * The file with an empty data directory for the in-process PostgreSQL, a tar archive compressed with Zstandard, that the build makes:
 * to make one takes three seconds of CPU and a gigabyte of memory, to load it a fraction of both. It bears the version of the installed
 * PGlite, as no other would understand it: the file is absent where another than ours is installed, and without a build.
 */
export function pgliteDataFile(): string {
  const entry = createRequire(__filename).resolve("@electric-sql/pglite");
  const manifest = readFileSync(path.join(path.dirname(entry), "../package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  return path.join(__dirname, "dist", `pglite-${version}.tar.zst`);
}
