import type { Command } from "commander";
import { withoutBookkeeping } from "../../provider/schema/declarative/bookkeeping";
import { desiredState } from "../../provider/schema/declarative/desired";
import { refuseUnlike } from "../../provider/schema/declarative/meant";
import { blindspotsOf, compareBlindspots, type Unmanaged } from "../../provider/schema/declarative/unmanaged/compare";
import type { Blindspots } from "../../provider/schema/declarative/unmanaged/element";
import { unreadOf } from "../../provider/schema/declarative/unmanaged/unread";
import { settlerBeside, settlerIn } from "../../provider/schema/dev/spellings";
import type { Session } from "../../provider/schema/drivers/session";
import { engine } from "../../provider/schema/engine/engine";
import type { ElementChange, Settler, StateSource } from "../../provider/schema/engine/protocol";
import { readingPastLocks, type Watched } from "../../provider/schema/execute/reading";
import { withWatchedSession } from "../../provider/schema/execute/watched-session";
import { forFiles } from "../../provider/schema/versioned/for-files";
import { devDatabase, list, type WithDev } from "./flags";
import type { Io } from "./io";
import { desiredOf, isFiles, type ProjectContext, projectAction, projectOptions } from "./project";
import { render } from "./template";
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

/** One of the two schemas. */
interface Side {
  source: StateSource;
  /** The database that it is in, or was made in. */
  session: Session;
  /** What the engine does not see of it. Absent for HCL, which does not say it. */
  found?: Blindspots;
  unread: Unmanaged[];
}

const scopeOf = (session: Session, { schema, exclude }: Flags) => ({
  schemas: schema,
  exclude: withoutBookkeeping(session, exclude),
});

async function sideOfDatabase(session: Session, flags: Flags): Promise<Side> {
  const source = { session, ...scopeOf(session, flags) };
  return { source, session, found: await blindspotsOf(session), unread: [] };
}

/** Both sides can need the one dev database, so each is made in turn and kept as HCL. */
async function sideOfFiles(
  urls: readonly string[],
  flags: Flags,
  context: ProjectContext,
  withDev: WithDev,
): Promise<Side> {
  const desired = await desiredOf(urls, context);
  return withDev(async (dev) => {
    const scope = scopeOf(dev, flags);
    const from = await desiredState(desired, dev, scope);
    const { hcl = "" } = await engine.inspect({ from, dev, formats: ["hcl"] });
    return {
      source: { hcl: [{ name: urls[0] ?? "schema.hcl", text: hcl }], ...scope },
      session: dev,
      found: desired.sql ? await blindspotsOf(dev) : undefined,
      unread: await unreadOf(desired, dev.dialect),
    };
  });
}

/** Opens the database that is one of the sides; nothing where that is files. */
function withDatabase<T>(urls: readonly string[], work: (watched: Watched | undefined) => Promise<T>): Promise<T> {
  const [url = ""] = urls;
  if (urls.length !== 1 || isFiles(url)) return work(undefined);
  return withWatchedSession(url, { absentFile: "refuse" }, undefined, (session, watch) => work({ session, watch }));
}

/** What separates the sides, or belongs to them, without the engine's knowing. */
function unmanagedOf(from: Side, to: Side, changes: readonly ElementChange[]): Unmanaged[] {
  const unsaid = { objects: [], facets: (from.found ?? to.found)?.facets ?? [] };
  const found = ({ session, found = unsaid }: Side) => ({ session, found });
  return [...from.unread, ...to.unread, ...compareBlindspots(found(from), found(to), changes)];
}

async function plan(flags: Flags, context: ProjectContext, [a, b]: [Session | undefined, Session | undefined]) {
  // Statements are planned for a database that takes part, and it says which dev database is meant.
  const target = a ?? b;
  const withDev = devDatabase(flags.devUrl, target);
  const from = a ? await sideOfDatabase(a, flags) : await sideOfFiles(flags.from, flags, context, withDev);
  const to = b ? await sideOfDatabase(b, flags) : await sideOfFiles(flags.to, flags, context, withDev);
  if (a && b) refuseUnlike(a, b);
  const compare = async (dev: Session, settler: Settler | undefined) => {
    const { statements, changes } = await engine.plan({
      ...{ target: target ?? dev, from: from.source, to: to.source, dev, settler },
      ...{ policy: context.diff, indent: "  " },
    });
    return { statements: forFiles(target ?? dev, statements), changes };
  };
  const { statements, changes } = await (a && b
    ? compare(b, settlerBeside(a))
    : withDev((dev) => compare(dev, settlerIn(dev, { holds: false }))));
  return { statements, unmanaged: unmanagedOf(from, to, changes) };
}

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
  io.out(render(format, { Changes: statements.map(({ cmd }) => ({ Cmd: cmd })) }, { sql: () => text.join("") }));
}
