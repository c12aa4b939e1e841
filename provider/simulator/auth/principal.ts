import type { RoleAssignment } from "../state";

/** Who sends a request. */
export interface Principal {
  /** Public key, client id, or `system` for changes a test makes behind everyone's back. */
  readonly name: string;
  readonly roles: readonly RoleAssignment[];
  /** Blocks the caller's address must be in; no restriction when empty. */
  readonly accessList: readonly string[];
  /** May do everything, everywhere. */
  readonly system?: boolean;
}

/** The simulator itself, for changes made behind the back of whoever manages the objects. */
export const SYSTEM: Principal = { name: "system", roles: [], accessList: [], system: true };
