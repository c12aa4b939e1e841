import type { DatabaseKindName } from "../../kinds/sql/registry";
import type { ProjectPermissions } from "../../schema";
import type { OperatorMetrics } from "../metrics/metrics";
import type { Predecessor } from "../predecessor/predecessor";
import type { EventRecorder, KubeClient } from "../runtime";
import type { DataWatch } from "./data-watch";
import type { Inputs } from "./inputs";
import type { DatabaseSettings } from "./options";
import type { DatabaseWorkers } from "./worker/workers";

/** What every pass over a database object works with. */
export interface DatabaseServices {
  kube: KubeClient;
  worker: DatabaseWorkers;
  settings: DatabaseSettings;
  /** What changes of Secrets and ConfigMaps call for. */
  data: DataWatch;
  inputs: Readonly<Record<DatabaseKindName, Inputs>>;
  /** Titles of objects whose dev database was put to rest for what was in it, as long as nothing shows that a fresh pod is any better. */
  unclean: Set<string>;
  /** Whether Ariga's own operator acts on the same objects. */
  predecessor: Predecessor;
  events: EventRecorder;
  metrics: OperatorMetrics;
}

/**
 * What project files may reach. Only those whose owners may bring one at all are evaluated, and these as upstream does: with files and
 * environment of the operator's pod. Programs are never run: the image has none.
 */
export const permissionsOf = ({ allowCustomConfig }: DatabaseSettings): ProjectPermissions =>
  allowCustomConfig ? { files: { directory: process.cwd() }, environment: true } : {};
