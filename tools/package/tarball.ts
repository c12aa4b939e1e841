import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { runOrThrow } from "../engines/command";
import { PackageCheckError } from "./errors";

const REPOSITORY = resolve(__dirname, "../..");

interface Manifest {
  bin: Record<string, string>;
  exports: Record<string, string | Record<string, string>>;
}

/** Packs the checkout as `npm publish` would. Answers the tarball's absolute path. */
export async function pack(directory: string): Promise<string> {
  const json = await runOrThrow("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", directory], {
    cwd: REPOSITORY,
  });
  const [packed] = JSON.parse(json) as { filename: string }[];
  if (packed === undefined) throw new PackageCheckError("npm pack made no tarball");
  return join(directory, packed.filename);
}

/**
 * Holds the tarball to package.json: everything that `exports` and `bin` name is in it, and nothing that is not shipped.
 *
 * @throws PackageCheckError naming every file
 */
export async function missingTargets(tarball: string): Promise<void> {
  const listing = await runOrThrow("tar", ["-tzf", tarball]);
  const files = new Set(listing.split("\n").map((line) => line.replace(/^package\//, "")));
  const manifest = JSON.parse(await readFile(join(REPOSITORY, "package.json"), "utf8")) as Manifest;
  const targets = [...Object.values(manifest.bin), ...Object.values(manifest.exports).flatMap(targetsOf)]
    .map((target) => target.replace(/^\.\//, ""))
    .filter((target) => !target.includes("*"));
  const missing = targets.filter((target) => !files.has(target));
  const foreign = [...files].filter((file) => /^(dist\/)?(test|tools|bench)\/|\.test\.|\.env/.test(file));
  if (missing.length > 0) throw new PackageCheckError(`not in the tarball: ${missing.join(", ")}`);
  if (foreign.length > 0) throw new PackageCheckError(`does not belong in the tarball: ${foreign.join(", ")}`);
}

function targetsOf(entry: string | Record<string, string>): string[] {
  return typeof entry === "string" ? [entry] : Object.values(entry);
}
