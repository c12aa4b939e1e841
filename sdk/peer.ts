import { AtlasIacError, type ErrorFacts } from "./model/errors";

/** A package that one of our subpaths builds on is not installed. */
export class MissingPeerError extends AtlasIacError {
  readonly code = "MissingPeer";

  constructor(
    /** What was imported, e.g. `atlas-iac/pulumi`. */
    readonly subpath: string,
    /** The packages that could not be found. */
    readonly packages: readonly string[],
    facts: ErrorFacts = {},
  ) {
    super(`${subpath} needs ${packages.join(" and ")}, which ${packages.length > 1 ? "are" : "is"} not installed.`, {
      hint: `Run: npm install ${packages.join(" ")}`,
      ...facts,
    });
    // Thrown while modules load, this is printed by Node itself, which knows nothing of hints.
    this.message = this.describe();
  }
}

/**
 * Makes sure that the optional peers of a subpath are there. Every subpath with peers imports a module that calls this before
 * anything that needs them, so that people read which package to install instead of a stack of `MODULE_NOT_FOUND`.
 *
 * @param subpath What people import, e.g. `atlas-iac/pulumi`.
 * @param packages Names of the packages it cannot do without.
 * @throws MissingPeerError naming all that are missing.
 */
export function requirePeer(subpath: string, ...packages: string[]): void {
  const missing: string[] = [];
  let cause: unknown;
  for (const name of packages) {
    try {
      require.resolve(name);
    } catch (error) {
      missing.push(name);
      cause ??= error;
    }
  }
  if (missing.length > 0) throw new MissingPeerError(subpath, missing, { cause });
}
