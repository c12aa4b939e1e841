import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { runOrThrow } from "./command";
import { CommandFailedError } from "./errors";
import { isExecutable, onPath } from "./executables";
import { firstThatWorks } from "./first-that-works";
import { installLanguageHost } from "./language-host/install";
import { pulumiEnvironment } from "./pulumi-environment";
import { earlierPulumiBuild, officialPulumiDownload, pulumiBuild } from "./pulumi-sources";

/** The oldest Pulumi CLI the providers are tried with. */
export const OLDEST_PULUMI = "3.250.0";

const HOST = "pulumi-language-nodejs";

/** A Pulumi command line that runs Node.js programs. */
export interface PulumiCli {
  /** Absolute path of the executable. */
  command: string;
  /** As `3.250.0`. */
  version: string;
  /** Whose language host runs the programs: Pulumi's own, or the stand-in beside a self-built CLI. */
  languageHost: "official" | "stand-in";
  /**
   * The environment of a run: our PATH, and `home` as PULUMI_HOME with a file backend in it. Nothing of the user's own
   * Pulumi login or Atlas keys is in it.
   */
  env(home: string): NodeJS.ProcessEnv;
}

let found: Promise<PulumiCli> | undefined;

/**
 * Finds the Pulumi CLI: on PATH, the official download of the npm package `pulumi`, or built from its Go module.
 * One search a process; a failure is remembered too.
 *
 * @throws EngineUnavailableError
 */
export function pulumiCli(): Promise<PulumiCli> {
  found ??= find();
  return found;
}

async function find(): Promise<PulumiCli> {
  const command = await firstThatWorks(
    "pulumi",
    [
      { name: `pulumi >= ${OLDEST_PULUMI} on PATH`, find: pulumiOnPath },
      { name: "an earlier build", find: earlierPulumiBuild },
      { name: "official download of the npm package pulumi", find: officialPulumiDownload },
      { name: "build from its Go module", find: pulumiBuild },
    ],
    "Install the Pulumi CLI (https://www.pulumi.com/docs/install) or Go 1.25 or later, or allow the download.",
  );
  return describe(command);
}

async function pulumiOnPath(): Promise<string> {
  const command = onPath("pulumi");
  if (command === undefined) throw new CommandFailedError("pulumi version", "not on PATH", "");
  const version = await versionOf(command);
  if (!isAtLeast(version, OLDEST_PULUMI)) {
    throw new CommandFailedError(`${command} version`, `it is ${version}, too old`, "");
  }
  return command;
}

async function describe(candidate: string): Promise<PulumiCli> {
  const official = isExecutable(join(dirname(realpathSync(candidate)), HOST)) || onPath(HOST) !== undefined;
  const command = official ? candidate : await installLanguageHost(candidate);
  return {
    command,
    version: await versionOf(command),
    languageHost: official ? "official" : "stand-in",
    env: (home) => pulumiEnvironment(home, [dirname(process.execPath), dirname(command)]),
  };
}

async function versionOf(command: string): Promise<string> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  return (await runOrThrow(command, ["version"], { env, timeoutMs: 30_000 })).trim().replace(/^v/, "");
}

/** Compares `major.minor.patch`; what follows a dash or a plus does not count. */
export function isAtLeast(version: string, oldest: string): boolean {
  const [have, need] = [version, oldest].map((text) => text.split(/[-+]/)[0]?.split(".").map(Number) ?? []);
  for (let index = 0; index < 3; index++) {
    const difference = (have?.[index] ?? 0) - (need?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
