import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";

/** The spec of the first object of a kind's `full.yaml`: what has every field there is. */
export function fullExample(kind: string): Record<string, unknown> {
  const file = join(__dirname, "../../examples/kinds", kind, "full.yaml");
  const [first] = parseAllDocuments(readFileSync(file, "utf8"));
  const manifest: { spec: Record<string, unknown> } = first?.toJS();
  return manifest.spec;
}
