import type { JsonObject } from "../json";
import type { Masked } from "./masked";

/** An alert configuration of a project. */
export interface AlertConfigDoc {
  id: string;
  groupId: string;
  created: number;
  updated: number;
  /** As sent, but for the notifications. */
  settings: JsonObject;
  notifications: NotificationDoc[];
}

/** One notification of an alert configuration. */
export interface NotificationDoc {
  notifierId: string;
  /** As sent, with the service's defaults, but for what it keeps to itself. */
  settings: JsonObject;
  secrets: Record<string, Masked>;
}

/** A third-party integration: a project has one of a type at most. */
export interface IntegrationDoc {
  id: string;
  groupId: string;
  type: string;
  /** What is shown as it was sent. */
  settings: JsonObject;
  secrets: Record<string, Masked>;
}

/** An access of Atlas to a role, principal or service account at a cloud provider. */
export interface CloudAccessDoc {
  id: string;
  groupId: string;
  providerName: "AWS" | "AZURE" | "GCP";
  created: number;
  updated: number;
  /** AWS: when the role was authorised. */
  authorized?: number;
  iamAssumedRoleArn?: string;
  /** AWS: what the role's trust policy must ask for. */
  externalId: string;
  /** Azure: the application, its principal and their tenant. */
  azure?: JsonObject;
  /** GCP: the account that Atlas makes, and until when it is being made. */
  serviceAccount?: string;
  readyAt?: number;
}

/** Encryption at rest by provider, as sent, but for what the service keeps to itself. */
export type EncryptionDoc = Record<string, { settings: JsonObject; secrets: Record<string, Masked> }>;
