import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { secretsOf } from "../drivers/foreign-url";
import { Redaction } from "../drivers/redact";
import type { InputVariables } from "../engine/protocol";
import { AtlasCommandError } from "./errors";
import type { AtlasProgram } from "./program";
import { type CommandEnvironment, DEV, ENV, projectFile, TARGET, TOKEN, variableEnvironment } from "./project-file";
import { type Report, readReports, whatFailed } from "./report";
import { runProgram } from "./run";

/** The environment of this process, without the secrets of other services. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:MONGODB_ATLAS|PULUMI)_/.test(name)));
}

/** A database that the official command line works on. URLs and token are secrets. */
export interface CommandTarget {
  url: string;
  devUrl?: string;
  /** For Atlas Cloud. */
  token?: string;
  /** Values of the input variables of schema files. */
  variables?: InputVariables;
  /** Interrupts the program when aborted, so that nothing is changed any more once this returns. */
  signal?: AbortSignal;
}

/** The longest that a run may take which only looks, in milliseconds. One that changes a database takes as long as its statements. */
const LOOK_MS = 10 * 60_000;

/**
 * The official `atlas` command line in a directory of its own, which is removed afterwards. URLs and token reach it through the
 * environment: neither its arguments nor a file holds a secret.
 */
export class AtlasClient {
  readonly #redaction: Redaction;

  private constructor(
    readonly program: AtlasProgram,
    readonly directory: string,
    readonly target: CommandTarget,
  ) {
    const { url, devUrl, token } = target;
    this.#redaction = new Redaction([token, ...secretsOf(url), ...(devUrl === undefined ? [] : secretsOf(devUrl))]);
  }

  /** @param files what lies beside the project file, by path */
  static async within<T>(
    program: AtlasProgram,
    target: CommandTarget,
    setting: { env: CommandEnvironment; files: Readonly<Record<string, string>> },
    work: (atlas: AtlasClient) => Promise<T>,
  ): Promise<T> {
    // Made for this user alone.
    const directory = await mkdtemp(path.join(tmpdir(), "atlas-iac-command-"));
    try {
      const files = { ...setting.files, "atlas.hcl": projectFile({ ...setting.env, variables: target.variables }) };
      for (const [name, text] of Object.entries(files)) {
        await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
        await writeFile(path.join(directory, name), text, { mode: 0o600 });
      }
      return await work(new AtlasClient(program, directory, target));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  /** Runs a command that only looks: an error in its report can be that of an earlier run. @throws AtlasCommandError */
  look(command: string, flags: readonly string[] = []): Promise<Report[]> {
    return this.#run(command, flags, () => undefined, LOOK_MS);
  }

  /** Runs a command that changes something. @throws AtlasCommandError */
  change(command: string, flags: readonly string[] = []): Promise<Report[]> {
    return this.#run(command, flags, whatFailed);
  }

  async #run(
    command: string,
    flags: readonly string[],
    failureOf: typeof whatFailed,
    timeoutMs?: number,
  ): Promise<Report[]> {
    const global = ["--config", "file://atlas.hcl", "--env", ENV, "--format", "{{ json . }}"];
    const { url, devUrl, token, variables, signal } = this.target;
    const env = {
      ...environment(),
      ...variableEnvironment(variables),
      [TARGET]: url,
      ...(devUrl === undefined ? {} : { [DEV]: devUrl }),
      ...(token === undefined ? {} : { [TOKEN]: token }),
      ATLAS_NO_UPDATE_NOTIFIER: "1",
      ATLAS_NO_UPGRADE_SUGGESTIONS: "1",
    };
    const options = { cwd: this.directory, env, timeoutMs, signal };
    const { exitCode, stdout, stderr } = await runProgram(
      this.program.file,
      [...command.split(" "), ...global, ...flags],
      options,
    );
    const reports = readReports(stdout);
    const failure = (exitCode === 0 ? failureOf : whatFailed)(reports ?? []);
    if (exitCode === 0 && reports !== undefined && failure === undefined) return reports;
    throw this.#failure(command, failure?.text ?? plain(stderr || stdout), failure?.applied ?? []);
  }

  #failure(command: string, text: string, applied: readonly string[]): AtlasCommandError {
    const message = this.#redaction.text(text) || "it failed without a word";
    const hint = /requires 'atlas login'/.test(message)
      ? `Give a token of Atlas Cloud in cloud.tokenFrom, or ${TOKEN} in the environment.`
      : this.program.community && /unknown (?:flag|command)|not supported by the community/i.test(message)
        ? `${this.program.file} is the community edition: this needs the official one, https://atlasgo.io/getting-started.`
        : undefined;
    return new AtlasCommandError(command, message, applied, { hint });
  }
}

function plain(said: string): string {
  return stripVTControlCharacters(said)
    .trim()
    .replace(/^Error: /, "");
}
