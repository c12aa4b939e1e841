import type { Command } from "commander";
import { packageVersion } from "../package-root";

/** `version`, which scripts that were written for the official `atlas` command line ask, beside `--version`. */
export function register(program: Command): void {
  program
    .command("version")
    .description("print the name and version of this command line")
    .action(() => {
      process.stdout.write(`atlas-iac version v${packageVersion()}\n`);
    });
}
