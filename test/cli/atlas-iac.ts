import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Simulator } from "../../provider/simulator";
import { JUST_BUILT } from "../../tools/test/just-built";

const loader = pathToFileURL(require.resolve("tsx")).href;
export const root = join(dirname(__filename), "../..");

/**
 * The command line: from its sources, so that nothing has to be built first; or as built, where `npm test` has done that just now, since
 * it starts in a third of the time.
 */
const commandLine = process.env[JUST_BUILT]
  ? [join(root, "dist/cli/main.js")]
  : ["--import", loader, join(root, "cli/main.ts")];

/** What a run of the command line left. */
export interface Run {
  code: number | null;
  out: string;
  err: string;
}

export interface RunOptions {
  cwd?: string;
  env?: Readonly<Record<string, string>>;
  input?: string | Buffer;
  /** How to start it; the command line of this checkout when absent. */
  program?: readonly string[];
}

/** Starts the command line as a process of its own, with no credentials but those given. */
export function start(
  args: readonly string[],
  { cwd = root, env, program = commandLine }: RunOptions = {},
): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(MONGODB_ATLAS|MCLI)_|COLOR$/.test(name));
  return spawn(process.execPath, [...program, ...args], { cwd, env: { ...Object.fromEntries(inherited), ...env } });
}

/** Runs the command line to its end. */
export async function atlasIac(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = start(args, options);
  const run: Run = { code: null, out: "", err: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    run.out += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    run.err += text;
  });
  child.stdin?.end(options.input ?? "");
  run.code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  return run;
}

/** A directory of manifests that goes when the test is over. */
export function manifestDirectory(files: Readonly<Record<string, string | Buffer>> = {}) {
  const path = mkdtempSync(join(tmpdir(), "atlas-iac-cli-"));
  const write = (name: string, text: string | Buffer): string => {
    writeFileSync(join(path, name), text);
    return name;
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return { path, write, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** The environment of somebody who owns the simulated organisation. */
export function ownerOf({ url, orgId, apiKey }: Simulator): Record<string, string> {
  return {
    MONGODB_ATLAS_BASE_URL: url,
    MONGODB_ATLAS_ORG_ID: orgId,
    MONGODB_ATLAS_PUBLIC_API_KEY: apiKey.publicKey,
    MONGODB_ATLAS_PRIVATE_API_KEY: apiKey.privateKey,
  };
}
