import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directDependencies, resourcePackages } from "../../tools/engines/language-host/dependencies";

/** A program with providers among its packages, as npm would lay it out. */
const TREE: Readonly<Record<string, object>> = {
  "package.json": {
    dependencies: { "@pulumi/random": "^4.0.0", helper: "*", absent: "*" },
    devDependencies: { tool: "*" },
  },
  "node_modules/@pulumi/random/package.json": {
    name: "@pulumi/random",
    version: "4.16.0",
    dependencies: { helper: "*" },
    pulumi: { resource: true },
  },
  "node_modules/helper/package.json": {
    name: "helper",
    version: "1.0.0",
    dependencies: { deep: "*", "@pulumi/random": "*" },
  },
  "node_modules/helper/node_modules/deep/package.json": {
    name: "deep",
    version: "2.0.0",
    pulumi: { resource: true, name: "abyss", version: "v2.1.0", server: "https://example.com/plugins" },
  },
  "node_modules/tool/package.json": { name: "tool", version: "0.1.0" },
  "node_modules/unused/package.json": { name: "unused", version: "9.9.9", pulumi: { resource: true } },
};

describe("what the stand-in language host tells of a program's packages", () => {
  let program: string;

  beforeAll(async () => {
    program = await mkdtemp(join(tmpdir(), "atlas-iac-host-"));
    for (const [file, manifest] of Object.entries(TREE)) {
      await mkdir(dirname(join(program, file)), { recursive: true });
      await writeFile(join(program, file), JSON.stringify(manifest));
    }
    await mkdir(join(program, "src"));
  });

  afterAll(() => rm(program, { recursive: true, force: true }));

  it("names the plugin of every provider the program depends on, however deep, and of no other", () => {
    const found = resourcePackages(program).sort((a, b) => a.name.localeCompare(b.name));
    expect(found).toEqual([
      { name: "abyss", version: "v2.1.0", server: "https://example.com/plugins" },
      { name: "random", version: "v4.16.0", server: "" },
    ]);
  });

  it("lists direct dependencies with the versions that are installed", () => {
    expect(directDependencies(program)).toEqual([
      { name: "@pulumi/random", version: "4.16.0" },
      { name: "helper", version: "1.0.0" },
      { name: "tool", version: "0.1.0" },
    ]);
  });

  it("finds the package.json above a program in a folder of its own", () => {
    expect(resourcePackages(join(program, "src"))).toHaveLength(2);
  });
});
