import type { AtlasCall } from "../../atlas/api";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import type { Change } from "../contract";
import { changed, differences, fieldNames } from "../differences";
import type { Part } from "./part";
import { isTenant } from "./shards";
import { clusterPath, condition, type DeploymentId, type ResolvedDeployment } from "./types";

type Declared = NonNullable<ResolvedDeployment["processArgs"]>;

/** Settings of the database processes under the names that declarations and Atlas share; only those that are set. */
export interface ProcessArgs {
  defaultWriteConcern?: string;
  javascriptEnabled?: boolean;
  minimumEnabledTlsProtocol?: string;
  noTableScan?: boolean;
  oplogMinRetentionHours?: number;
  oplogSizeMB?: number;
  sampleRefreshIntervalBIConnector?: number;
  sampleSizeBIConnector?: number;
}

const path = "spec.processArgs";

/** Fields that Atlas dropped have no effect and are told in a note. */
const dropped = ["defaultReadConcern", "failIndexKeyTooLong"] as const;

/** Settings of the database processes. Those that are not declared are left as they are; a free deployment has none. */
export const processArgs: Part<ProcessArgs> = {
  condition,
  operations: ["updateGroupClusterProcessArgs"],
  // Atlas restarts the nodes one by one, and is not idle until all have it.
  restarts: true,

  declared: ({ processArgs }) => declaresArgs(processArgs),

  async observe(api, id, cluster, _last, options) {
    if (isTenant(cluster.shards)) return undefined;
    return observedArgs(await api.send({ operation: "getGroupClusterProcessArgs", params: clusterPath(id) }, options));
  },

  plan: ({ desired, observed = {}, id }) => ({ changes: planArgs(desired.processArgs, observed, id) }),

  apply: async (api, { call }, _state, options) =>
    observedArgs(await api.send(call as AtlasCall<"updateGroupClusterProcessArgs">, options)),

  toSpec({ oplogMinRetentionHours: hours, ...rest }) {
    const args = { ...rest, ...(hours !== undefined && { oplogMinRetentionHours: String(hours) }) };
    // Atlas's words are wider than the model's enumerations.
    return Object.keys(args).length > 0 ? { processArgs: args as Declared } : {};
  },
};

function observedArgs(answer: ResponseBody<"getGroupClusterProcessArgs">): ProcessArgs {
  return normalise({ ...answer, oplogMinRetentionHours: answer.oplogMinRetentionHours ?? undefined });
}

/** Whether a declaration sets anything that Atlas knows. */
export const declaresArgs = (declared: Declared | undefined): boolean =>
  declared !== undefined && Object.keys(declaredArgs(declared)).length > 0;

/** The change that sets what is declared and differs, if anything does. */
function planArgs(declared: Declared | undefined, observed: ProcessArgs, id: DeploymentId): Change[] {
  const wanted = declaredArgs(declared ?? {});
  const differing = differences(wanted, observed, path);
  if (differing.length === 0) return [];
  const body = changed(wanted, differing, path) as RequestBody<"updateGroupClusterProcessArgs">;
  const call: AtlasCall<"updateGroupClusterProcessArgs"> = {
    operation: "updateGroupClusterProcessArgs",
    params: clusterPath(id),
    body,
  };
  const description = `set process arguments of deployment ${id.name}: ${fieldNames(differing).replaceAll("processArgs.", "")}`;
  const reason = "DeploymentAdvancedOptionsReady";
  return [{ action: "update", scope: "part", condition, reason, description, call, differences: differing }];
}

export const argsNotes = (declared: Declared | undefined): string[] =>
  dropped
    .filter((field) => declared?.[field] !== undefined)
    .map((field) => `processArgs.${field} has no effect: Atlas dropped the setting`);

function declaredArgs({ oplogMinRetentionHours: hours, ...rest }: Declared): ProcessArgs {
  return normalise({ ...rest, ...(hours !== undefined && hours !== "" && { oplogMinRetentionHours: Number(hours) }) });
}

const names = [
  "defaultWriteConcern",
  "javascriptEnabled",
  "minimumEnabledTlsProtocol",
  "noTableScan",
  "oplogMinRetentionHours",
  "oplogSizeMB",
  "sampleRefreshIntervalBIConnector",
  "sampleSizeBIConnector",
] as const satisfies (keyof ProcessArgs)[];

/** Atlas shows what is not set as null. */
function normalise(all: { [Name in keyof ProcessArgs]?: ProcessArgs[Name] | null }): ProcessArgs {
  const set = names.filter((name) => all[name] !== undefined && all[name] !== null && all[name] !== "");
  return Object.fromEntries(set.map((name) => [name, all[name]]));
}
