import type { ErrorFacts } from "../../sdk/model/errors";
import { AtlasIacError } from "../../sdk/model/errors";
import { canonical } from "./canonical";
import { sealSecret } from "./seal";

/**
 * "This resource is about to make this object": written before the call that makes it. It stays until the engine is seen to have
 * saved the outcome, so that whatever instant the process ends at, the next pass knows whose the object is.
 */
export interface Intent {
  kind: string;
  /** Identity as the handler computed it before the object existed, as canonical JSON. */
  identity: string;
  /** Operation id of the call. */
  operation: string;
  /** Seal of the declaration (see `seal.ts`): tells whether it is still the same one, reveals nothing. */
  declared: string;
  /**
   * What is owned once the call went through, with secrets sealed: also what the next declaration may no longer have. Absent where the
   * engine has a record of what is owned.
   */
  owned?: unknown;
  /** When it was written, ISO 8601. */
  at: string;
}

/** What is written before a call of this operation is sent for a declaration. */
export const intentOf = (kind: string, identity: unknown, operation: string, declared: unknown, at: Date): Intent => ({
  kind,
  identity: canonical(identity),
  operation,
  declared: sealSecret(canonical(declared)),
  at: at.toISOString(),
});

/** Where intents are kept: one for a key at a time. Keys are a resource's URN, or `namespace/name` of its manifest. */
export interface Journal {
  find(key: string): Promise<Intent | undefined>;
  /** Returns once the intent will survive the end of the process. */
  record(key: string, intent: Intent): Promise<void>;
  /** Clearing what is not there succeeds. */
  clear(key: string): Promise<void>;
}

/** Keeps intents for as long as the process lives: for dry runs and for engines that have a store of their own. */
export class MemoryJournal implements Journal {
  readonly #intents = new Map<string, Intent>();

  async find(key: string): Promise<Intent | undefined> {
    return this.#intents.get(key);
  }

  async record(key: string, intent: Intent): Promise<void> {
    this.#intents.set(key, intent);
  }

  async clear(key: string): Promise<void> {
    this.#intents.delete(key);
  }
}

/** The journal cannot be read or written: going on could make something twice. */
export class JournalError extends AtlasIacError {
  readonly code = "JournalUnusable";

  constructor(
    readonly file: string,
    problem: string,
    facts: ErrorFacts = {},
  ) {
    super(`Journal file ${file} ${problem}`, facts);
  }
}
