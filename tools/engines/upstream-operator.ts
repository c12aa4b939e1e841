import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { firstThatWorks } from "./first-that-works";
import { goModule } from "./go-module";

const MODULE = "github.com/mongodb/mongodb-atlas-kubernetes/v2";
/** The release whose module holds the definitions of the one whose resources we implement. */
const RECENT = { module: "v2.16.1", release: "v2.15.1" };
/** The oldest release of the second generation that the module proxy has. */
const OLD = { module: "v2.3.1" };

/** What a release of MongoDB's operator for Kubernetes brings along. */
export interface UpstreamRelease {
  /** As `2.15.1`. */
  version: string;
  /** Files with its CustomResourceDefinitions. */
  definitions: string[];
  /** Files with a sample manifest each. */
  samples: string[];
}

let found: Promise<UpstreamRelease[]> | undefined;

/**
 * Definitions and samples of MongoDB's operator as it ships them, from its Go module: the release whose resources are implemented here,
 * and an old one, whose definitions lack kinds and fields.
 *
 * @throws EngineUnavailableError
 */
export function upstreamReleases(): Promise<UpstreamRelease[]> {
  found ??= firstThatWorks(
    "upstream",
    [{ name: "its Go module", find: async () => [await recentRelease(), await oldRelease()] }],
    "Install Go 1.26.6 or newer, and allow it to download modules.",
  );
  return found;
}

async function recentRelease(): Promise<UpstreamRelease> {
  const { directory } = await goModule(MODULE, RECENT.module);
  const definitions = await filesIn(join(directory, "releases", RECENT.release, "deploy/crds"), "atlas.mongodb.com_");
  return { version: RECENT.release.slice(1), definitions, samples: await samplesIn(directory) };
}

async function oldRelease(): Promise<UpstreamRelease> {
  const { directory } = await goModule(MODULE, OLD.module);
  const definitions = await filesIn(join(directory, "config/crd/bases"), "atlas.mongodb.com_");
  return { version: OLD.module.slice(1), definitions, samples: await samplesIn(directory) };
}

const samplesIn = (directory: string): Promise<string[]> => filesIn(join(directory, "config/samples"), "atlas_v1_");

async function filesIn(directory: string, prefix: string): Promise<string[]> {
  const names = await readdir(directory);
  return names
    .filter((name) => name.startsWith(prefix))
    .sort()
    .map((name) => join(directory, name));
}
