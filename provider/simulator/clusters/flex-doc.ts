import type { JsonObject } from "../json";
import type { ClusterDoc, DeploymentState, Transition } from "./cluster-doc";

/** A flex cluster. */
export interface FlexClusterDoc {
  id: string;
  groupId: string;
  name: string;
  createDate: number;
  stateName: DeploymentState;
  transition?: Transition;
  hostWord: string;
  hostNumber: string;
  provisioned: boolean;
  backingProviderName: string;
  regionName: string;
  tags?: JsonObject[];
  terminationProtectionEnabled: boolean;
  /** The cluster that an upgrade under way makes of this one. */
  upgrade?: ClusterDoc;
}
