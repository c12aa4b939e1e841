import type { Command } from "commander";
import { withoutBookkeeping } from "../../provider/schema/declarative/bookkeeping";
import { type DesiredSchema, desiredSource, desiredState } from "../../provider/schema/declarative/desired";
import { refuseUnlike } from "../../provider/schema/declarative/meant";
import type { Unmanaged } from "../../provider/schema/declarative/unmanaged/compare";
import { unreadOf } from "../../provider/schema/declarative/unmanaged/unread";
import { type ComparedState, comparedIn, type WholePlan, wholePlan } from "../../provider/schema/declarative/whole";
import { settlerBeside, settlerIn } from "../../provider/schema/dev/spellings";
import type { Session } from "../../provider/schema/drivers/session";
import { engine } from "../../provider/schema/engine/engine";
import type { Settler, StateSource } from "../../provider/schema/engine/protocol";
import { readingPastLocks, type Watched } from "../../provider/schema/execute/reading";
import { sessionStart } from "../../provider/schema/execute/session-start";
import { withWatchedSession } from "../../provider/schema/execute/watched-session";
import { forFiles } from "../../provider/schema/versioned/for-files";
import { devDatabase, list } from "./flags";
import { goStruct } from "./go-values";
import type { Io } from "./io";
import { desiredOf, isFiles, type ProjectContext, projectAction, projectOptions } from "./project";
import { indentOf, render, sqlFunction } from "./template";
import { noteUnmanaged } from "./unmanaged";

interface Flags {
  from: string[];
  to: string[];
  devUrl?: string;
  schema?: string[];
  exclude?: string[];
  format?: string;
}

/** `schema diff`: prints the statements that lead from one schema to another. */
export function registerDiff(schema: Command, io: Io): void {
  const command = schema
    .command("diff")
    .description("print the statements that lead from one schema to another")
    .option("-f, --from <urls>", "database, or file://…", list)
    .option("--to <urls>", "database, or file://…", list)
    .option("--dev-url <url>", "empty database to work in; built in beside a database of PostgreSQL or SQLite")
    .option("-s, --schema <names>", "schemas to compare", list)
    .option("--exclude <patterns>", "what to leave out", list)
    .option("--format <format>", "sql (default), json, or a template");
  projectOptions(command).action(
    projectAction<Flags>(
      io,
      {
        required: ["from", "to"],
        defaults: ({ devUrl, schemas, exclude, formats }) => ({
          ...{ devUrl, schema: schemas, exclude },
          format: formats["schema.diff"],
        }),
      },
      (flags, context) => diff(flags, context, io),
    ),
  );
}

/** One of the two schemas: a database has it, or files say it. */
type Given = { session: Session; desired?: undefined } | { session?: undefined; desired: DesiredSchema };

interface Side extends ComparedState {
  unread: Unmanaged[];
}

async function givenBy(session: Session | undefined, urls: readonly string[], context: ProjectContext): Promise<Given> {
  return session ? { session } : { desired: await desiredOf(urls, context) };
}

const scopeOf = (session: Session, { schema, exclude }: Flags) => ({
  schemas: schema,
  exclude: withoutBookkeeping(session, exclude),
});

/** Where the engine reads it, once it was made. */
function sourceOf({ session, desired = { session } }: Given, dev: Session, flags: Flags): StateSource {
  return desiredSource(desired, dev, scopeOf(session ?? dev, flags));
}

/** Runs the scripts that say it, and looks at what the engine does not see of it. */
async function made({ session, desired }: Given, dev: Session, flags: Flags): Promise<Side> {
  if (session) return { ...(await comparedIn(session)), unread: [] };
  // What the scripts of one side set is not for those of the other.
  const start = await sessionStart(dev);
  const source = await desiredState(desired, dev, scopeOf(dev, flags));
  await start.restore(desired.sql ?? []);
  const seen = source.session ? await comparedIn(dev) : { session: dev };
  return { ...seen, unread: await unreadOf(desired, dev) };
}

/** Opens the database that is one of the sides; nothing where that is files. */
function withDatabase<T>(urls: readonly string[], work: (watched: Watched | undefined) => Promise<T>): Promise<T> {
  const [url = ""] = urls;
  if (urls.length !== 1 || isFiles(url)) return work(undefined);
  return withWatchedSession(url, { absentFile: "refuse" }, undefined, (session, watch) => work({ session, watch }));
}

async function plan(
  flags: Flags,
  context: ProjectContext,
  [a, b]: [Session | undefined, Session | undefined],
): Promise<WholePlan> {
  if (a && b) refuseUnlike(a, b);
  const [before, after] = [await givenBy(a, flags.from, context), await givenBy(b, flags.to, context)];
  const compare = async (
    dev: Session,
    settle: (to: StateSource) => Settler | undefined,
    empty?: () => Promise<void>,
  ) => {
    const target = a ?? b ?? dev;
    const from = await made(before, dev, flags);
    let to: Side = { session: dev, unread: [] };
    const make = async () => {
      to = await made(after, dev, flags);
    };
    if (!empty) await make();
    const source = sourceOf(after, dev, flags);
    const planned = await engine.plan({
      ...{ target, from: sourceOf(before, dev, flags), to: source, dev, settler: settle(source) },
      ...{ policy: context.diff, indent: indentFor(flags) },
      // Both sides can need the one dev database, which they have in turn.
      between: empty && (() => empty().then(make)),
    });
    const { statements, unmanaged } = await wholePlan(target, planned, from, to);
    return {
      statements: forFiles(target, statements),
      unmanaged: [...from.unread, ...to.unread, ...unmanaged],
    };
  };
  if (a && b) return compare(b, () => settlerBeside(a));
  // Statements are planned for a database that takes part, and it says which dev database is meant.
  return devDatabase(
    flags.devUrl,
    a ?? b,
  )((dev, empty) => compare(dev, (to) => settlerIn(dev, { holds: to.session === dev }), empty));
}

const indentFor = ({ format }: Flags) => (format === undefined ? "  " : indentOf(format));

async function diff(flags: Flags, context: ProjectContext, io: Io): Promise<void> {
  const { format = "sql" } = flags;
  const { statements, unmanaged } = await withDatabase(flags.from, (a) =>
    withDatabase(flags.to, (b) =>
      readingPastLocks(
        [a, b].filter((side) => side !== undefined),
        () => plan(flags, context, [a?.session, b?.session]),
      ),
    ),
  );
  if (format === "sql") noteUnmanaged(unmanaged, io);
  if (statements.length === 0 && format === "sql") return io.out("Schemas are synced, no changes to be made.\n");
  const text = statements.map(({ cmd, comment }) => {
    const note = comment ? `-- ${comment.slice(0, 1).toUpperCase()}${comment.slice(1)}\n` : "";
    return `${note}${cmd};\n`;
  });
  const sql = () => text.join("");
  const Changes = statements.map(({ cmd, comment }) => ({ Cmd: cmd, Comment: comment ?? "" }));
  const functions = { sql: sqlFunction(format === "sql" ? "" : indentFor(flags), sql) };
  io.out(render(format, goStruct({ Changes }, { MarshalSQL: sql }), functions));
}
