import { afterAll, beforeAll, expect, it } from "vitest";
import { type ProgramDirectory, programDirectory } from "../../tools/engines/program-directory";
import { PulumiStack } from "../../tools/engines/pulumi-stack";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { atlasIac, ownerOf } from "../cli/atlas-iac";
import { fixtures } from "../kinds/conformance/fixtures";
import { wholeProject } from "../kinds/conformance/fixtures/whole-project";
import { Subject } from "../kinds/conformance/subject";
import { startWorld, type World } from "../kinds/conformance/world";

/** Kinds that are objects of their own inside a project, whose first fixture goes into the project that is imported. */
const inside = new Set(["AtlasDatabaseUser", "AtlasDeployment", "AtlasDataFederation", "AtlasStreamInstance"]);

describeWithEngine("pulumi", "a live project, imported", () => {
  let world: World;
  let name: string;
  let program: ProgramDirectory;
  /** What the Secret with the key of encryption at rest holds. */
  let key: Record<string, string>;

  beforeAll(async () => {
    world = await startWorld();
    const names = await world.fresh();
    const project = new Subject(world, wholeProject, names);
    await project.up(project.spec());
    const declared = JSON.parse(JSON.stringify(project.spec()));
    name = declared.name;
    key = declared.encryptionAtRest.awsKms.secretRef;
    const projectId = String(project.saved.id?.projectId);
    // A project takes one free cluster.
    const others = fixtures.filter(({ kind, title }) => inside.has(kind) && !/upgrade/i.test(title));
    for (const [index, fixture] of others.entries()) {
      const $unique = `${names.$unique}-${index}`;
      const within = new Subject(world, fixture, { ...names, $project: projectId, $unique });
      await within.up(within.spec());
    }
  });
  afterAll(async () => {
    await program?.remove();
    await world?.stop();
  });

  const imported = (as: string) =>
    atlasIac(["import", "--project", name, "--as", as], { env: ownerOf(world.simulator) });

  it("is a Pulumi program that takes everything over and changes nothing", async () => {
    const { out, err, code } = await imported("pulumi");
    expect(code, err).toBe(0);
    program = await programDirectory({
      "package.json": JSON.stringify({ name: "test-program", private: true, main: "index.ts" }),
      "index.ts": out,
    });
    const { simulator } = world;
    const stack = await PulumiStack.create({
      program: program.path,
      config: {
        // Without these the keys of encryption at rest cannot be declared.
        ...Object.fromEntries(
          [...out.matchAll(/(\w+): config\.requireSecret\("(\w+)"\)/g)].map(([, field = "", setting = ""]) => [
            `test:${setting}`,
            { secret: key[field] ?? "" },
          ]),
        ),
        "atlas:orgId": simulator.orgId,
        "atlas:publicKey": simulator.apiKey.publicKey,
        "atlas:privateKey": { secret: simulator.apiKey.privateKey },
        "atlas:baseUrl": simulator.url,
      },
      env: { ATLAS_IAC_TIME_SCALE: "20000" },
    });
    try {
      simulator.clearRequests();
      const up = await stack.up();
      expect(up.exitCode, up.stdout + up.stderr).toBe(0);
      expect(simulator.writes().map(({ operation }) => operation)).toEqual([]);
      const again = await stack.preview({ args: ["--expect-no-changes"] });
      expect(again.exitCode, again.stdout).toBe(0);
    } finally {
      await stack.dispose();
    }
  });

  it("is manifests that are valid and in sync", async () => {
    const { out, err, code } = await imported("yaml");
    expect(code, err).toBe(0);
    const validated = await atlasIac(["validate", "-"], { input: out });
    expect(validated.out).toContain("all valid");
    const planned = await atlasIac(["plan", "-"], { input: out, env: ownerOf(world.simulator) });
    expect(planned.code, planned.out + planned.err).toBe(0);
    expect(planned.out).toContain("0 to create, 0 to update, 0 to replace, 0 to delete");
  });

  it("lists the secrets that nobody can read, and writes nothing in Atlas", async () => {
    world.simulator.clearRequests();
    const { err } = await imported("pulumi");
    expect(err).toMatch(
      /^To be set before the first run:\n(.*\n)* {2}password of Secret\/app-.*-password: pulumi config set --secret/m,
    );
    expect(world.simulator.writes().filter(({ path }) => !path.includes("oauth"))).toEqual([]);
  });

  it("names the accounts at integrated services, and what nobody is shown", async () => {
    const { out, err } = await imported("yaml");
    expect(out).toMatch(/type: PROMETHEUS\n(?: {6}.*\n)*? {6}username: /);
    expect(err).toContain("url of the integration WEBHOOK: Atlas shows it to nobody");
  });

  it("says which projects there are when there is none of the name", async () => {
    const run = await atlasIac(["import", "--project", "nope", "--as", "yaml"], { env: ownerOf(world.simulator) });
    expect(run).toMatchObject({ code: 1, out: "", err: expect.stringContaining(name) });
  });
});
