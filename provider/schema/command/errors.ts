import { AtlasIacError, type ErrorFacts } from "../../../sdk/model/errors";

/** Where the program is looked for, as hints say it. */
export const HOW_TO_NAME =
  "Put it on PATH as `atlas`, or name it: ATLAS_IAC_ATLAS_COMMAND in the environment, --atlas-command on the command line, `pulumi config set atlas:atlasCommand` in a stack.";

/** The official `atlas` command line is needed, and is not there or is not the one. */
export class AtlasCommandMissingError extends AtlasIacError {
  readonly code = "AtlasCommandMissing";

  constructor(what: string, why: string, cause?: unknown) {
    super(`${what}, which only the official \`atlas\` command line serves: ${why}`, {
      cause,
      hint: `Install it from https://atlasgo.io/getting-started. ${HOW_TO_NAME}`,
    });
  }
}

/** The official `atlas` command line failed. What it said is shown without secrets. */
export class AtlasCommandError extends AtlasIacError {
  readonly code = "AtlasCommandFailed";

  constructor(
    /** The command without its flags: `schema apply`. */
    readonly command: string,
    message: string,
    /** Statements that ran before it failed. */
    readonly applied: readonly string[] = [],
    facts: ErrorFacts = {},
  ) {
    super(`atlas ${command}: ${message}`, facts);
  }
}

/** A plan waits in Atlas Cloud for somebody to approve it. */
export class ApprovalPendingError extends AtlasIacError {
  readonly code = "ApprovalPending";

  constructor(
    what: string,
    /** Page on which it is approved, where there is one yet. */
    readonly link: string | undefined,
  ) {
    super(`${what} needs an approval in Atlas Cloud${link === undefined ? "" : `: ${link}`}`, {
      hint: "Once it is approved, run the same again.",
    });
  }
}
