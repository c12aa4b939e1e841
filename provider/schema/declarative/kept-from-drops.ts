import { tableKey } from "../drivers/letters";
import type { Session } from "../drivers/session";
import { engine } from "../engine/engine";
import type { ElementChange, EnginePlan, RealmModel, StateSource, TableModel } from "../engine/protocol";
import { RefusedError } from "../errors";
import { rebuiltTables } from "./rebuilds";
import { contentsOf } from "./schema-contents";

/** What a plan is made for. */
export interface Scope {
  schemas?: readonly string[];
  /** All patterns, those for our own bookkeeping among them. */
  exclude: readonly string[];
  /** Whether `policy.diff.skip` keeps tables. */
  keepsTables: boolean;
}

/** A table with the name of its schema; that of a bound session's says nothing. */
type Table = TableModel & { schema: string };

const nameOf = ({ schema, name }: { schema: string; name: string }) => (schema ? `${schema}.${name}` : name);

function tablesOf(model: RealmModel | undefined, bound: boolean): Map<string, Table> {
  const tables = (model?.schemas ?? []).flatMap((schema) =>
    (schema.tables ?? []).map((table) => ({ ...table, schema: bound ? "" : schema.name })),
  );
  return new Map(tables.map((table) => [nameOf(table), table]));
}

/** Elements of a table that are there, and that the patterns hide. */
function hiddenIn(whole: Table, seen: Table): string[] {
  const missing = (kind: string, there: readonly { name?: string }[] = [], shown: readonly { name?: string }[] = []) =>
    there
      .filter(({ name }) => !shown.some((one) => one.name === name))
      .map(({ name }) => `${kind} ${name} of table ${nameOf(whole)}, which exclude leaves alone`);
  return [
    ...missing("column", whole.columns, seen.columns),
    ...missing("index", whole.indexes, seen.indexes),
    ...missing("foreign key", whole.foreign_keys, seen.foreign_keys),
  ];
}

/** The state with and without what the patterns hide. */
async function bothOf(from: StateSource, dev: Session) {
  const seen = await engine.inspect({ from, dev, formats: ["model", "hcl"] });
  const whole = from.exclude?.length
    ? await engine.inspect({ from: { ...from, exclude: [] }, dev, formats: ["model", "hcl"] })
    : seen;
  return { seen, whole };
}

const ofKind = (plan: EnginePlan, kind: ElementChange["kind"]) => plan.changes.filter((change) => change.kind === kind);

async function keptWithSchemas(target: Session, schemas: readonly string[], scope: Scope): Promise<string[]> {
  const [contents, { model }] = await Promise.all([
    contentsOf(target, schemas),
    // Tables of other schemas are asked for too: the plan takes away what of them depends on this one.
    engine.inspect({ from: { session: target, schemas: scope.schemas, exclude: scope.exclude }, formats: ["model"] }),
  ]);
  const managed = tablesOf(model, false);
  const findings = contents.flatMap(({ what, table }) => {
    if (!table) return [`${what}, which is not managed`];
    if (!managed.has(nameOf(table))) return [`${what}, which exclude leaves alone, or is not managed`];
    return scope.keepsTables && schemas.includes(table.schema) ? [`${what}, which policy.diff.skip keeps`] : [];
  });
  if (findings.length > 0) return findings;
  const { seen, whole } = await bothOf({ session: target, schemas, exclude: scope.exclude }, target);
  return seen.hash === whole.hash ? [] : [`what exclude leaves alone in ${schemas.join(", ")}`];
}

/** What the patterns hide, and would go with a table, with a table that SQLite makes anew, or with a column. */
async function hiddenFrom(target: Session, plan: EnginePlan, scope: Scope) {
  const rebuilt = rebuiltTables(target, plan);
  const dropped = ofKind(plan, "drop_table");
  const remade = ofKind(plan, "modify_table").filter(({ table = "" }) => rebuilt.has(table));
  const cut = ofKind(plan, "drop_column").filter(({ table = "" }) => !rebuilt.has(table));
  if (dropped.length + remade.length + cut.length === 0) return { dropped: [], remade: [], cut: [] };
  const bound = target.schema !== "";
  const { seen, whole } = await bothOf({ session: target, schemas: scope.schemas, exclude: scope.exclude }, target);
  const [shown, there] = [tablesOf(seen.model, bound), tablesOf(whole.model, bound)];
  const each = (
    changes: readonly ElementChange[],
    find: (whole: Table, seen: Table, change: ElementChange) => string[],
  ) =>
    changes.flatMap((change) => {
      const name = nameOf({ schema: bound ? "" : (change.schema ?? ""), name: change.table ?? "" });
      const [a, b] = [there.get(name), shown.get(name)];
      return a && b ? find(a, b, change) : [];
    });
  return {
    dropped: each(dropped, hiddenIn),
    remade: each(remade, (a, b) => {
      const named = hiddenIn(a, b);
      if (named.length > 0 || blockOf(whole.hcl, a.name) === blockOf(seen.hcl, a.name)) return named;
      return [`a check of table ${nameOf(a)}, which exclude leaves alone`];
    }),
    cut: each(cut, (a, b, { name }) => {
      const uses = (columns: readonly (string | undefined)[] = []) => columns.includes(name);
      const indexes = a.indexes?.filter(({ parts }) => uses(parts?.map(({ column }) => column)));
      const keys = a.foreign_keys?.filter(({ columns }) => uses(columns));
      return hiddenIn({ ...a, columns: [], indexes, foreign_keys: keys }, b);
    }),
  };
}

const FOREIGN_KEYS = /^ {2}foreign_key ".*" \{\n[\s\S]*?^ {2}\}\n/gm;

/**
 * How a document of HCL says a table, with checks and all that the model leaves out. But without foreign keys, which the model has: a
 * document does not say those to tables that are left out of it.
 */
function blockOf(hcl = "", table: string): string | undefined {
  const at = hcl.indexOf(`table ${JSON.stringify(table)} {`);
  return at < 0 ? undefined : hcl.slice(at, hcl.indexOf("\n}", at) + 1).replaceAll(FOREIGN_KEYS, "");
}

/** DROP SCHEMA takes everything in it, and DROP TABLE and DROP COLUMN what is of the table or column: also what a plan promises to leave alone. */
async function refuseDrops(target: Session, plan: EnginePlan, scope: Scope): Promise<void> {
  const schemas = ofKind(plan, "drop_schema").map(({ schema = "" }) => schema);
  if (schemas.length > 0) {
    const kept = await keptWithSchemas(target, schemas, scope);
    if (kept.length > 0) {
      throw new RefusedError("WouldLose", `dropping schema ${schemas.join(", ")} would take away what stays:`, kept, {
        hint: "Declare the schema, name the schema itself in exclude, skip drop_schema, or drop by hand what is named.",
      });
    }
  }
  const { dropped, remade, cut } = await hiddenFrom(target, plan, scope);
  const refuse = (what: string, hidden: readonly string[], hint: string) => {
    if (hidden.length === 0) return;
    throw new RefusedError("WouldLose", `${what} would take away what is to be left alone:`, hidden, { hint });
  };
  refuse("dropping a table", dropped, "Declare the table, or name the table itself in exclude.");
  refuse("making a table of SQLite anew", remade, "Declare what is named, or name the table itself in exclude.");
  refuse("dropping a column", cut, "Declare the column, or leave it out with exclude too.");
}

/**
 * Refuses patterns for everything in a table that is to be made: they leave it nothing.
 *
 * @param to the desired state, in the dev database
 * @throws RefusedError
 */
export async function refuseEmptied(target: Session, scope: Scope, to: StateSource, dev: Session): Promise<void> {
  const bound = target.schema !== "";
  const state = await bothOf(to, dev);
  const [seen, whole] = [tablesOf(state.seen.model, bound), tablesOf(state.whole.model, bound)];
  const emptied = [...seen].filter(([name, { columns }]) => !columns?.length && whole.get(name)?.columns?.length);
  if (emptied.length === 0) return;
  const { model } = await engine.inspect({ from: { session: target, schemas: scope.schemas }, formats: ["model"] });
  const key = await tableKey(target);
  const there = new Set([...tablesOf(model, bound).keys()].map(key));
  const made = emptied
    .filter(([name]) => !there.has(key(name)))
    .map(([name]) => `table ${name} would be made without a column`);
  if (made.length === 0) return;
  throw new RefusedError("WouldLose", "exclude leaves nothing of what is wanted:", made, {
    hint: "A pattern of two parts is table.column in a bound URL. Name the tables themselves to leave them alone.",
  });
}

/**
 * Refuses a plan that breaks what `exclude`, `policy.diff.skip` and the limits of the engine promise: that excluded, kept and unmanaged
 * things stay.
 *
 * @param to the desired state, in the dev database
 * @param excluding whether the caller gave patterns of their own
 * @throws RefusedError
 */
export async function refuseBrokenPromises(
  target: Session,
  plan: EnginePlan,
  scope: Scope,
  { to, dev, excluding }: { to: StateSource; dev: Session; excluding: boolean },
): Promise<void> {
  if (excluding || ofKind(plan, "drop_schema").length > 0) await refuseDrops(target, plan, scope);
  if (excluding && ofKind(plan, "add_table").length > 0) await refuseEmptied(target, scope, to, dev);
}
