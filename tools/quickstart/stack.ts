import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runOrThrow } from "../engines/command";
import type { PulumiCli } from "../engines/pulumi-cli";
import { runVisibly } from "../test/run-visibly";
import type { PostgresProcess, SimulatorProcess } from "./background";

/** Name of the stack; its settings are `Pulumi.quickstart.yaml` beside Pulumi.yaml, as any stack's are. */
const STACK = "quickstart";

/** One resource of the stack, for the table. */
export interface Made {
  type: string;
  name: string;
  id: string;
}

/** The quickstart's stack of the root's Pulumi.yaml, in a Pulumi home of its own. */
export class QuickstartStack {
  private readonly env: NodeJS.ProcessEnv;

  constructor(
    private readonly cli: PulumiCli,
    private readonly root: string,
    /** PULUMI_HOME with the state in it. */
    readonly home: string,
    timeScale: number,
  ) {
    this.env = { ...cli.env(home), ATLAS_IAC_TIME_SCALE: String(timeScale) };
  }

  /** Where the stack's settings are kept, passwords encrypted. */
  get settings(): string {
    return join(this.root, `Pulumi.${STACK}.yaml`);
  }

  /** Makes the stack, with passwords drawn for it. Without a server of databases, none are declared. */
  async create(
    { url, orgId, publicKey, privateKey }: SimulatorProcess,
    databases: PostgresProcess | undefined,
  ): Promise<void> {
    mkdirSync(join(this.home, "backend"), { recursive: true });
    await this.pulumi("stack", "init", STACK);
    const plain = { "atlas:baseUrl": url, "atlas:orgId": orgId, "atlas:publicKey": publicKey };
    for (const [key, value] of Object.entries(plain)) await this.pulumi("config", "set", key, value);
    const password = () => randomBytes(12).toString("base64url");
    const secrets = { "atlas:privateKey": privateKey, appPassword: password(), reportsPassword: password() };
    for (const [key, value] of Object.entries(secrets)) await this.secret(key, value);
    if (databases === undefined) return;
    await this.secret("catalogUrl", databases.catalogUrl);
    await this.secret("deliveriesUrl", databases.deliveriesUrl);
  }

  /** Runs a command of the CLI whose output the reader is to see. @returns its exit code */
  show(...args: string[]): Promise<number> {
    console.log(`\n$ pulumi ${args.join(" ")}`);
    return runVisibly(this.cli.command, [...args, "--stack", STACK, "--non-interactive"], this.root, this.env);
  }

  /** What the stack holds, out of its state. */
  async made(): Promise<Made[]> {
    const state = JSON.parse(await this.pulumi("stack", "export", "--stack", STACK)) as {
      deployment: { resources?: { type: string; urn: string; id?: string }[] };
    };
    return (state.deployment.resources ?? [])
      .filter(({ type }) => type.includes("dynamic/atlas:"))
      .map(({ type, urn, id = "" }) => ({
        type: type.split(":").at(-1) ?? type,
        name: urn.split("::").at(-1) ?? urn,
        id,
      }));
  }

  /** Writes a file for shells to source, so that `pulumi` works on this stack. */
  writeEnvironment(file: string): void {
    const names = ["PATH", "PULUMI_HOME", "PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "ATLAS_IAC_TIME_SCALE"];
    const lines = names.map((name) => `export ${name}='${(this.env[name] ?? "").replaceAll("'", "'\\''")}'\n`);
    writeFileSync(file, lines.join(""), { mode: 0o600 });
  }

  private pulumi(...args: string[]): Promise<string> {
    return runOrThrow(this.cli.command, [...args, "--non-interactive"], { cwd: this.root, env: this.env });
  }

  private async secret(key: string, value: string): Promise<void> {
    const args = ["config", "set", key, "--secret", "--stack", STACK, "--non-interactive"];
    await runOrThrow(this.cli.command, args, { cwd: this.root, env: this.env, input: value });
  }
}
