import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { type AtlasStack, atlasStack, type Declared } from "./pulumi/atlas-stack";

const projectId = "0123456789abcdef01234567";
const team = (args: object): Declared => ({ kind: "AtlasTeam", name: "it", args });
const project = (args: object): Declared => ({ kind: "AtlasProject", name: "it", args: { name: "shop", ...args } });
const user = (args: object): Declared => ({
  kind: "AtlasDatabaseUser",
  name: "it",
  args: { username: "app", projectRef: projectId, roles: [{ roleName: "read", databaseName: "shop" }], ...args },
});

const declarations: { because: string; declared: Declared; says: string[] }[] = [
  {
    because: "an unknown field",
    declared: team({ name: "devs", usernames: [], usernmes: ["a@example.com"] }),
    says: ["usernmes", "usernames"],
  },
  {
    because: "a wrong enumeration value",
    declared: project({ teams: [{ teamRef: projectId, roles: ["GROUP_ONWER"] }] }),
    says: ["teams[0].roles[0]", "GROUP_OWNER"],
  },
  { because: "a missing required field", declared: team({ usernames: [] }), says: ["name", "required"] },
  {
    because: "both of an exclusive pair",
    declared: user({ externalProjectRef: { id: projectId } }),
    says: ["projectRef", "externalProjectRef"],
  },
  {
    because: "neither of an exclusive pair",
    declared: { ...user({}), args: { username: "app", roles: [{ roleName: "read", databaseName: "shop" }] } },
    says: ["projectRef", "externalProjectRef"],
  },
  {
    because: "a bad CIDR block",
    declared: project({ projectIpAccessList: [{ cidrBlock: "10.0.0.0/33" }] }),
    says: ["projectIpAccessList[0].cidrBlock", "10.0.0.0/33"],
  },
  { because: "a bad date", declared: user({ deleteAfterDate: "tomorrow" }), says: ["deleteAfterDate", "tomorrow"] },
  {
    because: "a service that no longer exists",
    declared: project({ integrations: [{ type: "FLOWDOCK" }] }),
    says: ["integrations[0].type", "Flowdock"],
  },
  {
    because: "an import that is not written as the kind's grammar says",
    declared: { ...user({}), options: { import: "app" } },
    says: ["projectId/databaseName/username"],
  },
  {
    because: "an import of what does not exist",
    declared: { ...user({}), options: { import: `${projectId}/admin/app` } },
    says: ["AtlasDatabaseUser"],
  },
];

describeWithEngine("pulumi", "bad input through the real Pulumi engine", () => {
  let bench: AtlasStack;

  beforeAll(async () => {
    bench = await atlasStack();
  });
  afterAll(() => bench?.close());

  async function refused(declared: Declared | Declared[], config: Record<string, string> = {}): Promise<string> {
    await bench.declare(...[declared].flat());
    const stack = Object.keys(config).length > 0 ? await bench.another(config) : bench.stack;
    const preview = await stack.preview();
    expect(preview.exitCode, preview.stdout).not.toBe(0);
    expect(bench.writes()).toEqual([]);
    return preview.stdout + preview.stderr;
  }

  it.each(declarations)("fails the preview for $because", async ({ declared, says }) => {
    const output = await refused(declared);
    for (const text of says) expect(output).toContain(text);
    expect(output).not.toMatch(/\n\s+at .*\.[jt]s:\d+/);
  });

  it("fails the first preview for two declarations of one thing, with both and the entry", async () => {
    const args = { projectRef: { $ref: "it" }, entries: [{ cidrBlock: "203.0.113.7/32" }] };
    const output = await refused([
      project({ projectIpAccessList: [{ ipAddress: "203.0.113.7" }] }),
      { kind: "AtlasIPAccessList", name: "office", args },
    ]);
    expect(output).toMatch(
      /AtlasIPAccessList.*office[\s\S]*entries\[0\]: IP access list entry "203\.0\.113\.7\/32" is declared by \S+AtlasProject::it too, in spec\.projectIpAccessList\[0\]/,
    );
  });

  it("warns of a region that nobody knows, and goes on: it may be a new one", async () => {
    await bench.declare({
      kind: "AtlasDeployment",
      name: "it",
      args: {
        projectRef: projectId,
        flexSpec: { name: "it", providerSettings: { backingProviderName: "AWS", regionName: "EU_WST_1" } },
      },
    });
    const { stdout, stderr } = await bench.stack.preview();
    expect(stdout + stderr).toMatch(/warning: flexSpec\.providerSettings\.regionName: .*did you mean EU_WEST_1\?/);
  });

  const devs = team({ name: "devs", usernames: ["alice@example.com"] });

  it("names the call and the address when nobody answers", async () => {
    const output = await refused(devs, { "atlas:baseUrl": "http://127.0.0.1:9" });
    expect(output).toContain("http://127.0.0.1:9");
    expect(output).toContain("GET");
  });

  it("names the call and where the keys came from when they are wrong", async () => {
    const output = await refused(devs, { "atlas:publicKey": "nobodyss" });
    expect(output).toContain("401");
    expect(output).toContain("the stack's configuration");
  });

  it("names the organisation that does not exist", async () => {
    const output = await refused(devs, { "atlas:orgId": projectId });
    expect(output).toContain(projectId);
    expect(output).toMatch(/organi[sz]ation/);
  });

  it("names the role that a key lacks, and leaves nothing behind", async () => {
    const { publicKey, privateKey } = bench.simulator.addApiKey({ roles: ["ORG_READ_ONLY"], desc: "reader" });
    const stack = await bench.another({ "atlas:publicKey": publicKey, "atlas:privateKey": { secret: privateKey } });
    await bench.declare(devs);
    const up = await stack.up();
    expect(up.exitCode).not.toBe(0);
    expect(up.stdout + up.stderr).toContain("Organization Owner");
    expect(bench.simulator.state.teams(bench.simulator.orgId)).toEqual([]);
  });
});
