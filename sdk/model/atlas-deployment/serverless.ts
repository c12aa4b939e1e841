import type { Tag } from "../key-value";

/** A serverless instance of former times. Atlas runs it as a Flex cluster, and so is it treated here. */
export interface ServerlessSpec {
  /**
   * Name of the instance. Unique within the project.
   * @pattern ^[a-zA-Z0-9][a-zA-Z0-9-]*$
   * @replace
   */
  name: string;
  /** Where the instance runs. */
  providerSettings: ServerlessProviderSettings;
  /** Backup of the instance. Flex clusters have one of their own: nothing reads it. */
  backupOptions?: ServerlessBackupOptions;
  /**
   * Private endpoints of the instance. Flex clusters have none: nothing reads them.
   * @uniqueBy ["name"]
   */
  privateEndpoints?: ServerlessPrivateEndpoint[];
  /**
   * Tags of the instance. Their keys are unique.
   * @maxItems 50
   * @uniqueBy ["key"]
   */
  tags?: Tag[];
  /**
   * Whether Atlas refuses to delete the instance.
   * @default false
   */
  terminationProtectionEnabled?: boolean;
}

/** Backup of a serverless instance. */
export interface ServerlessBackupOptions {
  /**
   * Whether any second of the last three days can be restored.
   * @default true
   */
  serverlessContinuousBackupEnabled?: boolean;
}

/** A private endpoint of a serverless instance. */
export interface ServerlessPrivateEndpoint {
  /** Name that tells the endpoints of the instance apart. */
  name?: string;
  /** Id of the endpoint at the cloud provider. */
  cloudProviderEndpointID?: string;
  /** IP address of the endpoint, on Azure. */
  privateEndpointIpAddress?: string;
}

/** Where a serverless instance runs. */
export interface ServerlessProviderSettings {
  /**
   * Always `SERVERLESS`; the other values are of former versions.
   * @strictEnum ["SERVERLESS"]
   */
  providerName: "AWS" | "GCP" | "AZURE" | "TENANT" | "SERVERLESS";
  /**
   * Cloud provider that hosts the instance.
   * @replace
   */
  backingProviderName?: "AWS" | "GCP" | "AZURE";
  /**
   * Region, as Atlas writes it: `US_EAST_1`.
   * @replace
   */
  regionName?: string;
  /** Autoscaling of former versions. Nothing reads it. */
  autoScaling?: ServerlessAutoScaling;
  /**
   * Disk operations per second, of former versions. Nothing reads it.
   * @asType integer
   * @format int64
   */
  diskIOPS?: number;
  /** Disk type of former versions. Nothing reads it. */
  diskTypeName?: string;
  /** Disk encryption of former versions. Nothing reads it. */
  encryptEBSVolume?: boolean;
  /** Instance size of former versions. Nothing reads it. */
  instanceSizeName?: string;
  /** Disk speed of former versions. Nothing reads it. */
  volumeType?: "STANDARD" | "PROVISIONED";
}

/** Autoscaling of former versions. Nothing reads it. */
export interface ServerlessAutoScaling {
  /** Whether indexes were made automatically. */
  autoIndexingEnabled?: boolean;
  /** Whether the disk grew by itself. */
  diskGBEnabled?: boolean;
  /** Scaling of the instance size. */
  compute?: ServerlessComputeScaling;
}

/** Scaling of the instance size of former versions. Nothing reads it. */
export interface ServerlessComputeScaling {
  /** Whether the size grew by itself. */
  enabled?: boolean;
  /** Whether the size shrank by itself. */
  scaleDownEnabled?: boolean;
  /** Smallest size. */
  minInstanceSize?: string;
  /** Largest size. */
  maxInstanceSize?: string;
}
