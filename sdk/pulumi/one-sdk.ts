import { AtlasIacError } from "../model/errors";

/** The program runs on one copy of the Pulumi SDK, and our resources would be made with another. */
export class TwoSdksError extends AtlasIacError {
  readonly code = "TwoPulumiSdks";

  constructor(running: string, own: string) {
    super(
      `There are two copies of @pulumi/pulumi: the program runs on ${running}, atlas-iac finds ${own}. Outputs of one mean nothing to the other.`,
      { hint: "Run npm dedupe, or npm ls @pulumi/pulumi to see who brings the second one." },
    );
    // Thrown while modules load, this is printed by Node itself, which knows nothing of hints.
    this.message = this.describe();
  }
}

/**
 * Makes sure that a program which Pulumi runs shares its copy of the SDK with us.
 *
 * @param main File that the process was started with. Pulumi starts programs with a file of the SDK; anything else is no such run.
 * @param own Directory of the SDK that our modules find.
 * @throws TwoSdksError
 */
export function assertOneSdk(main: string | undefined, own: string): void {
  const running = /^(?<sdk>.*[\\/]@pulumi[\\/]pulumi)[\\/]cmd[\\/]run[\\/]/.exec(main ?? "")?.groups?.sdk;
  if (running !== undefined && running !== own) throw new TwoSdksError(running, own);
}
