import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAtlasIacError } from "../../sdk/model/errors";
import { runOrThrow } from "../engines/command";
import { Consumers } from "./consumers";
import { missingTargets, pack } from "./tarball";

interface Check {
  name: string;
  run(): Promise<void>;
}

/**
 * Checks the package as people get it: packed by npm, judged by publint and arethetypeswrong, installed into fresh
 * projects outside of this checkout, type-checked and run there. Needs `npm run build` before.
 */
async function main(): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "atlas-iac-package-"));
  try {
    const tarball = await pack(directory);
    return await runAll(checksOf(tarball, new Consumers(join(directory, "consumers"), tarball)));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function checksOf(tarball: string, consumers: Consumers): Check[] {
  return [
    { name: "every exported file is in the tarball", run: () => missingTargets(tarball) },
    { name: "publint", run: () => runBin("publint", ["run", "--strict", tarball]) },
    {
      name: "are the types wrong",
      // The resolution of Node.js 10 knows no subpath exports; no Node.js we support uses it.
      run: () =>
        runBin("attw", [
          tarball,
          "--profile",
          "node16",
          "--no-emoji",
          "--format",
          "ascii",
          "--exclude-entrypoints",
          "./crds/*",
        ]),
    },
    // In this order: each step installs more of the optional peers.
    { name: "installs without optional peers", run: () => consumers.install([]) },
    { name: "works without optional peers: model, simulator", run: () => consumers.run("cjs", ["model", "simulator"]) },
    { name: "names the missing peer of ./pulumi", run: () => consumers.expectMissing("pulumi", "@pulumi/pulumi") },
    { name: "names the missing peers of ./cdk8s", run: () => consumers.expectMissing("cdk8s", "cdk8s constructs") },
    { name: "installs with cdk8s alone", run: () => consumers.install(["cdk8s", "constructs"]) },
    { name: "synthesizes without Pulumi", run: () => consumers.run("cjs", ["cdk8s"]) },
    {
      name: "still names the missing peer of ./pulumi",
      run: () => consumers.expectMissing("pulumi", "@pulumi/pulumi"),
    },
    { name: "installs with all peers", run: () => consumers.install(["@pulumi/pulumi", "cdk8s", "constructs"]) },
    { name: "type-checks from CommonJS, nodenext", run: () => consumers.typeCheck("cjs", "nodenext") },
    { name: "type-checks from ESM, nodenext", run: () => consumers.typeCheck("esm", "nodenext") },
    { name: "type-checks from ESM, bundler", run: () => consumers.typeCheck("esm", "bundler") },
    { name: "runs from CommonJS", run: () => consumers.run("cjs", ["model", "pulumi", "cdk8s", "simulator"]) },
    { name: "runs from ESM", run: () => consumers.run("esm", ["model", "pulumi", "cdk8s", "simulator"]) },
  ];
}

async function runBin(name: string, args: readonly string[]): Promise<void> {
  await runOrThrow(join(__dirname, "../../node_modules/.bin", name), args);
}

async function runAll(checks: readonly Check[]): Promise<number> {
  let failed = 0;
  for (const { name, run } of checks) {
    try {
      await run();
      process.stdout.write(`  passed: ${name}\n`);
    } catch (error) {
      failed++;
      const reason = isAtlasIacError(error) ? error.describe() : error instanceof Error ? error.stack : String(error);
      process.stdout.write(`  FAILED: ${name}\n${reason}\n`);
    }
  }
  process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

void main().then((exitCode) => {
  process.exitCode = exitCode;
});
