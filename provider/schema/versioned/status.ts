import { openSession } from "../drivers/open";
import type { Session } from "../drivers/session";
import { engine } from "../engine/engine";
import type { ParsedFile } from "../engine/protocol";
import type { MigrationRequest } from "./apply";
import { openDirectory } from "./directory";
import { inspectHistory, refuseEmptied } from "./history";
import { fromLastCheckpoint, isVersioned, OutOfOrderError, pendingFiles, versionOrder } from "./pending";
import { type Revision, Revisions, TABLE } from "./revisions";
import { unfinishedOf } from "./unfinished";

export interface MigrationStatus {
  status: "OK" | "PENDING";
  /** Last applied version; empty when there is none. */
  current: string;
  /** Version that would run next; empty when there is none. */
  next: string;
  /** Files that have a part in this database. */
  available: ParsedFile[];
  pending: ParsedFile[];
  outOfOrder: ParsedFile[];
  applied: Revision[];
  /** Statements that ran of the first version that is unfinished, of how many. */
  count: number;
  total: number;
  /** Why it is unfinished, and at which statement. */
  error: string;
  sql: string;
  /** Applied versions whose files are gone, and the first file that is not what was applied. */
  missing: string[];
  edited?: string;
}

/** Reads where a database stands. Changes nothing. @throws MigrationError where the directory has no file of a history */
export async function migrationStatus(request: MigrationRequest): Promise<MigrationStatus> {
  const session = await openSession(request.url, { absentFile: "empty", ...request.limits });
  try {
    return await statusOf(session, request);
  } finally {
    await session.close();
  }
}

async function statusOf(session: Session, request: MigrationRequest): Promise<MigrationStatus> {
  const directory = await openDirectory(request.files, session, request.format);
  const store = await Revisions.locate(session, request.revisionsSchema);
  const noted = await store.exists();
  const compare = versionOrder(request.format);
  const applied = noted ? (await store.read()).sort((a, b) => compare(a.version, b.version)) : [];
  const { files } = directory;
  refuseEmptied(files, applied);
  const history = inspectHistory(directory, applied);
  const last = applied.at(-1);
  const partial = unfinishedOf(applied).find((row) => isVersioned(row) || row === last);
  let pending: ParsedFile[] = [];
  let outOfOrder: ParsedFile[] = [];
  const dirt =
    noted && !applied.some(isVersioned)
      ? await engine.checkClean(session, { schema: store.schema, name: TABLE })
      : undefined;
  const { execOrder, baseline, allowDirty } = request;
  const input = { files, revisions: applied, execOrder, baseline, allowDirty, dirt, compare };
  try {
    pending = pendingFiles(input).files;
  } catch (error) {
    if (!(error instanceof OutOfOrderError)) throw error;
    outOfOrder = [...error.files];
    pending = pendingFiles({ ...input, execOrder: "linear-skip" }).files;
  }
  const waiting = pending.length + outOfOrder.length > 0;
  return {
    status: waiting ? "PENDING" : "OK",
    current: last?.version ?? "",
    next: outOfOrder[0]?.version ?? pending[0]?.version ?? "",
    available: applied.length === 0 ? fromLastCheckpoint(files) : [...files],
    pending,
    outOfOrder,
    applied,
    count: partial?.applied ?? 0,
    total: partial ? (files.find((file) => file.version === partial.version)?.statements.length ?? partial.total) : 0,
    error: partial?.error ?? "",
    sql: partial?.errorStatement ?? "",
    missing: history.missing,
    edited: history.edited?.file.name,
  };
}
