import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const folder = join(__dirname, "../../crds");

/** Most that all annotations of an object may have, names and values together (Kubernetes, validation of annotations). Bytes. */
const LIMIT = 262_144;
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** What annotations come to once `kubectl apply` notes the object in one: as JSON of one line, in which Go escapes three characters. */
function annotationBytes(definition: { metadata: { annotations?: Record<string, string> } }): number {
  const note = `${JSON.stringify(definition).replace(/[<>&]/g, "\\u0000")}\n`;
  const annotations = { ...definition.metadata.annotations, [LAST_APPLIED]: note };
  return Object.entries(annotations).reduce((sum, pair) => sum + Buffer.byteLength(pair.join("")), 0);
}

describe("`kubectl apply` without --server-side", () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith(".yaml")))("takes %s", (name) => {
    expect(annotationBytes(parse(readFileSync(join(folder, name), "utf8")))).toBeLessThan(LIMIT);
  });
});
