import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { expect, it } from "vitest";
import { createProgram } from "../../cli/program";
import { root } from "./atlas-iac";

const file = join(root, "docs/cli.md");
const heading = "## Reference\n";

/** The help of a command and of all below it, as chapters. */
function chapters(command: Command, parents: string): string[] {
  const name = `${parents} ${command.name()}`.trim();
  let text = "";
  const configured = command.configureOutput();
  command.configureOutput({ ...configured, writeOut: (part) => (text += part) });
  command.outputHelp();
  command.configureOutput(configured);
  const own = `### ${name}\n\n\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;
  return [own, ...command.commands.flatMap((below) => chapters(below, name))];
}

it("is documented with the help that it prints; UPDATE=1 writes it", async () => {
  const program = await createProgram(() => true);
  const written = readFileSync(file, "utf8");
  const kept = written.slice(0, written.indexOf(heading) + heading.length);
  const expected = `${kept}\n${chapters(program, "").join("\n")}`;
  if (process.env.UPDATE) writeFileSync(file, expected);
  expect(readFileSync(file, "utf8")).toBe(expected);
});
