import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import { AtlasCommandMissingError } from "./errors";
import { runProgram } from "./run";

/** The `atlas` command line that was found. */
export interface AtlasProgram {
  /** Absolute path. */
  file: string;
  /** `1.2.0`; empty for a build that does not tell. */
  version: string;
  /** Whether it is built from the open sources, which have no part in Atlas Cloud. */
  community: boolean;
}

/** Oldest release whose flags and reports are those used here. */
const OLDEST = [0, 13, 0] as const;

/** How long it may take to say its version. Milliseconds. */
const VERSION_MS = 30_000;

const known = new Map<string, Promise<AtlasProgram>>();

/**
 * Finds the official `atlas` command line: the one that is named, else the environment's ATLAS_IAC_ATLAS_COMMAND, else `atlas` on
 * PATH. Asks it for its version, once in a process.
 *
 * @param what what it is needed for, as errors begin: `clickhouse://db/app is a database of ClickHouse`
 * @throws AtlasCommandMissingError
 */
export async function atlasProgram(what: string, named = process.env.ATLAS_IAC_ATLAS_COMMAND): Promise<AtlasProgram> {
  const file = named ? named : onPath("atlas");
  if (file === undefined) throw new AtlasCommandMissingError(what, "there is no `atlas` on PATH");
  if (!isExecutable(file)) throw new AtlasCommandMissingError(what, `${file} is no program that can be run`);
  const found = known.get(file) ?? identify(file, what);
  known.set(file, found);
  return found.catch((error: unknown) => {
    known.delete(file);
    throw error;
  });
}

async function identify(file: string, what: string): Promise<AtlasProgram> {
  const { stdout, stderr } = await runProgram(file, ["version"], { timeoutMs: VERSION_MS }).catch((cause: unknown) => {
    throw new AtlasCommandMissingError(what, `${file} cannot be started`, cause);
  });
  if (/atlascli/i.test(stdout)) {
    throw new AtlasCommandMissingError(what, `${file} is MongoDB's Atlas CLI, another program of the same name`);
  }
  const version = /^atlas (?:(?<edition>\w+) )?version (?:v?(?<number>\d+\.\d+\.\d+)|-)/m.exec(stdout);
  if (!version) {
    const said = (stdout || stderr).split("\n", 1)[0];
    throw new AtlasCommandMissingError(what, `${file} does not answer as it would, but: ${said}`);
  }
  const { edition, number = "" } = version.groups ?? {};
  if (number !== "" && isOlder(number)) {
    throw new AtlasCommandMissingError(what, `${file} is release ${number}, older than ${OLDEST.join(".")}`);
  }
  // A build from the sources tells no number, or names its edition.
  return { file, version: number, community: number === "" || edition !== undefined };
}

function isOlder(number: string): boolean {
  const parts = number.split(".").map(Number);
  const at = OLDEST.findIndex((part, index) => part !== parts[index]);
  return at >= 0 && (parts[at] ?? 0) < (OLDEST[at] ?? 0);
}

function onPath(name: string): string | undefined {
  const names = process.platform === "win32" ? [`${name}.exe`] : [name];
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((directory) => directory !== "")
    .flatMap((directory) => names.map((one) => path.resolve(directory, one)))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
