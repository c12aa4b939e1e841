import { randomBytes } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { stringify } from "yaml";
import { type CommandResult, runCommand } from "./command";
import { CommandFailedError } from "./errors";
import { killSurvivors, type ListedProcess } from "./process-tree";
import { type PulumiCli, pulumiCli } from "./pulumi-cli";
import type { PulumiEvent } from "./pulumi-event";
import { type PulumiRun, startRun } from "./pulumi-run";

export type { PulumiEvent } from "./pulumi-event";
export type { PulumiRun, PulumiRunResult } from "./pulumi-run";

/** A configuration value; a secret one is handed to the CLI through its input and stored encrypted. */
export type ConfigValue = string | { secret: string };

export interface PulumiStackOptions {
  /** Directory of the program, with its Pulumi.yaml. Nothing is written into it. */
  program: string;
  /** Name of the stack; a random one when absent. */
  stackName?: string;
  /** PULUMI_HOME and backend; a temporary directory, removed by `dispose`, when absent. */
  home?: string;
  /** Stack configuration by full key, as `atlas:orgId`. */
  config?: Readonly<Record<string, ConfigValue>>;
  /** Added to the environment of every command. */
  env?: Readonly<Record<string, string>>;
}

/** What `up`, `preview`, `refresh` and `destroy` take. */
export interface OperationOptions {
  /** More arguments of the command, as `["--target", urn]`. */
  args?: readonly string[];
  /** Added to the stack's environment for this command. */
  env?: Readonly<Record<string, string>>;
  /** `preview` only: prints one JSON document on standard output, without events. */
  json?: boolean;
  /** Sees every engine event while the command runs. */
  onEvent?: (event: PulumiEvent) => void;
}

/** The parts of an exported deployment that tests look at. */
export interface ExportedState {
  version: number;
  deployment: {
    resources?: ExportedResource[];
    pending_operations?: { type: string; resource: ExportedResource }[];
  };
}

export interface ExportedResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  protect?: boolean;
  initErrors?: string[];
}

/**
 * One stack of a real program, driven by the real CLI as a user would: own PULUMI_HOME, file backend, no login.
 *
 * Commands answer with their exit code and output and do not throw when the program fails; only a CLI that cannot be
 * run throws.
 */
export class PulumiStack {
  private readonly survivors: ListedProcess[] = [];

  private constructor(
    private readonly cli: PulumiCli,
    readonly program: string,
    readonly stackName: string,
    readonly home: string,
    private readonly ownsHome: boolean,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /**
   * Makes an empty stack.
   *
   * @throws EngineUnavailableError when there is no Pulumi CLI; CommandFailedError when the stack cannot be made
   */
  static async create(options: PulumiStackOptions): Promise<PulumiStack> {
    const cli = await pulumiCli();
    const home = options.home ?? (await mkdtemp(join(tmpdir(), "atlas-iac-pulumi-")));
    const name = options.stackName ?? `test-${randomBytes(4).toString("hex")}`;
    const stack = new PulumiStack(cli, options.program, name, home, options.home === undefined, options.env ?? {});
    await mkdir(join(home, "backend"), { recursive: true });
    await mkdir(stack.settings, { recursive: true });
    // The CLI writes Pulumi.<stack>.yaml beside Pulumi.yaml; made from a copy, it stays out of the program's directory.
    await copyFile(join(options.program, "Pulumi.yaml"), join(stack.settings, "Pulumi.yaml"));
    const entries = Object.entries(options.config ?? {});
    // What is no secret is written as one would in an editor: a command of the CLI takes 150 ms.
    const config = Object.fromEntries(entries.filter(([, value]) => typeof value === "string"));
    await writeFile(stack.configFile, stringify({ config }));
    await stack.mustRun(["stack", "init", name, "--no-select"], { cwd: stack.settings });
    for (const [key, value] of entries) if (typeof value !== "string") await stack.setConfig(key, value);
    return stack;
  }

  /** Sets one configuration value, as `pulumi config set` does. */
  async setConfig(key: string, value: ConfigValue): Promise<void> {
    const secret = typeof value !== "string";
    await this.mustRun(["config", "set", key, secret ? "--secret" : "--plaintext", ...this.stackFlags()], {
      input: secret ? value.secret : value,
    });
  }

  /** `pulumi up --yes`. */
  up(options?: OperationOptions): PulumiRun {
    return this.operation("up", ["--yes", "--skip-preview"], options);
  }

  /** `pulumi preview`; with `json`, one document on standard output. */
  preview(options?: OperationOptions): PulumiRun {
    return this.operation("preview", options?.json ? ["--json"] : ["--diff"], options);
  }

  /** `pulumi refresh --yes`. */
  refresh(options?: OperationOptions): PulumiRun {
    return this.operation("refresh", ["--yes", "--skip-preview"], options);
  }

  /** `pulumi destroy --yes`. */
  destroy(options?: OperationOptions): PulumiRun {
    return this.operation("destroy", ["--yes", "--skip-preview"], options);
  }

  /** `pulumi import TYPE NAME ID`, without writing code. */
  importResource(type: string, name: string, id: string, options?: OperationOptions): PulumiRun {
    const args = [type, name, id, ...(options?.args ?? [])];
    const flags = ["--yes", "--skip-preview", "--generate-code=false", "--protect=false"];
    return this.operation("import", flags, { ...options, args });
  }

  /**
   * `pulumi cancel`: lifts the lock of an operation that was killed.
   *
   * The library below the CLI's file backend (gocloud.dev/blob/fileblob) replaces a checkpoint in one step, but first truncates the
   * attributes beside it: a kill in between leaves them empty, and the stack unreadable. They may be absent, so they are taken away.
   */
  async cancel(): Promise<void> {
    const cancel = ["cancel", "--yes", "--stack", this.stackName];
    try {
      await this.mustRun(cancel);
    } catch (error) {
      if (!(error instanceof CommandFailedError) || !error.message.includes("failed to load checkpoint")) throw error;
      const stacks = join(this.home, "backend", ".pulumi", "stacks");
      const attributes = (await readdir(stacks, { recursive: true })).filter(
        (file) => basename(file) === `${this.stackName}.json.attrs`,
      );
      await Promise.all(attributes.map((file) => rm(join(stacks, file))));
      await this.mustRun(cancel);
    }
  }

  /** The stack's outputs; secrets in the clear only when asked for. */
  async output(options: { showSecrets?: boolean } = {}): Promise<Record<string, unknown>> {
    const secrets = options.showSecrets ? ["--show-secrets"] : [];
    const json = await this.mustRun(["stack", "output", "--json", "--stack", this.stackName, ...secrets]);
    return JSON.parse(json) as Record<string, unknown>;
  }

  /** The state, as `pulumi stack export` prints it; secrets in the clear only when asked for. */
  async exportState(options: { showSecrets?: boolean } = {}): Promise<ExportedState> {
    const secrets = options.showSecrets ? ["--show-secrets"] : [];
    return JSON.parse(await this.mustRun(["stack", "export", "--stack", this.stackName, ...secrets])) as ExportedState;
  }

  /** Replaces the state, as `pulumi stack import`. */
  async importState(state: ExportedState): Promise<void> {
    const file = join(this.home, "import.json");
    await writeFile(file, JSON.stringify(state));
    await this.mustRun(["stack", "import", "--file", file, "--stack", this.stackName]);
  }

  /** Any other command of the CLI, as `["state", "unprotect", urn, "--yes"]`; `--stack` is the caller's. */
  command(args: readonly string[]): Promise<CommandResult> {
    return this.run(args);
  }

  /** Ends what outlived killed engines and removes what `create` made in the file system. Does not destroy resources. */
  async dispose(): Promise<void> {
    await killSurvivors(this.survivors);
    if (this.ownsHome) await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }

  private get settings(): string {
    return join(this.home, "settings");
  }

  private get configFile(): string {
    return join(this.settings, `Pulumi.${this.stackName}.yaml`);
  }

  private stackFlags(): string[] {
    return ["--stack", this.stackName, "--config-file", this.configFile];
  }

  private operation(verb: string, flags: readonly string[], options: OperationOptions = {}): PulumiRun {
    return startRun({
      command: this.cli.command,
      args: [verb, ...flags, ...this.stackFlags(), "--non-interactive", "--color=never", ...(options.args ?? [])],
      cwd: this.program,
      env: { ...this.env(), ...options.env },
      eventLog: join(this.home, `events-${randomBytes(4).toString("hex")}.jsonl`),
      onEvent: options.onEvent,
      survivors: this.survivors,
    });
  }

  private env(): NodeJS.ProcessEnv {
    return { ...this.cli.env(this.home), ...this.environment };
  }

  private run(args: readonly string[], options: { cwd?: string; input?: string } = {}): Promise<CommandResult> {
    const flags = ["--non-interactive", "--color=never"];
    return runCommand(this.cli.command, [...args, ...flags], { cwd: this.program, env: this.env(), ...options });
  }

  private async mustRun(args: readonly string[], options: { cwd?: string; input?: string } = {}): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(args, options);
    if (exitCode !== 0) throw new CommandFailedError(`pulumi ${args.join(" ")}`, `exit code ${exitCode}`, stderr);
    return stdout;
  }
}
