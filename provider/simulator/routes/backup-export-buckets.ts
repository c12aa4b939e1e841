import type { Answer, Call, Routes } from "../call";
import { isObject, type JsonObject, stringAt } from "../json";
import { page } from "../paging";
import { problem } from "../problem";
import { groupOf } from "./group-of";

/** Buckets that backups can be exported to. */
export const backupExportBucketRoutes: Routes = {
  listGroupBackupExportBuckets: (call) => page(call, groupOf(call).exportBuckets ?? [], (bucket) => bucket),
  // As recorded: only a single bucket of AWS tells its region.
  getGroupBackupExportBucket: (call) => {
    const bucket = bucketOf(call);
    return { status: 200, body: bucket.cloudProvider === "AWS" ? { ...bucket, region: "us-east-1" } : bucket };
  },
  createGroupBackupExportBucket,
  deleteGroupBackupExportBucket: (call) => {
    const { _id } = bucketOf(call);
    const group = groupOf(call);
    const left = (group.exportBuckets ?? []).filter((bucket) => bucket._id !== _id);
    call.state.groups.put(group.id, { ...group, exportBuckets: left });
    return { status: 204 };
  },
};

function createGroupBackupExportBucket(call: Call): Answer {
  const group = groupOf(call);
  const sent = isObject(call.body) ? call.body : {};
  if (!stringAt(sent, "bucketName")) throw problem("MISSING_ATTRIBUTE", "bucketName");
  const bucket: JsonObject = { _id: call.ids.objectId(), requirePrivateNetworking: false, ...sent };
  call.state.groups.put(group.id, { ...group, exportBuckets: [...(group.exportBuckets ?? []), bucket] });
  return { status: 200, body: bucket };
}

function bucketOf(call: Call): JsonObject {
  const { exportBucketId = "" } = call.params;
  const group = groupOf(call);
  const found = group.exportBuckets?.find(({ _id }) => _id === exportBucketId);
  if (!found) throw problem("EXPORT_BUCKET_NOT_FOUND", exportBucketId, group.id);
  return found;
}
