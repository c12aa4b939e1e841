import { isMySqlFamily, type Session } from "../drivers/session";
import { engine } from "../engine/engine";
import type { ElementChange, StateSource } from "../engine/protocol";
import { DatabaseUrlError, SchemaSourceError, UndeclaredSchemaError } from "../errors";
import type { DesiredSchema } from "./desired";

async function schemasOf(session: Session): Promise<string[]> {
  const sql = isMySqlFamily(session.dialect)
    ? "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA"
    : "SELECT nspname FROM pg_namespace";
  return (await session.query(sql)).rows.map(([name]) => name ?? "");
}

async function declaredSchemas(to: StateSource, dev: Session): Promise<string[]> {
  if (to.session) return schemasOf(to.session);
  const { model } = await engine.inspect({ from: { ...to, exclude: [] }, dev, formats: ["model"] });
  return (model?.schemas ?? []).map(({ name }) => name);
}

/**
 * Refuses schemas that are neither there nor declared: a name that was mistyped would make a plan of nothing, and be called in sync.
 *
 * @param to the desired state, in the dev database
 * @throws UndeclaredSchemaError
 */
export async function refuseUnknownSchemas(
  target: Session,
  schemas: readonly string[] | undefined,
  to: StateSource,
  dev: Session,
): Promise<void> {
  if (!schemas?.length || target.schema !== "") return;
  // How names compare depends on the server's files; where in doubt, a name is known.
  const key = (name: string) => (isMySqlFamily(target.dialect) ? name.toLowerCase() : name);
  const unknownTo = (known: readonly string[], names: readonly string[]) => {
    const keys = new Set(known.map(key));
    return names.filter((name) => !keys.has(key(name)));
  };
  const missing = unknownTo(await schemasOf(target), schemas);
  const unknown = missing.length > 0 ? unknownTo(await declaredSchemas(to, dev), missing) : [];
  if (unknown.length === 0) return;
  throw new UndeclaredSchemaError(
    `schema ${unknown.map((name) => JSON.stringify(name)).join(", ")} is neither in the database nor declared`,
    { hint: "Correct the name among the schemas to manage, or declare it with CREATE SCHEMA." },
  );
}

/**
 * Refuses a database as the desired state of one that it cannot be compared with.
 *
 * @throws DatabaseUrlError
 */
export function refuseUnlike(target: Session, wanted: Session): void {
  const kind = ({ dialect }: Session) => (isMySqlFamily(dialect) ? "mysql" : dialect);
  if (kind(target) !== kind(wanted)) {
    throw new DatabaseUrlError(
      `the desired schema is in a database of ${wanted.dialect}, but the target is ${target.dialect}`,
      {
        hint: "Name a database of the same kind, or files.",
      },
    );
  }
  if ((target.schema === "") === (wanted.schema === "")) return;
  const [bound, free] = target.schema ? ["the target", "the desired schema"] : ["the desired schema", "the target"];
  throw new DatabaseUrlError(`the URL of ${bound} is bound to one schema, but that of ${free} is not`, {
    hint: "Bind both or neither: with search_path=… for PostgreSQL, with a path for MySQL and MariaDB.",
  });
}

const DROPS = new Set(["drop_schema", "drop_table", "drop_object"]);

/**
 * Refuses scripts without a statement where that would take everything away: an empty file is a mistake more often than a wish.
 *
 * @throws SchemaSourceError
 */
export async function refuseEmptyScripts(
  target: Session,
  { sql = [], hcl, session }: DesiredSchema,
  changes: readonly ElementChange[],
): Promise<void> {
  const dropped = changes
    .filter(({ kind }) => DROPS.has(kind))
    .map(({ table, name, schema }) => table ?? name ?? schema);
  if (hcl?.length || session || dropped.length === 0) return;
  for (const file of sql) {
    if ((await engine.statements(file.name, file.text, target)).length > 0) return;
  }
  const files = sql.map(({ name }) => name).join(", ") || "the desired schema";
  throw new SchemaSourceError(
    `${files} holds no statement, so this would be dropped: ${dropped.join(", ")}`,
    undefined,
    {
      hint: "Give the schema that is wanted. Where nothing is, say so with a statement that makes nothing: SELECT 1;",
    },
  );
}
