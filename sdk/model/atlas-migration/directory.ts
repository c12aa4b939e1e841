import type { ConfigMapRef } from "../markers";

/**
 * The directory of migrations.
 * @exactlyOne ["local", "configMapRef", "remote"]
 */
export interface MigrationDir {
  /** The files by name, `atlas.sum` among them. */
  local?: Record<string, string>;
  /** ConfigMap whose keys are the files. In Pulumi: the files by name. */
  configMapRef?: ConfigMapRef;
  /** Directory in the registry of Atlas Cloud. Served by the `atlas` command line only. */
  remote?: RemoteMigrationDir;
}

/** A directory in the registry of Atlas Cloud. */
export interface RemoteMigrationDir {
  /** Name of the directory. */
  name?: string;
  /** Version of the directory. Absent: the newest. */
  tag?: string;
}
