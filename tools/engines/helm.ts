import { join } from "node:path";
import { cacheEntry, cacheKey } from "./cache";
import { runOrThrow } from "./command";
import { CommandFailedError } from "./errors";
import { onPath } from "./executables";
import { firstThatWorks } from "./first-that-works";
import { goBuild, mustStart } from "./go-build";

const HELM_VERSION = "3.20.2";

let found: Promise<string> | undefined;

/**
 * Finds Helm 3 or later: on PATH, else built from its Go module.
 *
 * @returns absolute path of the executable
 * @throws EngineUnavailableError
 */
export function helm(): Promise<string> {
  found ??= firstThatWorks(
    "helm",
    [
      { name: "helm on PATH", find: helmOnPath },
      { name: "build from its Go module", find: builtHelm },
    ],
    "Install Helm (https://helm.sh/docs/intro/install) or Go.",
  );
  return found;
}

async function helmOnPath(): Promise<string> {
  const command = onPath("helm");
  if (command === undefined) throw new CommandFailedError("helm", "not on PATH", "");
  const version = await runOrThrow(command, ["version", "--template", "{{.Version}}"], { timeoutMs: 30_000 });
  if (/^v[012]\./.test(version)) throw new CommandFailedError("helm version", `it is ${version}, too old`, "");
  return command;
}

async function builtHelm(): Promise<string> {
  const directory = await cacheEntry(cacheKey("helm", HELM_VERSION), async (staging) => {
    await goBuild(
      {
        programs: { helm: "helm.sh/helm/v3/cmd/helm" },
        module: "helm.sh/helm/v3",
        version: `v${HELM_VERSION}`,
        variables: { "helm.sh/helm/v3/internal/version.version": `v${HELM_VERSION}` },
      },
      staging,
    );
    await mustStart(join(staging, "helm"), ["version"]);
  });
  return join(directory, "helm");
}
