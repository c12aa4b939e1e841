import { problem } from "../problem";

/** Version new clusters get. */
export const DEFAULT_MAJOR_VERSION = "8.0";
/** Version that clusters on the continuous release track run. */
export const CONTINUOUS_VERSION = "8.2";

/** Patch release of each major version, as of the service's recorded answers. */
const RELEASES: Readonly<Record<string, string>> = {
  "6.0": "6.0.33",
  "7.0": "7.0.40",
  "8.0": "8.0.29",
  "8.2": "8.2.9",
};

/** @throws Problem when the service does not offer the version. */
export function checkedVersion(major: string): string {
  if (RELEASES[major] === undefined) throw problem("MONGODB_VERSION_INVALID", major);
  return major;
}

/** The release a major version stands for. */
export function releaseOf(major: string): string {
  return RELEASES[major] ?? major;
}
