import { nearest } from "../../../../sdk/model/nearest";
import type { SqlRules } from "../../drivers/session";
import { engine } from "../../engine/engine";
import type { UnreadPart } from "../../engine/protocol";
import type { DesiredSchema } from "../desired";
import type { Unmanaged } from "./compare";
import type { Blindspots } from "./element";
import { rowsIn } from "./rows";

/** What documents of Ariga's own edition can declare, and the engine passes over. */
const KINDS: ReadonlySet<string> = new Set([
  ...["view", "materialized", "function", "procedure", "aggregate", "trigger", "event_trigger", "event", "policy"],
  ...[
    "row_security",
    "sequence",
    "domain",
    "composite",
    "range",
    "enum",
    "extension",
    "partition",
    "exclude",
    "unique",
  ],
  ...["synonym", "role", "user", "permission", "server", "collation", "cast", "rule", "foreign_table", "identity"],
]);

/** The name of an object without its schema, its table, and its arguments. */
export function bareName(name: string): string {
  return name.replace(/ on .*$|\(.*$/s, "").replace(/^.*\./s, "");
}

function unmanagedOf(part: UnreadPart): Unmanaged {
  const { file, line, column, type, labels = [], in: within, known } = part;
  const place = `${file}:${line}:${column}`;
  const title = [type, ...labels.map((label) => JSON.stringify(label))].join(" ");
  const name = `${title}${within ? ` of ${within}` : ""}`;
  if (known) {
    const meant = nearest(type, known);
    const advice = meant === undefined ? `known are ${known.join(", ")}` : `did you mean ${meant}?`;
    const message = `${place}: the attribute ${name} is not known, and has no effect; ${advice}`;
    return { kind: "attribute", name, state: "desired", message };
  }
  if (KINDS.has(type)) {
    const kind = type === "materialized" ? "materialized view" : type.replaceAll("_", " ");
    const message = `${place}: ${name} is wanted, but not managed: it will not be created`;
    return { kind, name: labels.at(-1) ?? name, state: "desired", message };
  }
  return {
    ...{ kind: "block", name, state: "desired" },
    message: `${place}: the block ${name} is not known, and has no effect`,
  };
}

/**
 * Names what is declared in vain: in documents of HCL objects that are not managed, and blocks and attributes that nobody knows, in
 * scripts rows.
 *
 * @param rules how the scripts are split into statements
 * @param current what is there already: of that, a document declares nothing that is missing
 * @throws SchemaSourceError where a document cannot be read
 */
export async function unreadOf(
  { hcl, sql = [] }: DesiredSchema,
  rules: SqlRules,
  current: Pick<Blindspots, "objects"> = { objects: [] },
): Promise<Unmanaged[]> {
  if (!hcl?.length) return rowsIn(sql, rules);
  const there = new Set(current.objects.map(({ kind, name }) => `${kind} ${bareName(name)}`));
  const found = (await engine.unread(hcl, typeof rules === "string" ? rules : rules.dialect)).map(unmanagedOf);
  return found.filter(({ kind, name }) => !there.has(`${kind} ${name}`));
}
