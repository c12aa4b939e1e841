/** The nodes of one zone, in one or more regions. */
export interface ReplicationSpec {
  /**
   * Number of shards that are built alike. For `SHARDED` clusters that of the first entry counts; 1 when absent or 0.
   * @asType integer
   */
  numShards?: number;
  /** Name of the zone in a global cluster. `Zone 1`, `Zone 2`, … by position when absent. */
  zoneName?: string;
  /** Regions of the zone. Atlas orders them by priority, not by position. */
  regionConfigs?: RegionConfig[];
}

/** The nodes in one region. */
export interface RegionConfig {
  /**
   * Cloud provider; `TENANT` for free clusters, with `backingProviderName`. `SERVERLESS` is of former versions and refused.
   * @strictEnum ["AWS", "GCP", "AZURE", "TENANT"]
   */
  providerName?: "AWS" | "GCP" | "AZURE" | "TENANT" | "SERVERLESS";
  /** Cloud provider that hosts a free cluster. Only with `TENANT`. */
  backingProviderName?: "AWS" | "GCP" | "AZURE";
  /** Region, as Atlas writes it: `US_EAST_1`. */
  regionName?: string;
  /**
   * Order in which regions are elected primary: 7 is the highest, 0 is never. Each region of a zone has its own.
   * @asType integer
   */
  priority?: number;
  /** Nodes that can become primary. */
  electableSpecs?: HardwareSpec;
  /** Nodes that only serve reads. */
  readOnlySpecs?: HardwareSpec;
  /** Nodes that only serve analytics, apart from operational reads. */
  analyticsSpecs?: HardwareSpec;
  /** Autoscaling of electable and read-only nodes. The same in every region of the cluster. Absent: switched off. */
  autoScaling?: AutoScaling;
  /** Autoscaling of analytics nodes. The same in every region of the cluster. */
  analyticsAutoScaling?: AutoScaling;
}

/** How many nodes, and how large. */
export interface HardwareSpec {
  /** Size of each node: `M10`, `R40`, `M40_NVME`. With compute autoscaling on, only the size to begin with. */
  instanceSize?: string;
  /**
   * Number of nodes. No node when absent or 0.
   * @asType integer
   */
  nodeCount?: number;
  /** Speed class of AWS disks. `STANDARD` when absent. */
  ebsVolumeType?: "STANDARD" | "PROVISIONED";
  /**
   * Disk operations per second on AWS, for `PROVISIONED` disks. What belongs to the size when absent.
   * @asType integer
   * @format int64
   */
  diskIOPS?: number;
}

/** What Atlas may resize by itself. */
export interface AutoScaling {
  /** Scaling of the instance size. */
  compute?: ComputeScaling;
  /** Growth of the disk. Leave `diskSizeGB` out with it, or the declared size is asked for again and again. */
  diskGB?: DiskScaling;
}

/** How far Atlas may change the instance size by itself. */
export interface ComputeScaling {
  /** Whether the size may grow. Needs `maxInstanceSize`. */
  enabled?: boolean;
  /** Whether the size may shrink. Needs `minInstanceSize`. */
  scaleDownEnabled?: boolean;
  /** Smallest size to shrink to. */
  minInstanceSize?: string;
  /** Largest size to grow to. */
  maxInstanceSize?: string;
}

/** Whether Atlas may grow the disk by itself. */
export interface DiskScaling {
  /** Whether the disk may grow. */
  enabled?: boolean;
}
