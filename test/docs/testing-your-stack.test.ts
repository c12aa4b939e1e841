import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../../tools/engines/command";
import { type ProgramDirectory, programDirectory } from "../../tools/engines/program-directory";

const page = readFileSync(resolve(__dirname, "../../docs/testing-your-stack.md"), "utf8");
const samples = [...page.matchAll(/<!-- sample: (?<name>[\w-]+) -->\n```ts\n(?<code>[\s\S]*?)```/g)].map(
  ({ groups }) => ({ name: groups?.name ?? "", code: groups?.code ?? "" }),
);

/** Each sample is a module of its own, run on the package as people get it. */
describe("docs/testing-your-stack.md", () => {
  let program: ProgramDirectory;

  beforeAll(async () => {
    const files = samples.map(({ name, code }) => [`${name}.mts`, `import assert from "node:assert/strict";\n${code}`]);
    program = await programDirectory(Object.fromEntries(files));
  });
  afterAll(() => program?.remove());

  it("has its three samples", () => {
    expect(samples.map(({ name }) => name)).toEqual(["mocks", "cdk8s", "simulator"]);
  });

  it.each(samples)("has a sample that runs: $name", { timeout: 60_000 }, async ({ name }) => {
    const result = await runCommand(process.execPath, ["--import", "tsx", join(program.path, `${name}.mts`)]);
    expect(result.exitCode, result.stderr).toBe(0);
  });
});
