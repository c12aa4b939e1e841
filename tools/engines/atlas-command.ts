import { join } from "node:path";
import { cacheEntry, cacheKey } from "./cache";
import { CommandFailedError } from "./errors";
import { isExecutable } from "./executables";
import { firstThatWorks } from "./first-that-works";
import { goBuild, mustStart } from "./go-build";

/** The newest release that its Go module has; newer ones are published as binaries only. */
const ATLAS_VERSION = "0.13.1";

let found: Promise<string> | undefined;

/**
 * Finds the community edition of Ariga's `atlas` command line: the one that ATLAS_IAC_TEST_ATLAS names, else built from its Go module,
 * without SQLite, which needs a C compiler. An `atlas` on PATH does not count: it may be another edition, or MongoDB's.
 *
 * @returns absolute path of the executable
 * @throws EngineUnavailableError
 */
export function atlasCommand(): Promise<string> {
  found ??= firstThatWorks(
    "atlas",
    [
      { name: "ATLAS_IAC_TEST_ATLAS", find: namedAtlas },
      { name: "build from its Go module", find: builtAtlas },
    ],
    "Install Go 1.26.4 or newer, or name a community build of the atlas command line in ATLAS_IAC_TEST_ATLAS.",
  );
  return found;
}

async function namedAtlas(): Promise<string> {
  const command = process.env.ATLAS_IAC_TEST_ATLAS;
  if (!command) throw new CommandFailedError("atlas", "not named", "");
  if (!isExecutable(command)) throw new CommandFailedError(command, "it cannot be run", "");
  return command;
}

async function builtAtlas(): Promise<string> {
  const directory = await cacheEntry(cacheKey("atlas", ATLAS_VERSION), async (staging) => {
    await goBuild(
      {
        programs: { atlas: "ariga.io/atlas/cmd/atlas" },
        module: "ariga.io/atlas/cmd/atlas",
        version: `v${ATLAS_VERSION}`,
        newer: ["golang.org/x/tools@v0.30.0"],
      },
      staging,
    );
    await mustStart(join(staging, "atlas"), ["version"]);
  });
  return join(directory, "atlas");
}
