import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OperatorOptions } from "../../../provider/operator";
import { Program } from "../runtime/harness/program";
import { until } from "../runtime/harness/until";
import { OPERATOR_NAMESPACE, type World } from "./world";

/** What the program beside this file is told. */
export interface ProcessSettings extends Omit<OperatorOptions, "config" | "log" | "onListening"> {
  kubeconfig: string;
  identity: string;
}

/** The whole operator as a process of its own, under the rights that are shipped with it: what can be killed. */
export class OperatorProcess extends Program<ProcessSettings> {
  readonly #directory: string;

  private constructor(settings: ProcessSettings, directory: string) {
    super(join(__dirname, "operator-program.ts"), settings, settings.identity);
    this.#directory = directory;
  }

  static start(
    world: World,
    identity: string,
    options: Partial<Omit<ProcessSettings, "kubeconfig" | "identity">> = {},
  ): OperatorProcess {
    const directory = mkdtempSync(join(tmpdir(), "operator-"));
    const kubeconfig = join(directory, "kubeconfig");
    writeFileSync(kubeconfig, world.account.exportConfig(), { mode: 0o600 });
    const settings = {
      kubeconfig,
      identity,
      namespace: OPERATOR_NAMESPACE,
      podName: "atlas-operator-5d9c7b6f4-x2x7k",
      atlasDomain: world.atlas.url,
      timeScale: world.timeScale,
      backoff: { firstMs: 50, maxMs: 1_000 },
      ...options,
    };
    return new OperatorProcess(settings, directory);
  }

  /** Bytes that its heap takes once what nobody needs is gone. */
  async heapUsed(): Promise<number> {
    const told = (): unknown[] => this.lines.filter(({ msg }) => msg === "memory").map(({ heapUsed }) => heapUsed);
    const before = told().length;
    this.signal("SIGUSR2");
    return Number(await until(`${this.title} tells of its memory`, () => told()[before] as number | undefined));
  }

  override async end(signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
    const exitCode = await super.end(signal);
    rmSync(this.#directory, { recursive: true, force: true });
    return exitCode;
  }
}
