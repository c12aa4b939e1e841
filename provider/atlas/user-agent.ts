import { readFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";

/** Who calls, as the service logs it: `atlas-iac/0.1.0 (linux; x64)`. */
export const userAgent = `atlas-iac/${packageVersion(__dirname)} (${platform()}; ${arch()})`;

/** Sources and build lie at different depths under the package's root, so its package.json is looked for upwards. */
function packageVersion(from: string): string {
  const manifest = readManifest(join(from, "package.json"));
  if (manifest?.name === "atlas-iac") return String(manifest.version);
  const parent = dirname(from);
  return parent === from ? "0.0.0" : packageVersion(parent);
}

function readManifest(path: string): { name?: unknown; version?: unknown } | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return undefined;
    throw error;
  }
}
