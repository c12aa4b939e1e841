import { afterAll, beforeAll, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { kindInfo, kindNames } from "../../sdk/model/kinds";
import { type ProgramDirectory, programDirectory } from "../../tools/engines/program-directory";
import { PulumiStack } from "../../tools/engines/pulumi-stack";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { atlasIac, ownerOf } from "../cli/atlas-iac";
import type { Fixture } from "../kinds/conformance/fixture";
import { fixtures } from "../kinds/conformance/fixtures";
import { awsContainer } from "../kinds/conformance/fixtures/network-container";
import { awsEndpoint, gcpEndpoint } from "../kinds/conformance/fixtures/private-endpoint";
import { wholeProject } from "../kinds/conformance/fixtures/whole-project";
import { Subject } from "../kinds/conformance/subject";
import { startWorld, type World } from "../kinds/conformance/world";

/** Kinds that are objects of their own inside a project, whose fixtures go into the project that is imported. */
const inside = new Set(["AtlasDatabaseUser", "AtlasDeployment", "AtlasDataFederation", "AtlasStreamInstance"]);

/** What else is in the project: what its own declaration has no words for. Elsewhere than what it declares itself. */
const beside: Fixture[] = [
  { ...awsContainer, base: { ...awsContainer.base, region: "EU_CENTRAL_1", cidrBlock: "10.32.0.0/21" } },
  { ...awsEndpoint, base: { ...awsEndpoint.base, region: "US_WEST_2" } },
  gcpEndpoint,
];

/** What an import does not repeat as it was declared. The names are those of fields. */
const otherwise: Readonly<Record<string, string>> = {
  allowInsecure: "is left out where it is the default",
  delimiter: "is left out where it is the default",
  id: "names embedded objects of the test",
  ipAddress: "an address is a block of full length in Atlas",
  maxWildcardCollections: "is left out where it is the default",
  numShards: "shards are written one by one",
  pipeline: "is written without spaces",
  providerName: "a serverless instance is a Flex cluster by now",
  region: "is written as Atlas writes it",
  regionUsageRestrictions: "is said in Atlas for Government only",
  scheme: "is of former versions, and without effect",
  testS3Bucket: "is for a look at the bucket when it is declared, and Atlas does not keep it",
  url: "is shown to nobody, and listed",
  withDefaultAlertsSettings: "is for the moment when a project is made",
};

describeWithEngine("pulumi", "a live project, imported", () => {
  let world: World;
  let name: string;
  let program: ProgramDirectory;
  /** What the Secret with the key of encryption at rest holds. */
  let key: Record<string, string>;
  const declared: unknown[] = [];

  beforeAll(async () => {
    world = await startWorld();
    const names = await world.fresh();
    const project = new Subject(world, wholeProject, names);
    await project.up(project.spec());
    const whole = JSON.parse(JSON.stringify(project.spec()));
    name = whole.name;
    key = whole.encryptionAtRest.awsKms.secretRef;
    declared.push(whole);
    const projectId = String(project.saved.id?.projectId);
    // A project takes one free cluster.
    const others = fixtures.filter(({ kind, title }) => inside.has(kind) && !/upgrade/i.test(title));
    for (const [index, fixture] of [...others, ...beside].entries()) {
      const $unique = `${names.$unique}-${index}`;
      const within = new Subject(world, fixture, { ...names, $project: projectId, $unique });
      await within.up(within.spec());
      declared.push(JSON.parse(JSON.stringify(within.spec())));
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

  it("loses nothing that a declaration can say", async () => {
    const { out } = await imported("yaml");
    const written = new Set(parseAllDocuments(out).flatMap((document) => leavesOf(document.toJS())));
    const lost = declared.flatMap((spec) => leavesOf(spec)).filter((leaf) => !written.has(leaf));
    const names = lost.map((leaf) => leaf.split("=")[0] ?? "");
    expect(lost.filter((_leaf, index) => otherwise[names[index] ?? ""] === undefined)).toEqual([]);
    expect(Object.keys(otherwise).filter((field) => !names.includes(field))).toEqual([]);
  });

  it("names each Secret with the keys that it must hold", async () => {
    const { err } = await imported("yaml");
    for (const [secret, keys] of [
      ["pager-duty-servicekey", "password"],
      ["webhook-secret", "password"],
      ["alert-14-apitoken", "APIToken"],
      ["encryption-awskms", "CustomerMasterKeyID, RoleID"],
      ["x509cert", "ca.crt"],
    ]) {
      expect(err).toMatch(new RegExp(`Secret \\S+-${secret} with ${keys}\\n`));
    }
  });

  it("lists the secrets that nobody can read, and writes nothing in Atlas", async () => {
    world.simulator.clearRequests();
    const { err } = await imported("pulumi");
    expect(err).toMatch(
      /^May be set; stays as it is in Atlas until then:\n(.*\n)* {2}password of Secret\/app-.*-password: pulumi config set --secret/m,
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

/** Fields that stand for something else: what they hold is an id here and a name there, or a secret. Embedded objects are themselves. */
const references = new Set(
  kindNames.flatMap((kind) =>
    kindInfo(kind).references.flatMap(({ path, marker }) => (marker === "embedded" ? [] : [path.split(".").at(-1)])),
  ),
);

/** Everything that a value holds, each with the name of its field. */
function leavesOf(value: unknown, field = ""): string[] {
  if (references.has(field)) return [];
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, field));
  if (typeof value !== "object" || value === null) return value === undefined ? [] : [`${field}=${String(value)}`];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, name));
}
