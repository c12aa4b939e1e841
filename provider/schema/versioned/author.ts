import { type DesiredSchema, desiredState } from "../declarative/desired";
import { withNamedDevDatabase } from "../dev/dev-database";
import { engine } from "../engine/engine";
import type { DiffPolicy, PlannedStatement, StateSource } from "../engine/protocol";
import { MigrationError } from "../errors";
import { computeSum, type MigrationFiles, openDirectory, SUM_FILE } from "./directory";
import { replayFiles } from "./lint";

/**
 * Name of a new migration file: the time in UTC, and what it is called.
 * @throws MigrationError for a name that would lead out of the directory, or break a line of atlas.sum
 */
export function fileName(now: Date, name?: string): string {
  if (name !== undefined && /[/\\\p{Cc}]|\.\./u.test(name)) {
    throw new MigrationError("FileName", `${JSON.stringify(name)} cannot be a part of a file name`, {
      hint: "Name the migration without slashes, two dots in a row, and control characters: add_users.",
    });
  }
  const stamp = now.toISOString().replaceAll(/\D/g, "").slice(0, 14);
  return `${stamp}${name ? `_${name}` : ""}.sql`;
}

/** A directory with one file more, and its atlas.sum brought up to date. */
export async function withFile(files: MigrationFiles, name: string, text: string): Promise<MigrationFiles> {
  const added = { ...files, [name]: text };
  return { ...added, [SUM_FILE]: await computeSum(added) };
}

/** The text of a migration file. */
export function fileText(statements: readonly PlannedStatement[]): string {
  return statements
    .map(({ cmd, comment }) => {
      const note = comment ? `-- ${comment.slice(0, 1).toUpperCase()}${comment.slice(1)}\n` : "";
      return `${note}${cmd};\n`;
    })
    .join("");
}

/** The statements that lead from what the directory makes to the desired schema. Needs an empty database to work in. */
export async function planMigration(request: {
  files: MigrationFiles;
  desired: DesiredSchema;
  devUrl: string;
  policy?: DiffPolicy;
  scope?: Pick<StateSource, "schemas" | "exclude">;
  /** Indentation of long statements. Default two spaces. */
  indent?: string;
}): Promise<PlannedStatement[]> {
  const { files, desired, devUrl, policy, scope = {}, indent = "  " } = request;
  // One dev database serves both states in turn, so each is kept as HCL.
  const asHcl = (prepare: (source: StateSource) => Promise<StateSource>) =>
    withNamedDevDatabase(devUrl, async (dev) => {
      const from = await prepare({ session: dev, ...scope });
      const { hcl = "" } = await engine.inspect({ from, dev, formats: ["hcl"] });
      return { hcl: [{ name: "schema.hcl", text: hcl }] };
    });
  const from = await asHcl(async (source) => {
    if (source.session) {
      const directory = await openDirectory(files, source.session.dialect);
      await replayFiles(source.session, directory.files);
    }
    return source;
  });
  const to = await asHcl(async (source) => (source.session ? desiredState(desired, source.session, scope) : source));
  return withNamedDevDatabase(devUrl, async (dev) => {
    const plan = await engine.plan({ target: dev, from, to, dev, policy, indent });
    return plan.statements;
  });
}
