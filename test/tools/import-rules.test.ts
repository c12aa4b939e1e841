import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../../tools/engines/command";

const REPOSITORY = resolve(__dirname, "../..");

interface Case {
  because: string;
  /** A file of the fixture and what it imports. */
  file: string;
  imports: string;
  /** The rule that must name the file; none for an allowed import. */
  rule?: string;
}

const CASES: readonly Case[] = [
  { because: "the model knows no engine", file: "sdk/model/a.ts", imports: "../pulumi/x", rule: "model-stands-alone" },
  {
    because: "sdk reaches no provider",
    file: "sdk/pulumi/a.ts",
    imports: "../../provider/kinds/x",
    rule: "sdk-without-provider",
  },
  { because: "sdk speaks no HTTP", file: "sdk/cdk8s/a.ts", imports: "axios", rule: "sdk-without-clients" },
  { because: "sdk speaks no SQL", file: "sdk/cdk8s/b.ts", imports: "pg", rule: "sdk-without-clients" },
  {
    because: "cdk8s users have no Pulumi",
    file: "sdk/cdk8s/c.ts",
    imports: "../pulumi/x",
    rule: "engines-apart-in-sdk",
  },
  {
    because: "Pulumi is an optional peer",
    file: "provider/kinds/a.ts",
    imports: "@pulumi/pulumi",
    rule: "pulumi-only-for-pulumi",
  },
  {
    because: "cdk8s is an optional peer",
    file: "provider/pulumi/a.ts",
    imports: "constructs",
    rule: "cdk8s-only-for-cdk8s",
  },
  {
    because: "the client knows no kinds",
    file: "provider/atlas/a.ts",
    imports: "../kinds/x",
    rule: "atlas-client-below-kinds",
  },
  {
    because: "the engine of an operator knows nothing of Atlas",
    file: "provider/operator/runtime/a.ts",
    imports: "../../kinds/x",
    rule: "operator-runtime-knows-no-atlas",
  },
  {
    because: "a handler knows no engine",
    file: "provider/kinds/b.ts",
    imports: "../pulumi/x",
    rule: "kinds-below-engines",
  },
  {
    because: "adapters meet in kinds only",
    file: "provider/operator/a.ts",
    imports: "../pulumi/x",
    rule: "engine-adapters-apart",
  },
  {
    because: "the simulator is not held to our client",
    file: "provider/simulator/a.ts",
    imports: "../atlas/x",
    rule: "simulator-held-to-the-contract",
  },
  { because: "tests are not in the package", file: "cli/a.ts", imports: "../test/x", rule: "shipped-imports-shipped" },
  {
    because: "tools are not in the package",
    file: "provider/kinds/c.ts",
    imports: "../../tools/x",
    rule: "shipped-imports-shipped",
  },
  {
    because: "a development tool is not installed at users",
    file: "cli/b.ts",
    imports: "vitest",
    rule: "only-declared-packages",
  },
  { because: "a missing file fails at the user", file: "cli/c.ts", imports: "./nowhere", rule: "resolvable" },
  {
    because: "the contract is what the simulator is held to",
    file: "provider/simulator/b.ts",
    imports: "../atlas/contract/x",
  },
  { because: "handlers use the model", file: "provider/kinds/d.ts", imports: "../../sdk/model/x" },
  { because: "handlers use the client's interface", file: "provider/kinds/e.ts", imports: "../atlas/x" },
  { because: "Pulumi resources need Pulumi", file: "sdk/pulumi/b.ts", imports: "@pulumi/pulumi" },
];

const TARGETS = [
  "sdk/model/x.ts",
  "sdk/pulumi/x.ts",
  "provider/kinds/x.ts",
  "provider/pulumi/x.ts",
  "provider/atlas/x.ts",
  "provider/atlas/contract/x.ts",
  "test/x.ts",
  "tools/x.ts",
];

interface Violation {
  from: string;
  rule: { name: string };
}

describe("the rules of import direction", () => {
  let fixture: string;
  let violations: Violation[];

  beforeAll(async () => {
    await mkdir(join(REPOSITORY, ".cache"), { recursive: true });
    fixture = await mkdtemp(join(REPOSITORY, ".cache", "import-rules-"));
    const manifest = {
      name: "fixture",
      dependencies: { axios: "*", pg: "*" },
      devDependencies: { vitest: "*", "@pulumi/pulumi": "*" },
      peerDependencies: { "@pulumi/pulumi": "*", constructs: "*" },
    };
    const files: [string, string][] = [
      ["package.json", JSON.stringify(manifest)],
      ["tsconfig.json", "{}"],
      ["provider/schema/one.ts", 'import "./two";\n'],
      ["provider/schema/two.ts", 'import "./one";\n'],
      ...TARGETS.map((file): [string, string] => [file, "export const x = 1;\n"]),
      ...CASES.map(({ file, imports }): [string, string] => [file, `import "${imports}";\n`]),
    ];
    for (const [file, text] of files) {
      await mkdir(dirname(join(fixture, file)), { recursive: true });
      await writeFile(join(fixture, file), text);
    }
    const cruiser = join(REPOSITORY, "node_modules", ".bin", "depcruise");
    const config = join(REPOSITORY, ".dependency-cruiser.cjs");
    const args = [cruiser, "--config", config, "--output-type", "json", "sdk", "provider", "cli", "tools", "test"];
    const { stdout } = await runCommand(process.execPath, args, { cwd: fixture });
    violations = (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
  });

  afterAll(() => rm(fixture, { recursive: true, force: true }));

  it.each(CASES)("$file importing $imports: $because", ({ file, rule }) => {
    const broken = violations.filter(({ from }) => from === file).map((violation) => violation.rule.name);
    expect(broken).toEqual(rule === undefined ? [] : expect.arrayContaining([rule]));
  });

  it("finds files that import each other", () => {
    const cycles = violations.filter(({ rule }) => rule.name === "no-cycles").map(({ from }) => from);
    expect(cycles).toEqual(expect.arrayContaining(["provider/schema/one.ts"]));
  });

  it("has a case for every rule", async () => {
    const { forbidden } = createRequire(__filename)(join(REPOSITORY, ".dependency-cruiser.cjs")) as {
      forbidden: { name: string }[];
    };
    const covered = new Set([...CASES.map(({ rule }) => rule), "no-cycles"]);
    expect(forbidden.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([]);
  });
});
