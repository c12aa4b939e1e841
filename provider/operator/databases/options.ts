/** How the kinds of databases are looked after. Times are in milliseconds of this machine. */
export interface DatabaseOptions {
  /** Only objects with these labels, as kubectl's `-l`. Default all. */
  labelSelector?: string;
  /** Whether objects may bring a project file of their own, which may read what the operator's pod may read. Default false. */
  allowCustomConfig?: boolean;
  /** Whether dev databases that cannot be had in process are started as Deployments. Default false. */
  devDatabases?: boolean;
  /** Whether such a Deployment keeps its pod when nothing is planned. Default true. */
  prewarmDevDatabases?: boolean;
  /** The official `atlas` command line, for what the embedded engine does not serve. Default ATLAS_IAC_ATLAS_COMMAND, or on PATH. */
  atlasCommand?: string;
  /** First and longest wait of an object that failed. Default 5 seconds and 5 minutes. */
  backoff?: { firstMs: number; maxMs: number };
  /** How often it is looked whether a dev database or an approval is there. Default 5 seconds. */
  lookAgainMs?: number;
}

/** The same with every default in place. */
export type DatabaseSettings = Required<Omit<DatabaseOptions, "atlasCommand" | "labelSelector">> &
  Pick<DatabaseOptions, "atlasCommand">;

/** Puts the defaults in place. */
export const settledOptions = ({
  allowCustomConfig = false,
  devDatabases = false,
  prewarmDevDatabases = true,
  atlasCommand,
  backoff = { firstMs: 5_000, maxMs: 300_000 },
  lookAgainMs = 5_000,
}: DatabaseOptions = {}): DatabaseSettings => ({
  ...{ allowCustomConfig, devDatabases, prewarmDevDatabases },
  ...{ atlasCommand, backoff, lookAgainMs },
});
