import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { buildIfStale } from "../../tools/quickstart/build";
import { atlasIac, ownerOf, root } from "./atlas-iac";
import { project } from "./manifests";

const main = join(root, "dist/cli/main.js");
const program = [main];

/** Runs the command line, and prints which files of the package it took. */
const listLoaded = `
process.argv.splice(1, 0, ${JSON.stringify(main)});
process.on("exit", () => console.log(JSON.stringify(Object.keys(require.cache))));
require(${JSON.stringify(main)});
`;

describe("the built command line", () => {
  beforeAll(async () => {
    expect(await buildIfStale(root)).toBe(0);
  }, 120_000);

  it("loads nothing but itself to print its version, so that it answers at once", async () => {
    const { out } = await atlasIac(["--version"], { program: ["-e", listLoaded, "--"] });
    const [version, loaded] = out.trim().split("\n");
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    const own: string[] = JSON.parse(loaded ?? "[]").filter((file: string) => file.startsWith(join(root, "dist")));
    expect(
      own.map((file) => file.slice(root.length)).filter((file) => !/^\/dist\/cli\/[a-z-]+\.js$/.test(file)),
    ).toEqual(["/dist/sdk/model/errors.js"]);
  });

  it("finds the custom resource definitions of its package", async () => {
    const { code, out } = await atlasIac(["crds", "--kind", "AtlasTeam"], { program });
    expect(code).toBe(0);
    expect(out).toContain("atlasteams.atlas.mongodb.com");
  });

  it("plans", async () => {
    const atlas: Simulator = await startSimulator();
    const { code, out } = await atlasIac(["plan", "-"], { program, env: ownerOf(atlas), input: project() });
    await atlas.stop();
    expect(out).toContain('+ create project "shop"');
    expect(code).toBe(2);
  });
});
