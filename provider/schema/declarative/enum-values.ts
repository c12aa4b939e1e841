import type { Session } from "../drivers/session";
import type { EnginePlan } from "../engine/protocol";
import { SchemaEngineError } from "../errors";

/** Values of all enum types that a session sees, by the name of the type: with its schema, where the session is bound to none. */
async function enumValues(session: Session): Promise<Map<string, Set<string>>> {
  const { rows } = await session.query(
    `SELECT n.nspname, t.typname, e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
     JOIN pg_namespace n ON n.oid = t.typnamespace WHERE $1 = '' OR n.nspname = $1`,
    [session.schema],
  );
  const values = new Map<string, Set<string>>();
  for (const [schema, type, value] of rows) {
    const name = session.schema === "" ? `${schema}.${type}` : `${type}`;
    values.set(name, (values.get(name) ?? new Set()).add(`${value}`));
  }
  return values;
}

/**
 * Refuses a change of an enum that takes a value away. The engine says so only where the value stands before others; a last one
 * it passes over in silence, and the database would be called in sync while it is not.
 *
 * @param wanted where the desired schema was made; nothing where it is HCL, of which only whether anything happens is known
 */
export async function refuseRemovedValues(
  target: Session,
  wanted: Session | undefined,
  plan: EnginePlan,
): Promise<void> {
  const changed = plan.changes.filter(({ kind }) => kind === "modify_object").map(({ name = "" }) => name);
  if (target.dialect !== "postgres" || changed.length === 0) return;
  const silent = changed.find(
    (name) => !plan.statements.some(({ cmd }) => cmd.startsWith("ALTER TYPE") && cmd.includes(`"${name}"`)),
  );
  const there = wanted ? await enumValues(target) : new Map<string, Set<string>>();
  const then = wanted ? await enumValues(wanted) : there;
  const concerned = [...there].filter(([type]) => changed.some((name) => type === name || type.endsWith(`.${name}`)));
  const removed = concerned.flatMap(([type, values]) => {
    const kept = then.get(type);
    return kept
      ? [...values].filter((value) => !kept.has(value)).map((value) => `${JSON.stringify(value)} of enum ${type}`)
      : [];
  });
  const what = removed.length > 0 ? removed.join(", ") : silent && `a value of enum ${silent}`;
  if (what === undefined) return;
  throw new SchemaEngineError(`${what} cannot be removed: PostgreSQL has no statement for it`, {
    hint: "Make a new type, change the columns to it by hand or in a migration, and drop the old one.",
  });
}
