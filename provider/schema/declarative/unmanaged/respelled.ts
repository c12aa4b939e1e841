import type { Dialect } from "../../drivers/session";
import type { RespelledName } from "../../engine/protocol";
import type { Unmanaged } from "./compare";
import type { Blindspots } from "./element";

const key = (...parts: (string | undefined)[]) => parts.join("\0");

/** What the engine does not see of the desired state, under the names that the database has for the same tables and their parts. */
export function underNamesThere(wanted: Blindspots, respelled: readonly RespelledName[], bound: boolean): Blindspots {
  if (respelled.length === 0) return wanted;
  const schemaIn = (schema: string | undefined) => (bound ? "" : schema);
  const schemas = new Map(respelled.flatMap((one) => (one.kind === "schema" ? [[one.wanted, one.name]] : [])));
  const tables = new Map(
    respelled.flatMap((one) => (one.kind === "table" ? [[key(schemaIn(one.schema), one.wanted), one.name]] : [])),
  );
  const parts = new Map(
    respelled.flatMap((one) =>
      one.table === undefined ? [] : [[key(schemaIn(one.schema), one.table, one.wanted), one.name]],
    ),
  );
  const placeOf = (place: { schema?: string; table?: string }) => {
    const schema = schemas.get(place.schema ?? "") ?? place.schema ?? "";
    return { schema, table: tables.get(key(schema, place.table)) ?? place.table ?? "" };
  };
  return {
    objects: wanted.objects.map((object) =>
      object.table === undefined ? object : { ...object, table: placeOf(object).table },
    ),
    facets: wanted.facets.map((facet) => {
      const { schema, table } = placeOf(facet);
      return { ...facet, schema, table, element: parts.get(key(schema, table, facet.element)) ?? facet.element };
    }),
  };
}

/** What programs see of names: those of tables and columns. */
const SEEN = new Set<RespelledName["kind"]>(["schema", "table", "column"]);
/** How many of them a note tells. */
const MOST_TOLD = 5;

/** Tells people, in one note, which names stay as they are, although they are wanted in other letters. */
export function namesKept(respelled: readonly RespelledName[], dialect: Dialect): Unmanaged[] {
  const seen = respelled.filter(({ kind }) => SEEN.has(kind));
  if (seen.length === 0) return [];
  const told = seen
    .slice(0, MOST_TOLD)
    .map(({ table, name, wanted }) => `${[table, name].filter(Boolean).join(".")} (wanted: ${wanted})`);
  const more = seen.length > MOST_TOLD ? ` and ${seen.length - MOST_TOLD} more` : "";
  return [
    {
      ...{ kind: "letters", name: "letters of names", state: "different" },
      message: `names that ${dialect} takes for the same in other letters keep those that they have: ${told.join(", ")}${more}`,
    },
  ];
}
