/**
 * `npm run crds:baseline`: takes what the custom resource definitions let in today into the baseline that later ones are held to. It
 * only ever grows: what would refuse an object that was let in before has to be mended, not stored.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DefinitionFacts } from "../contract/fields/facts";
import { factsIn } from "../contract/fields/ours";
import { narrowings } from "./narrowing";

const root = join(__dirname, "../..");

/** File of the baseline: what definitions that were given out let in, by kind. */
export const baselineFile = join(__dirname, "baseline.gen.json");

/** What the definitions in the checkout let in. */
export const presentFacts = (): Record<string, DefinitionFacts> => factsIn(join(root, "crds"));

/** What definitions that were given out let in. */
export function formerFacts(): Record<string, DefinitionFacts> {
  return existsSync(baselineFile) ? JSON.parse(readFileSync(baselineFile, "utf8")) : {};
}

/** What is in the way of giving out the present definitions, by kind; empty when nothing is. */
export function objections(
  former: Record<string, DefinitionFacts>,
  present: Record<string, DefinitionFacts>,
): string[] {
  return Object.entries(former).flatMap(([kind, facts]) => {
    const now = present[kind];
    return (now ? narrowings(facts, now) : ["it is gone"]).map((what) => `${kind}: ${what}`);
  });
}

/** The baseline as text: a line a field, so that changes can be read. */
export function baselineText(facts: Record<string, DefinitionFacts>): string {
  const kinds = Object.entries(facts).map(([kind, { names, cel, fields }]) => {
    const lines = Object.entries(fields)
      .filter(([path]) => path.startsWith("spec"))
      .map(([path, field]) => `      ${JSON.stringify(path)}: ${JSON.stringify(field)}`);
    const rules = cel.filter(({ path }) => path.startsWith("spec")).map((rule) => `      ${JSON.stringify(rule)}`);
    return `  ${JSON.stringify(kind)}: {
    "names": ${JSON.stringify(names)},
    "printerColumns": [],
    "cel": [${rules.length > 0 ? `\n${rules.join(",\n")}\n    ` : ""}],
    "fields": {
${lines.join(",\n")}
    }
  }`;
  });
  return `{\n${kinds.join(",\n")}\n}\n`;
}

function main(): void {
  const present = presentFacts();
  const found = objections(formerFacts(), present);
  if (found.length > 0) {
    console.error([...found, "Objects in clusters would be refused or lose a field: nothing was written."].join("\n"));
    process.exitCode = 1;
    return;
  }
  writeFileSync(baselineFile, baselineText(present));
  console.log(`tools/crds/baseline.gen.json holds ${Object.keys(present).length} kinds`);
}

if (require.main === module) main();
