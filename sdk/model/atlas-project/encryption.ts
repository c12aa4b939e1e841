import type { NamespacedSecretRef } from "../markers";

/** Keys of one's own that encrypt the project's disks. One provider at a time. */
export interface EncryptionAtRest {
  /** Key in AWS KMS. */
  awsKms?: AwsKms;
  /** Key in Azure Key Vault. */
  azureKeyVault?: AzureKeyVault;
  /** Key in Google Cloud KMS. */
  googleCloudKms?: GoogleCloudKms;
}

/** Key in AWS KMS. */
export interface AwsKms {
  /** Whether the key is used. */
  enabled?: boolean;
  /** Region of the key, as Atlas writes it: `US_EAST_1`. */
  region?: string;
  /** Id of the key, and id or ARN of the role that may use it. */
  secretRef?: NamespacedSecretRef<"CustomerMasterKeyID" | "RoleID">;
  /** Whether Atlas could use the key. Reported by Atlas; has no effect when declared. */
  valid?: boolean;
}

/** Key in Azure Key Vault. */
export interface AzureKeyVault {
  /** Whether the key is used. */
  enabled?: boolean;
  /** Azure cloud of the vault: `AZURE`, `AZURE_CHINA` or `AZURE_GERMANY`. */
  azureEnvironment?: string;
  /** Id of the application that may use the key. */
  clientID?: string;
  /** Id of the Azure Active Directory tenant. */
  tenantID?: string;
  /** Resource group of the vault. */
  resourceGroupName?: string;
  /** Subscription and name of the vault, address of the key, and the application's secret. */
  secretRef?: NamespacedSecretRef<"SubscriptionID" | "KeyVaultName" | "KeyIdentifier" | "Secret">;
}

/** Key in Google Cloud KMS. */
export interface GoogleCloudKms {
  /** Whether the key is used. */
  enabled?: boolean;
  /** Key of the service account, as JSON text, and resource id of the key's version. */
  secretRef?: NamespacedSecretRef<"ServiceAccountKey" | "KeyVersionResourceID">;
}
