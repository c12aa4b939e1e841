import type { Tag } from "../key-value";

/** A Flex cluster. Only tags and termination protection can be changed later. */
export interface FlexSpec {
  /**
   * Name of the cluster. Unique within the project.
   * @replace
   */
  name: string;
  /** Where the cluster runs. */
  providerSettings: FlexProviderSettings;
  /**
   * Tags of the cluster. Their keys are unique.
   * @maxItems 50
   * @uniqueBy ["key"]
   */
  tags?: Tag[];
  /**
   * Whether Atlas refuses to delete the cluster.
   * @default false
   */
  terminationProtectionEnabled?: boolean;
}

/** Where a Flex cluster runs. */
export interface FlexProviderSettings {
  /**
   * Cloud provider that hosts the cluster.
   * @immutable
   * @replace
   */
  backingProviderName: "AWS" | "GCP" | "AZURE";
  /**
   * Region, as Atlas writes it: `US_EAST_1`.
   * @immutable
   * @replace
   * @strictMinLength 1
   */
  regionName: string;
}
