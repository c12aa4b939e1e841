import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { JUST_BUILT } from "../../../../tools/test/just-built";
import { until } from "./until";

/**
 * How to run a program of the tests: from the sources, so that nothing has to be built first; or on what is built, where `npm test` has
 * done that just now, since it starts in a third of the time.
 */
const loader = process.env[JUST_BUILT]
  ? ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--import", pathToFileURL(join(__dirname, "as-built.mts")).href]
  : ["--import", "tsx"];

/** A program of the tests, running as a process of its own. It is given its settings as JSON and logs lines of JSON. */
export class Program<Settings> {
  /** Its log. */
  readonly lines: Record<string, unknown>[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #errors = "";

  constructor(
    readonly script: string,
    readonly settings: Settings,
    readonly title: string,
  ) {
    this.#child = spawn(process.execPath, [...loader, script, JSON.stringify(settings)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#ended = once(this.#child, "exit");
    if (this.#child.stdout) createInterface(this.#child.stdout).on("line", (line) => this.#keep(line));
    this.#child.stderr?.on("data", (text) => {
      this.#errors += text;
    });
  }

  /** What it wrote to its standard error. */
  get errors(): string {
    return this.#errors;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Resolves once it has logged this. */
  async said(message: string): Promise<void> {
    await until(`${this.title} says "${message}"\n${this.#errors}`, () => this.has(message), 60_000);
  }

  has(message: string): boolean {
    return this.lines.some(({ msg }) => msg === message);
  }

  /** Ends it and answers with its exit code; `null` when the signal ended it. */
  async end(signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
    this.#child.kill(signal);
    await this.#ended;
    return this.#child.exitCode;
  }

  #keep(line: string): void {
    this.lines.push(line.startsWith("{") ? (JSON.parse(line) as Record<string, unknown>) : { msg: line });
  }
}
