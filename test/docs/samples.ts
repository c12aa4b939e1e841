import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../../tools/engines/command";
import { type ProgramDirectory, programDirectory } from "../../tools/engines/program-directory";

/** Runs every named sample of a page: each is a module of its own, on the package as people get it. */
export function describeSamples(page: string, names: readonly string[]): void {
  const text = readFileSync(resolve(__dirname, "../../docs", page), "utf8");
  const found = text.matchAll(/<!-- sample: (?<name>[\w-]+) -->\n```ts\n(?<code>[\s\S]*?)```/g);
  const samples = [...found].map(({ groups }) => ({ name: groups?.name ?? "", code: groups?.code ?? "" }));

  describe(`docs/${page}`, () => {
    let program: ProgramDirectory;

    beforeAll(async () => {
      const files = samples.map(({ name, code }) => [
        `${name}.mts`,
        `import assert from "node:assert/strict";\n${code}`,
      ]);
      program = await programDirectory(Object.fromEntries(files));
    });
    afterAll(() => program?.remove());

    it("has its samples", () => {
      expect(samples.map(({ name }) => name)).toEqual(names);
    });

    it.each(samples)("has a sample that runs: $name", { timeout: 180_000 }, async ({ name }) => {
      const result = await runCommand(process.execPath, ["--import", "tsx", join(program.path, `${name}.mts`)]);
      expect(result.exitCode, result.stderr).toBe(0);
    });
  });
}
