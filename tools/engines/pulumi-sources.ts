import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { cacheEntry, cacheKey, earlierEntry } from "./cache";
import { runOrThrow } from "./command";
import { CommandFailedError } from "./errors";
import { isExecutable } from "./executables";
import { goBuild, mustStart } from "./go-build";
import { withProgress } from "./progress";
import { mustBeReachable } from "./reachable";

/** The version that is built where none can be downloaded: the newest whose modules every Go proxy has. */
const BUILT_VERSION = "3.250.0";
const DOWNLOAD_HOST = "https://get.pulumi.com/install.sh";
const DOWNLOAD_WITHIN_MS = 300_000;

/**
 * Lets the npm package `pulumi` download the official CLI, with its language hosts, into our cache.
 *
 * Its launcher has no limit of time of its own, so the host is asked for first: no answer within seconds is a no.
 */
export async function officialPulumiDownload(): Promise<string> {
  const require = createRequire(__filename);
  const manifest = require.resolve("pulumi/package.json");
  const { version } = require(manifest) as { version: string };
  const executable = (directory: string) => join(directory, "versions", version, "bin", "pulumi");
  const directory = await cacheEntry(cacheKey("pulumi-official", version), async (staging) => {
    await mustBeReachable(DOWNLOAD_HOST);
    const env = { ...process.env, PULUMI_HOME: staging, PULUMI_VERSION: version, PULUMI_SKIP_UPDATE_CHECK: "true" };
    await withProgress(`downloading pulumi ${version}`, () =>
      runOrThrow(process.execPath, [join(dirname(manifest), "run.js"), "version"], {
        env,
        timeoutMs: DOWNLOAD_WITHIN_MS,
      }),
    );
    if (!isExecutable(executable(staging))) {
      throw new CommandFailedError("pulumi version", "it left no executable", "");
    }
  });
  return executable(directory);
}

/** The CLI that an earlier run built: a machine that had to build it need not ask for the download each time. */
export async function earlierPulumiBuild(): Promise<string> {
  return join(await earlierEntry(cacheKey("pulumi", BUILT_VERSION)), "pulumi");
}

/** Builds the CLI from its Go module. It comes without language hosts, whose module cannot be had everywhere. */
export async function pulumiBuild(): Promise<string> {
  const directory = await cacheEntry(cacheKey("pulumi", BUILT_VERSION), async (staging) => {
    await goBuild(
      {
        programs: { pulumi: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
        module: "github.com/pulumi/pulumi/pkg/v3",
        version: `v${BUILT_VERSION}`,
        variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": BUILT_VERSION },
      },
      staging,
    );
    await mustStart(join(staging, "pulumi"), ["version"]);
  });
  return join(directory, "pulumi");
}
