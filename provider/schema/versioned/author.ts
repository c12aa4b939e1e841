import { type DesiredSchema, desiredState } from "../declarative/desired";
import { withNamedDevDatabase } from "../dev/dev-database";
import { engine } from "../engine/engine";
import type { DiffPolicy, DirectoryFormat, PlannedStatement, StateSource } from "../engine/protocol";
import { type MigrationFiles, openDirectory } from "./directory";
import { replayFiles } from "./lint";
import { fromLastCheckpoint } from "./pending";

/** The statements that lead from what the directory makes to the desired schema. Needs an empty database to work in. */
export async function planMigration(request: {
  files: MigrationFiles;
  format?: DirectoryFormat;
  desired: DesiredSchema;
  devUrl: string;
  policy?: DiffPolicy;
  scope?: Pick<StateSource, "schemas" | "exclude">;
  /** Indentation of long statements. Default two spaces. */
  indent?: string;
}): Promise<PlannedStatement[]> {
  const { files, format, desired, devUrl, policy, scope = {}, indent = "  " } = request;
  // One dev database serves both states in turn, so each is kept as HCL.
  const asHcl = (prepare: (source: StateSource) => Promise<StateSource>) =>
    withNamedDevDatabase(devUrl, async (dev) => {
      const from = await prepare({ session: dev, ...scope });
      const { hcl = "" } = await engine.inspect({ from, dev, formats: ["hcl"] });
      return { hcl: [{ name: "schema.hcl", text: hcl }] };
    });
  const from = await asHcl(async (source) => {
    if (source.session) {
      const directory = await openDirectory(files, source.session.dialect, format);
      await replayFiles(source.session, fromLastCheckpoint(directory.files));
    }
    return source;
  });
  const to = await asHcl(async (source) => (source.session ? desiredState(desired, source.session, scope) : source));
  return withNamedDevDatabase(devUrl, async (dev) => {
    const plan = await engine.plan({ target: dev, from, to, dev, policy, indent });
    return plan.statements;
  });
}
