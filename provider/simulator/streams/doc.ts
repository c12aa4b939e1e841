import type { JsonObject } from "../json";

/** A stream processing workspace of a project. */
export interface StreamWorkspaceDoc {
  id: string;
  groupId: string;
  name: string;
  cloudProvider: string;
  region: string;
  tier: string;
  /** Part of its host name. */
  word: string;
}

/** A connection of a workspace. */
export interface StreamConnectionDoc {
  id: string;
  groupId: string;
  /** Name of the workspace. */
  tenantName: string;
  name: string;
  type: string;
  /** What was sent, without the secrets. */
  fields: JsonObject;
  /** Fingerprint of the secrets: enough to see in a test that they changed. */
  secretsDigest?: string;
}
