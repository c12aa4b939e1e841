import type { Answer, Call, Routes } from "../call";
import type { ClusterDoc } from "../clusters/cluster-doc";
import { isTenant } from "../clusters/connection-strings";
import { DURATION, updating } from "../clusters/lifecycle";
import { TLS_DEFAULTS } from "../clusters/settings";
import { isObject, type JsonObject } from "../json";
import { problem } from "../problem";
import { keyOf } from "../store";
import { clusterOf } from "./clusters";

/** Arguments with the value that is told when nobody set them. */
const DEFAULTS: JsonObject = {
  changeStreamOptionsPreAndPostImagesExpireAfterSeconds: null,
  chunkMigrationConcurrency: null,
  defaultMaxTimeMS: null,
  defaultWriteConcern: null,
  javascriptEnabled: true,
  noTableScan: false,
  oplogMinRetentionHours: null,
  oplogSizeMB: null,
  queryStatsLogVerbosity: 1,
  sampleRefreshIntervalBIConnector: null,
  sampleSizeBIConnector: null,
  transactionLifetimeLimitSeconds: null,
};

/** Process arguments, which the service calls advanced configuration too. */
export const processArgsRoutes: Routes = {
  getGroupClusterProcessArgs: (call) => ({ status: 200, body: view(call, clusterOf(call)) }),
  updateGroupClusterProcessArgs,
};

function view(call: Call, cluster: ClusterDoc): JsonObject {
  const args = { ...DEFAULTS, ...TLS_DEFAULTS, ...cluster.advancedConfiguration, ...cluster.processArgs };
  if (call.version !== "2023-01-01") return args;
  const { queryStatsLogVerbosity = null } = cluster.processArgs;
  return { ...args, defaultReadConcern: null, failIndexKeyTooLong: null, queryStatsLogVerbosity };
}

function updateGroupClusterProcessArgs(call: Call): Answer {
  const cluster = clusterOf(call);
  if (isTenant(cluster)) throw problem("TENANT_CLUSTER_PROCESS_ARGS_NOT_SUPPORTED");
  if (cluster.stateName === "DELETING") throw problem("CLUSTER_ALREADY_REQUESTED_DELETION", cluster.name);
  if (cluster.paused) throw problem("CANNOT_UPDATE_PAUSED_CLUSTER", cluster.name);
  const sent = isObject(call.body) ? call.body : {};
  const processArgs = { ...cluster.processArgs };
  const advancedConfiguration = { ...cluster.advancedConfiguration };
  for (const [name, value] of Object.entries(sent)) {
    if (name in TLS_DEFAULTS) advancedConfiguration[name] = value ?? TLS_DEFAULTS[name];
    else if (name in DEFAULTS) processArgs[name] = value ?? DEFAULTS[name];
  }
  const after = updating({ ...cluster, processArgs, advancedConfiguration }, call.clock.now(), DURATION.processArgs);
  call.state.clusters.put(keyOf(cluster.groupId, cluster.name), after);
  return { status: 200, body: view(call, after) };
}
