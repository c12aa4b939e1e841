/** The official `atlas` command line, for what the embedded engine does not serve. */
export { ApprovalPendingError, AtlasCommandError, AtlasCommandMissingError } from "./errors";
export * from "./migrations";
export { type AtlasProgram, atlasProgram } from "./program";
export * from "./schema";
