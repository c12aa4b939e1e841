import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { until } from "../harness/until";
import type { ExampleSettings } from "./main";

/** The example, running as a process of its own. */
export class ExampleProcess {
  /** Its log. */
  readonly lines: Record<string, unknown>[] = [];
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  private errors = "";

  constructor(readonly settings: ExampleSettings) {
    const script = join(__dirname, "main.ts");
    this.child = spawn(process.execPath, ["--import", "tsx", script, JSON.stringify(settings)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.ended = once(this.child, "exit");
    if (this.child.stdout) createInterface(this.child.stdout).on("line", (line) => this.keep(line));
    this.child.stderr?.on("data", (text) => {
      this.errors += text;
    });
  }

  /** Resolves once it has logged this. */
  async said(message: string): Promise<void> {
    await until(`${this.settings.identity} says "${message}"\n${this.errors}`, () => this.has(message), 60_000);
  }

  has(message: string): boolean {
    return this.lines.some(({ msg }) => msg === message);
  }

  /** Ends it and answers with its exit code; `null` when the signal ended it. */
  async end(signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
    this.child.kill(signal);
    await this.ended;
    return this.child.exitCode;
  }

  private keep(line: string): void {
    this.lines.push(line.startsWith("{") ? (JSON.parse(line) as Record<string, unknown>) : { msg: line });
  }
}
