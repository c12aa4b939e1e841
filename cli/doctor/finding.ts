/** What one look of the doctor found. */
export interface Finding {
  /** What was looked at: `credentials`, `organization`, `roles for AtlasTeam`. */
  readonly what: string;
  readonly state: "ok" | "warning" | "failed";
  /** What is the case, in one line. Free of secrets. */
  readonly says: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** All that was found with one set of credentials. */
export interface Examination {
  /** Where the credentials come from: `the environment`, `Secret shop/keys`. */
  readonly credentials: string;
  readonly findings: readonly Finding[];
}

export const ok = (what: string, says: string): Finding => ({ what, state: "ok", says });
export const warning = (what: string, says: string, hint?: string): Finding => ({ what, state: "warning", says, hint });
export const failed = (what: string, says: string, hint?: string): Finding => ({ what, state: "failed", says, hint });
