import type { StatusOf } from "../../../sdk/model";
import type { Fault } from "../../../sdk/model/errors";
import type { AtlasApi, CallOptions } from "../../atlas/api";
import type { OperationId } from "../../atlas/contract/operations.gen";
import type { Change, ObservedStatus, Plan } from "../contract";
import type { ObservedCluster } from "./cluster";
import type { DeploymentId, ResolvedDeployment } from "./types";

/** What a part plans from. */
export interface PartInput<State> {
  desired: ResolvedDeployment;
  /** What this resource applied last; absent when nothing was. */
  owned?: ResolvedDeployment;
  /** Absent: there is nothing, or it was not to be had yet. */
  observed?: State;
  /** The cluster as it is; absent while it is still to be made. */
  cluster?: ObservedCluster;
  id: DeploymentId;
}

/** A part of a dedicated or free deployment that is read and changed by calls of its own, once the cluster runs. */
export interface Part<State> {
  /** Condition type that reports it. */
  readonly condition: string;
  /** Operations that its changes send: unique among the parts, so that a change finds its part. */
  readonly operations: readonly OperationId[];
  /** Whether a declaration says anything of it. What neither this nor the last declaration does is not read. */
  declared(spec: ResolvedDeployment): boolean;
  /** What of a declaration that names it is known to be refused by Atlas. */
  check?(desired: ResolvedDeployment): Fault[];
  /** Reads it. Nothing where such a cluster has none. `last` is what this pass has seen of it. */
  observe(
    api: AtlasApi,
    id: DeploymentId,
    cluster: ObservedCluster,
    last: State | undefined,
    options?: CallOptions,
  ): Promise<State | undefined>;
  /** Pure. While it is pending, only its own changes wait. */
  plan(input: PartInput<State>): Plan;
  /** Sends one of its changes, and answers with the part as it is then; with nothing when only a new look can tell. */
  apply(api: AtlasApi, change: Change, state: State | undefined, options?: CallOptions): Promise<State | undefined>;
  /** Set where Atlas works on the whole cluster after a change of the part. */
  readonly restarts?: true;
  /** What is owned while it is open whether the part's changes went through. Absent: what is declared now. */
  claimUnsure?(desired: ResolvedDeployment, previous: ResolvedDeployment | undefined): ResolvedDeployment;
  status?(state: State, cluster: ObservedCluster): Partial<ObservedStatus<StatusOf<"AtlasDeployment">>>;
  /** What of a declaration describes it. Fields of `deploymentSpec` are laid over those of the cluster. */
  toSpec?(state: State, cluster: ObservedCluster): PartialDeployment;
}

export type PartialDeployment = Omit<ResolvedDeployment, "deploymentSpec"> & {
  deploymentSpec?: Partial<NonNullable<ResolvedDeployment["deploymentSpec"]>>;
};
