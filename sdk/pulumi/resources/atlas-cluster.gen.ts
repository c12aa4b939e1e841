// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasClusterSpec, AtlasClusterStatus } from "../../model/atlas-cluster";
import type { Args, OutputOf, StatusOf } from "../args";
import type { AtlasResourceOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What a cluster shall be: up to release 0.5 the settings stand here, later in `clusterSpec` or `advancedClusterSpec`. */
export interface AtlasClusterArgs extends Args<AtlasClusterSpec> {}

/** A cluster as the operator's releases before 1.0 had it, in both of their forms. Made true as an AtlasDeployment is, which is what to declare instead. */
export class AtlasCluster extends AtlasResource<"AtlasCluster"> {
  /** Project the cluster belongs to, declared beside it. */
  declare readonly projectRef: pulumi.Output<OutputOf<AtlasClusterSpec, "projectRef">>;
  /** Name of the cluster, up to release 0.5. Unique within the project. */
  declare readonly name: pulumi.Output<OutputOf<AtlasClusterSpec, "name">>;
  /** Where the cluster runs, and on what, up to release 0.5. */
  declare readonly providerSettings: pulumi.Output<OutputOf<AtlasClusterSpec, "providerSettings">>;
  /** A cluster whose regions are all of one provider and size. */
  declare readonly clusterSpec: pulumi.Output<OutputOf<AtlasClusterSpec, "clusterSpec">>;
  /** A cluster whose regions may differ. */
  declare readonly advancedClusterSpec: pulumi.Output<OutputOf<AtlasClusterSpec, "advancedClusterSpec">>;
  /** What Atlas may resize by itself. Its limits are those of `providerSettings.autoScaling`. */
  declare readonly autoScaling: pulumi.Output<OutputOf<AtlasClusterSpec, "autoScaling">>;
  /** Access for business intelligence tools. */
  declare readonly biConnector: pulumi.Output<OutputOf<AtlasClusterSpec, "biConnector">>;
  /** Replica set, sharded cluster or global cluster. `REPLICASET` when absent. */
  declare readonly clusterType: pulumi.Output<OutputOf<AtlasClusterSpec, "clusterType">>;
  /** Size of the disk in gigabytes, on every node. What belongs to the size when absent. */
  declare readonly diskSizeGB: pulumi.Output<OutputOf<AtlasClusterSpec, "diskSizeGB">>;
  /** Key management that encrypts the disks, set up in the project. */
  declare readonly encryptionAtRestProvider: pulumi.Output<OutputOf<AtlasClusterSpec, "encryptionAtRestProvider">>;
  /** Labels of the cluster, for tools only. */
  declare readonly labels: pulumi.Output<OutputOf<AtlasClusterSpec, "labels">>;
  /** Major version of MongoDB, such as `8.0`. */
  declare readonly mongoDBMajorVersion: pulumi.Output<OutputOf<AtlasClusterSpec, "mongoDBMajorVersion">>;
  /** Number of shards, where `replicationSpecs` does not say it. 1 when absent. */
  declare readonly numShards: pulumi.Output<OutputOf<AtlasClusterSpec, "numShards">>;
  /** Whether the cluster is paused. False when absent. */
  declare readonly paused: pulumi.Output<OutputOf<AtlasClusterSpec, "paused">>;
  /** Whether any point in time can be restored. Needs `providerBackupEnabled`. False when absent. */
  declare readonly pitEnabled: pulumi.Output<OutputOf<AtlasClusterSpec, "pitEnabled">>;
  /** Whether cloud backups are taken. */
  declare readonly providerBackupEnabled: pulumi.Output<OutputOf<AtlasClusterSpec, "providerBackupEnabled">>;
  /** Zones and regions. One zone with three nodes in `providerSettings.regionName` when absent. */
  declare readonly replicationSpecs: pulumi.Output<OutputOf<AtlasClusterSpec, "replicationSpecs">>;
  /** What Atlas says about it. */
  declare readonly status: pulumi.Output<StatusOf<AtlasClusterStatus>>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasClusterArgs, options?: AtlasResourceOptions);
  /** Reads one: see `get`. */
  constructor(name: string, args: undefined, options: AtlasResourceOptions & { id: pulumi.Input<pulumi.ID> });
  constructor(name: string, args?: AtlasClusterArgs, options: AtlasResourceOptions & { id?: pulumi.Input<pulumi.ID> } = {}) {
    super("AtlasCluster", name, args, options);
  }

  /**
   * Reads an existing one that this program does not manage. It is never changed.
   * @param name Name of the resource in Pulumi.
   * @param id How Atlas names it: docs/pulumi.md lists the form for each kind.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: AtlasResourceOptions = {}): AtlasCluster {
    return new AtlasCluster(name, undefined, { ...options, id });
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasCluster {
    return isResourceOfKind(value, "AtlasCluster");
  }
}
