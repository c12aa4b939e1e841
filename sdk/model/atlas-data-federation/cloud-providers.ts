/** Roles with which a federated database instance reads what is yours. */
export interface FederationCloudProviders {
  /** Access to buckets on AWS. */
  aws?: FederationAws;
  /** Access to containers on Azure. */
  azure?: FederationAzure;
  /** Access to buckets on Google Cloud. */
  gcp?: FederationGcp;
}

/** Access to buckets on AWS. */
export interface FederationAws {
  /** Id in Atlas of the authorised AWS role: 24 hexadecimal digits. */
  roleId?: string;
  /** Bucket with which Atlas tries the role. Atlas does not show it again: it is sent anew when it is declared otherwise. */
  testS3Bucket?: string;
}

/** Access to containers on Azure. */
export interface FederationAzure {
  /** Id in Atlas of the authorised service principal: 24 hexadecimal digits. */
  roleId: string;
}

/** Access to buckets on Google Cloud. */
export interface FederationGcp {
  /** Id in Atlas of the authorised service account: 24 hexadecimal digits. */
  roleId: string;
}

/** What the cloud providers must be told of Atlas, as last seen. */
export interface FederationCloudProvidersStatus {
  /** On AWS. */
  aws?: FederationAwsStatus;
  /** On Azure. */
  azure?: FederationAzureStatus;
  /** On Google Cloud. */
  gcp?: FederationGcpStatus;
}

/** Who Atlas is on AWS. */
export interface FederationAwsStatus {
  /** External id that the role must ask for. */
  externalId?: string;
  /** ARN of the role that Atlas assumes. */
  iamAssumedRoleARN?: string;
  /** ARN of the user with which Atlas assumes it. */
  iamUserARN?: string;
}

/** Who Atlas is on Azure. */
export interface FederationAzureStatus {
  /** Id of Atlas's application. */
  atlasAppId?: string;
  /** Id of the service principal that Atlas uses. */
  servicePrincipalId?: string;
  /** Id of the Active Directory tenant. */
  tenantId?: string;
}

/** Who Atlas is on Google Cloud. */
export interface FederationGcpStatus {
  /** E-mail address of the service account that Atlas uses. */
  gcpServiceAccount?: string;
}
