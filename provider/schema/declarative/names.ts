import { withDevDatabase } from "../dev/dev-database";
import { tableKey } from "../drivers/letters";
import type { Session } from "../drivers/session";
import { engine } from "../engine/engine";
import type { StateSource } from "../engine/protocol";
import { desiredState } from "./desired";
import type { PlanSchemaRequest } from "./plan";

/** What is in a database. */
export interface Names {
  /** As they are called. */
  schemas: string[];
  /** As patterns of `exclude` in the session's scope have them; so the enums. */
  tables: string[];
  enums: string[];
}

/** A name as patterns of `exclude` have it; a selector says of what kind of thing it is. */
export function patternOf(name: string, selector = ""): string {
  if (/^[\w$]+$/.test(name)) return `${name}${selector}`;
  const plain = name.replaceAll(/[\\*?[]/g, "\\$&");
  return `"${plain.replaceAll('"', '""')}${selector}"`;
}

/** The enums of PostgreSQL: columns of other databases have theirs to themselves. */
async function enumsOf(session: Session): Promise<string[]> {
  if (session.dialect !== "postgres") return [];
  const { rows } = await session.query(
    `SELECT n.nspname, t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE t.typtype = 'e' AND ($1 = '' OR n.nspname = $1) ORDER BY 1, 2`,
    [session.schema],
  );
  return rows.map(([schema, name]) => {
    const pattern = patternOf(`${name}`, "[type=enum]");
    return session.schema === "" ? `${patternOf(`${schema}`)}.${pattern}` : pattern;
  });
}

async function namesOf(from: StateSource, made: Session): Promise<Names> {
  const { model } = await engine.inspect({ from, dev: from.session === made ? undefined : made, formats: ["model"] });
  const schemas = model?.schemas ?? [];
  const tables = schemas.flatMap((schema) =>
    (schema.tables ?? []).map(({ name }) =>
      made.schema === "" ? `${patternOf(schema.name)}.${patternOf(name)}` : patternOf(name),
    ),
  );
  return { schemas: schemas.map(({ name }) => name), tables, enums: await enumsOf(made) };
}

/** What a database holds of the schemas to manage, without what is excluded; enums of all. */
export function namesIn(session: Session, scope: Pick<PlanSchemaRequest, "schemas" | "exclude">): Promise<Names> {
  return namesOf({ session, schemas: scope.schemas, exclude: scope.exclude }, session);
}

/** What a desired schema declares, read back from a dev database. */
export function declaredNames(target: Session, request: PlanSchemaRequest): Promise<Names> {
  const { desired, schemas, exclude } = request;
  return withDevDatabase(target, request, async (dev) =>
    namesOf(await desiredState(desired, dev, { schemas, exclude }), dev),
  );
}

/** Tables and enums that are there, and declared by none. */
export async function foreignIn(session: Session, there: Names, ...declared: readonly Names[]): Promise<string[]> {
  const key = await tableKey(session);
  const known = new Set(declared.flatMap(({ tables, enums }) => [...tables, ...enums]).map(key));
  return [...there.tables, ...there.enums].filter((name) => !known.has(key(name)));
}
