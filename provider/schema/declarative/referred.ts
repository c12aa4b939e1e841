import { tableKey } from "../drivers/letters";
import { isMySqlFamily, type Session } from "../drivers/session";
import type { ElementChange } from "../engine/protocol";
import { RefusedError } from "../errors";
import type { SchemaPlan } from "./plan";

/**
 * Refuses to drop tables that foreign keys of tables that stay refer to, where the server would refuse it with half of the plan done:
 * MySQL and MariaDB take nothing back.
 * @throws RefusedError (WouldLose)
 */
export async function refuseReferred(session: Session, { changes }: Pick<SchemaPlan, "changes">): Promise<void> {
  const drops = changes.filter(({ kind }) => kind === "drop_table" || kind === "drop_schema");
  if (!isMySqlFamily(session.dialect) || drops.length === 0) return;
  const key = await tableKey(session);
  const named = ({ schema, table, name }: Omit<ElementChange, "kind">) =>
    JSON.stringify([schema || session.schema, table, name].map((part) => part && key(part)));
  const of = (...kinds: string[]) => new Set(changes.filter(({ kind }) => kinds.includes(kind)).map(named));
  const [tables, schemas] = [of("drop_table"), of("drop_schema")];
  // One that changes cannot refer to a table that is wanted no more.
  const keys = of("drop_foreign_key", "modify_foreign_key");
  const goes = (schema: string, table: string) =>
    tables.has(named({ schema, table })) || schemas.has(named({ schema }));
  const findings = (await foreignKeysOf(session))
    .filter(({ from, to }) => goes(to.schema, to.table) && !goes(from.schema, from.table) && !keys.has(named(from)))
    .map(({ from, to }) => `${to.schema}.${to.table}, to which ${from.name} of ${from.schema}.${from.table} refers`);
  if (findings.length === 0) return;
  throw new RefusedError("WouldLose", "tables that others refer to cannot be dropped:", findings, {
    hint: "Nothing was changed. Drop these foreign keys first, or keep the tables.",
  });
}

/** The foreign keys of a server, where it heeds them in this session. */
async function foreignKeysOf(session: Session) {
  const { rows } = await session.query(
    `SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, UNIQUE_CONSTRAINT_SCHEMA, REFERENCED_TABLE_NAME
      FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE @@foreign_key_checks = 1 ORDER BY 1, 2, 3`,
  );
  return rows.map((row) => {
    const [schema = "", table = "", name = "", toSchema = "", toTable = ""] = row.map((value) => value ?? "");
    return { from: { schema, table, name }, to: { schema: toSchema, table: toTable } };
  });
}
