import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type ManifestReport, type ManifestText, validateManifests } from "../../sdk/model/manifest";
import { runCommand } from "../../tools/engines/command";

const repository = resolve(__dirname, "../..");
const bin = join(repository, "node_modules", ".bin");

/** Directory of an example. */
export function exampleDirectory(name: string): string {
  return join(repository, "examples", name);
}

/** Runs the real `cdk8s synth` of an example, and reads what it wrote. @throws Error with its words when it fails */
export async function synthesize(name: string): Promise<ManifestReport & { texts: ManifestText[] }> {
  const output = await mkdtemp(join(tmpdir(), "cdk8s-synth-"));
  try {
    const cwd = exampleDirectory(name);
    const args = ["synth", "--check-upgrade=false", "--output", output];
    const { exitCode, stdout, stderr } = await runCommand(join(bin, "cdk8s"), args, { cwd });
    if (exitCode !== 0) throw new Error(`cdk8s synth of ${name} failed:\n${stdout}${stderr}`);
    const files = (await readdir(output)).sort();
    const texts = await Promise.all(
      files.map(async (file) => ({ file, text: await readFile(join(output, file), "utf8") })),
    );
    return { ...validateManifests(texts), texts };
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

/** Faults that the TypeScript compiler finds in an example, under its own settings. */
export async function typeFaults(name: string): Promise<string> {
  const { stdout } = await runCommand(join(bin, "tsc"), ["-p", exampleDirectory(name)]);
  return stdout;
}
