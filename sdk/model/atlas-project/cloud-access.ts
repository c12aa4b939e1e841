/** A role at a cloud provider that Atlas may assume. */
export interface CloudProviderIntegration {
  /** Cloud provider of the role: `AWS`. */
  providerName: string;
  /** ARN of the role. Without it Atlas only prepares the access, and the status says whom the role must trust. */
  iamAssumedRoleArn?: string;
}

/** A role at a cloud provider that Atlas may assume, as last seen in Atlas. */
export interface CloudProviderIntegrationStatus {
  /** Cloud provider of the role. */
  providerName: string;
  /** ARN of the role. */
  iamAssumedRoleArn?: string;
  /** AWS account of Atlas that the role must trust. */
  atlasAWSAccountArn?: string;
  /** External id that the role's trust must ask for. */
  atlasAssumedRoleExternalId: string;
  /** Id of the access in Atlas. */
  roleId?: string;
  /** State of the access: `AUTHORIZED` once Atlas could assume the role. */
  status?: string;
  /** What went wrong. */
  errorMessage?: string;
  /** When the access was made. */
  createdDate?: string;
  /** When Atlas assumed the role first. */
  authorizedDate?: string;
  /** What uses the access. */
  featureUsages?: FeatureUsage[];
}

/** Something that uses a role at a cloud provider. */
export interface FeatureUsage {
  /** Id of what uses it. */
  featureId?: string;
  /** Kind of what uses it, such as `ENCRYPTION_AT_REST`. */
  featureType?: string;
}
