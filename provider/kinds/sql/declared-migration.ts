import type { AtlasMigrationSpec } from "../../../sdk/model/atlas-migration";
import type { Resolved } from "../../../sdk/model/markers";
import {
  type ApplyMigrationsRequest,
  computeSum,
  type DevRequest,
  directoryFormatOf,
  durationOf,
  execOrderOf,
  readMigrationFiles,
  txModeOf,
} from "../../schema";
import { type CloudWish, cloudWish } from "./command";
import { connectionOf } from "./connection";
import type { Surroundings } from "./contract";
import type { Wanted } from "./migration-command";
import { fileOf, type Selection, selectionOf } from "./project";

type Spec = Resolved<AtlasMigrationSpec>;

/** What the embedded engine is asked. */
export type EmbeddedRequest = ApplyMigrationsRequest & DevRequest & { exclude?: readonly string[] };

/** An AtlasMigration with its project file evaluated. */
export interface DeclaredMigration extends EmbeddedRequest {
  /** The directory in the registry of Atlas Cloud, where it is there. */
  remote?: Spec["dir"]["remote"];
  cloud: CloudWish;
  account?: { url?: string; project?: string };
}

/** What the embedded engine is asked. */
export function embeddedRequest({ remote, cloud, account, ...request }: DeclaredMigration): EmbeddedRequest {
  return request;
}

/** What the official command line is asked. @param signal ends it when aborted */
export async function wantedOf(
  declared: DeclaredMigration,
  { protectedFlows }: Spec,
  signal?: AbortSignal,
): Promise<Wanted> {
  const { url, devUrl, files, format, execOrder, baseline, revisionsSchema, txMode, remote, cloud, account } = declared;
  const tag = remote?.tag === undefined ? "" : `?tag=${encodeURIComponent(remote.tag)}`;
  const registryUrl = `atlas://${remote?.name ?? ""}${tag}`;
  return {
    request: {
      ...{ url, devUrl, format, execOrder, baseline, revisionsSchema, txMode, token: cloud.token, cloud: account },
      directory: remote ? registryUrl : files,
      signal,
    },
    flows: protectedFlows,
    hash: remote ? registryUrl : ((await computeSum(files, format)).split("\n", 1)[0] ?? ""),
  };
}

/** Evaluates what an AtlasMigration says, its project file included. @throws ProjectError, MigrationError, DatabaseUrlError */
export async function declaredMigration(spec: Spec, surroundings: Surroundings): Promise<DeclaredMigration> {
  const selection = await selectionOf(spec, surroundings.allow);
  const env = selection?.env;
  const { format, baseline, execOrder, revisionsSchema, lockTimeout } = env?.migration ?? {};
  return {
    ...connectionOf(spec, env, surroundings),
    ...(await directoryOf(spec, selection)),
    ...(format === undefined ? {} : { format: directoryFormatOf(format) }),
    revisionsSchema: revisionsSchema ?? spec.revisionsSchema,
    execOrder: execOrderOf(execOrder) ?? spec.execOrder,
    baseline: baseline ?? spec.baseline,
    exclude: env?.exclude,
    txMode: txModeOf(env?.txMode),
    remote: spec.dir.remote,
    cloud: cloudWish(
      { "spec.dir.remote": spec.dir.remote, "spec.cloud": spec.cloud },
      spec.cloud?.tokenFrom?.secretKeyRef,
      spec.cloud?.url,
    ),
    account: spec.cloud && { url: spec.cloud.url, project: spec.cloud.project },
    waitMs: lockTimeout === undefined ? surroundings.lockWaitMs : durationOf(lockTimeout),
  };
}

/** What upstream calls the specification's own directory, so that project files can name it. */
const OWN_DIRECTORY = "file://migrations";

/** The environment's own directory, else that of the specification. */
async function directoryOf(
  { dir }: Spec,
  selection: Selection | undefined,
): Promise<Pick<EmbeddedRequest, "files" | "format">> {
  const named = selection?.env.migration.dir;
  if (!selection || named === undefined || named === OWN_DIRECTORY) {
    return { files: dir.local ?? dir.configMapRef ?? {} };
  }
  const made = selection.project.sources.directories.get(named);
  if (made) return { files: made };
  const [place = "", query = ""] = named.split("?");
  const format = directoryFormatOf(
    selection.env.migration.format ?? new URLSearchParams(query).get("format") ?? "atlas",
  );
  return { files: await readMigrationFiles(fileOf(place, selection.env, selection.allow), format), format };
}
