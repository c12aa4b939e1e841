import type { RealmModel } from "../../engine/protocol";
import {
  AUTOINCREMENT,
  type Blindspots,
  EXCLUSION,
  type Facet,
  INDEX_STATE,
  KEY_NAME,
  TABLE_OPTIONS,
  UNTOLD,
  type UnmanagedObject,
} from "./element";
import { isExcluded } from "./excluded";
import { bareName } from "./unread";

/** Properties that the printed SQL of a table says. */
const SAID_IN_SQL = new Set([EXCLUSION, KEY_NAME, TABLE_OPTIONS]);

/** Properties that are printed in either language, or are no part of a schema. */
const SAID = new Set([AUTOINCREMENT, UNTOLD, INDEX_STATE]);

/** What was printed of a database. */
export interface Printed {
  language: "hcl" | "sql";
  model: RealmModel;
  /** Whether the session was bound to a schema. */
  bound: boolean;
  /** Patterns of what was to be left out. */
  exclude?: readonly string[];
  /** Whether names are the same whatever the case of their letters. */
  anyCase?: boolean;
}

/**
 * Names what a printed schema leaves out of the database that it was read from, for people: a database made from it would be
 * without. Only what is in the schemas and tables that were printed, and was not to be left out.
 */
export function unsaidIn(found: Blindspots, printedOf: Printed): string[] {
  const { language, model: printed, bound, exclude = [], anyCase } = printedOf;
  const isLeftOut = (name: readonly string[]) => isExcluded(name, exclude, anyCase);
  const schemas = new Set(printed.schemas.map(({ name }) => name));
  const tables = new Set(
    printed.schemas.flatMap(({ name, tables = [] }) => tables.map((table) => `${bound ? "" : name}\0${table.name}`)),
  );
  const isPrinted = ({ schema = "", table = "" }: { schema?: string; table?: string }) =>
    tables.has(`${schema}\0${table}`);
  const isWanted = ({ schema = "", table, name }: UnmanagedObject) => {
    const [first = "", rest] = name.replace(/\(.*$/s, "").split(".", 2);
    const within = bound ? [] : [schema || (rest === undefined ? "" : first)].filter(Boolean);
    const own = [...within, bareName(name)];
    return !isLeftOut(own) && !(table && isLeftOut([...within, table, bareName(name)]));
  };
  const objects = found.objects.filter(isWanted).filter((object) => {
    if (object.table !== undefined) return isPrinted(object);
    const [schema = "", rest] = object.name.split(".", 2);
    return bound || rest === undefined || schemas.has(schema);
  });
  const isUnsaid = (facet: Facet) =>
    isPrinted(facet) &&
    !isLeftOut([facet.schema, facet.table, facet.element].filter(Boolean)) &&
    !SAID.has(facet.property) &&
    !(language === "sql" && SAID_IN_SQL.has(facet.property));
  return [
    ...objects.map(({ kind, name }) => `${kind} ${name}`),
    ...found.facets
      .filter(isUnsaid)
      .map(
        ({ property, table, element, value }) =>
          `${property} of ${[table, element].filter(Boolean).join(".")} (${value})`,
      ),
  ];
}
