import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Directory of the package's own package.json: the sources and the build lie at different depths below it. */
export const packageRoot = findRoot(__dirname);

/** Version of this package. */
export function packageVersion(): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
  return version;
}

function findRoot(directory: string): string {
  const above = dirname(directory);
  return above === directory || existsSync(join(directory, "package.json")) ? directory : findRoot(above);
}
