/** Error codes of the cluster and flex cluster operations; same shape and sources as the general catalogue. */
export const CLUSTER_PROBLEM_CATALOG = {
  CLOUD_PROVIDER_CONTAINER_NOT_FOUND: [404, "No cloud provider container with ID %s exists."],
  CLUSTER_NOT_FOUND: [404, "No cluster named %s exists in group %s."],
  DUPLICATE_CLUSTER_NAME: [400, "A %s named %s is already present in group %s."],
  CLUSTER_NAME_INVALID: [
    400,
    "The cluster name %s is invalid. The name can only contain ASCII letters, numbers, and hyphens.",
  ],
  CLUSTER_NAME_TOO_LONG: [400, "Cluster name %s is limited to %s characters."],
  CLUSTER_CANNOT_CHANGE_NAME: [400, "Cannot change name of cluster during an update."],
  CLUSTER_ALREADY_REQUESTED_DELETION: [400, "The cluster %s has already been requested for deletion."],
  CLUSTER_REPLICATION_FACTOR_INVALID: [400, "The cluster's replication factor must be either 3, 5, or 7."],
  CLUSTER_DISK_SIZE_INVALID: [400, "Invalid disk size: %s."],
  CLUSTER_UPGRADE_INVALID: [
    400,
    "Cluster cannot be upgraded, as specified upgrade version is below the current version.",
  ],
  MONGODB_VERSION_INVALID: [400, "An invalid MongoDB version %s was specified."],
  INVALID_CLUSTER_CONFIGURATION: [400, "The specified cluster configuration is not valid."],
  REPLICATION_SPECS_INVALID: [
    400,
    "The replicationSpecs array contains a document with missing fields. All fields must be specified in the replicationSpecs array.",
  ],
  SHARDED_CLUSTER_CANT_BECOME_REPLICA_SET: [400, "A sharded cluster cannot become a replica set."],
  SHARDING_NOT_SUPPORTED: [400, "Sharding is not supported for the selected instance size %s."],
  CANNOT_CHANGE_GEOSHARDED_CLUSTER_TYPE: [400, "A geo sharded cluster cannot be changed to a different cluster type."],
  CANNOT_CREATE_PAUSED_CLUSTER: [400, "Cluster %s cannot be created in a paused state."],
  CANNOT_UPDATE_AND_PAUSE_CLUSTER: [409, "Cannot update and pause cluster %s at the same time."],
  CANNOT_UPDATE_PAUSED_CLUSTER: [409, "Cannot update cluster %s while it is paused or being paused."],
  CANNOT_PAUSE_CLUSTER_WITH_PENDING_CHANGES: [409, "Cannot pause a cluster with pending changes."],
  CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER: [
    400,
    "Recently resumed clusters must remain running for %s minutes to process all queued maintenance.",
  ],
  CANNOT_PAUSE_NVME_CLUSTER: [409, "Cannot pause an NVMe Cluster."],
  CLUSTER_ALREADY_PAUSED: [409, "Cannot pause a cluster that is already paused."],
  ENCRYPTION_AT_REST_NOT_ENABLED: [400, "Encryption at Rest is not enabled for group %s."],
  NVME_STORAGE_PROVIDER_BACKUP_REQUIRED: [
    400,
    "Cloud Backup backups must be enabled for deployments with NVMe storage.",
  ],
  TENANT_CLUSTER_UPDATE_UNSUPPORTED: [400, "Cannot update a M0/M2/M5 cluster through the public API."],
  TENANT_CLUSTER_PROCESS_ARGS_NOT_SUPPORTED: [400, "Cannot set custom process args for tenant clusters."],
  CANNOT_CREATE_FREE_CLUSTER_VIA_PUBLIC_API: [
    400,
    "Cannot create a cluster with instance size M0 via the public api: %s.",
  ],
  CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED: [
    400,
    "Cannot terminate a cluster when termination protection is enabled. Disable termination protection and try again.",
  ],
  CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API: [400, "Flex cluster %s cannot be used in the Cluster API."],
  CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API: [400, "Cannot use non-flex cluster %s in the flex API."],
  AUTO_SCALINGS_MUST_MATCH: [400, "All auto-scaling settings must match across the regions of a cluster."],
  COMPUTE_AUTO_SCALING_MAX_INSTANCE_SIZE_REQUIRED: [400, "Compute auto-scaling max instance size required."],
  COMPUTE_AUTO_SCALING_MIN_INSTANCE_SIZE_REQUIRED: [400, "Compute auto-scaling min instance size required."],
  COMPUTE_AUTO_SCALING_SCALE_DOWN_ENABLED_INVALID: [
    400,
    "Compute auto-scaling must be enabled to enable down-scaling.",
  ],
  COMPUTE_AUTO_SCALING_INSTANCE_SIZE_RANGE_INVALID: [
    400,
    "The min instance size (%s) must be less than the max instance size (%s).",
  ],
  COMPUTE_AUTO_SCALING_MAX_INSTANCE_SIZE_INVALID: [
    400,
    "The max instance size (%s) must be greater than or equal to proposed instance size (%s).",
  ],
  COMPUTE_AUTO_SCALING_MIN_INSTANCE_SIZE_INVALID: [
    400,
    "The min instance size (%s) must be less than or equal to proposed instance size (%s).",
  ],
} as const satisfies Record<string, readonly [status: number, detail: string]>;
