import { isAtlasIacError } from "../../../sdk/model/errors";
import type { DatabaseKindName } from "../../kinds/sql/registry";
import { DatabaseWorkError } from "./worker/failure";

/** How a failed pass is told, and whether trying again can help by itself. */
export interface Trouble {
  /** Reason of the conditions, as upstream has it. */
  reason: string;
  message: string;
  /** Reason of the event. */
  event: string;
  retry: boolean;
}

/** Errors that tell of the declaration, or of what it names: the database was not asked anything yet. */
const ofDeclaration: ReadonlySet<string> = new Set([
  "DatabaseDeclaration",
  "DatabaseUrl",
  "SchemaProject",
  "TokenMissing",
  "UnsupportedDatabase",
]);

/** Errors of the desired schema, which is read in the dev database. */
const ofDesired: ReadonlySet<string> = new Set(["SchemaSource", "SchemaEngine", "SchemaReplay", "DevDatabase"]);

/** Reasons of a kind that upstream has others for. */
const reasonsOf = {
  AtlasSchema: { read: "ReadSchema", desired: "CalculatingHash", work: "ApplyingSchema", first: "VerifyingFirstRun" },
  AtlasMigration: { read: "ReadingMigrationData", desired: "Migrating", work: "Migrating", first: "Migrating" },
} satisfies Record<DatabaseKindName, Record<string, string>>;

/**
 * How a failure is told. What a policy refuses is not tried again: only another declaration, or somebody at the database, can change
 * that. Everything else may be over next time: a server that is away, a lock, rows that violate a new constraint.
 *
 * @param firstRun nothing was ever applied for the object
 */
export function troubleOf(kind: DatabaseKindName, error: unknown, firstRun: boolean): Trouble {
  const message = messageOf(error);
  const refused = error instanceof DatabaseWorkError ? error.failure.refused : undefined;
  if (refused !== undefined) return { reason: refused, message, event: refused, retry: false };
  const reasons = reasonsOf[kind];
  const code = isAtlasIacError(error) ? error.code : "";
  const failed = (reason: string): Trouble => ({ reason, message, event: "TransientErr", retry: true });
  if (ofDeclaration.has(code)) return failed(reasons.read);
  if (ofDesired.has(code)) return failed(reasons.desired);
  if (code === "DevDatabaseRefused") return failed("GettingDevDB");
  if (code === "DevDatabaseUnavailable") return { ...failed("GettingDevDB"), event: "Error", retry: false };
  if (code === "AtlasCommandMissing" || code === "SchemaEngineMissing") {
    return { ...failed("CreatingAtlasClient"), event: "Error", retry: false };
  }
  return failed(firstRun ? reasons.first : reasons.work);
}

function messageOf(error: unknown): string {
  if (!isAtlasIacError(error)) return error instanceof Error ? error.message : String(error);
  return [error.message, error.hint].filter(Boolean).join(". ");
}
