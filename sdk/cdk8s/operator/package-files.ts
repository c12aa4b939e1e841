import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type KindName, kindInfo, kindNames } from "../../model/kinds";

/** Version of this package. */
export function packageVersion(): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));
  return version;
}

/** The custom resource definitions that the package ships, as YAML: one document for each kind. */
export function definitionTexts(kinds: readonly KindName[] = kindNames): string[] {
  return kinds.map((kind) => {
    const { group, plural } = kindInfo(kind);
    const text = readFileSync(join(packageRoot(), "crds", `${group}_${plural}.yaml`), "utf8");
    return text.replace(/^---\n/, "").replace(/\n*$/, "\n");
  });
}

/** The sources and the build lie at different depths below it. */
function packageRoot(directory: string = __dirname): string {
  const above = dirname(directory);
  return above === directory || existsSync(join(directory, "package.json")) ? directory : packageRoot(above);
}
