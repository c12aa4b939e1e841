import { readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { type AtlasStack, atlasStack, type Declared } from "./pulumi/atlas-stack";

const user = (projectRef: unknown, options: object = {}): Declared => ({
  kind: "AtlasDatabaseUser",
  name: "app",
  args: {
    projectRef,
    username: "app",
    passwordSecretRef: { $secret: "password" },
    roles: [{ roleName: "read", databaseName: "shop" }],
  },
  options,
});

describeWithEngine("pulumi", "credentials and secrets through the real Pulumi engine", () => {
  let bench: AtlasStack | undefined;
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });

  it("never shows a password or a key: not in state, output, errors, files or addresses", async () => {
    const canary = "canary-Pass-W0rd";
    bench = await atlasStack({ config: { "test:password": { secret: canary } } });
    const { simulator, stack } = bench;
    const project: Declared = { kind: "AtlasProject", name: "shop", args: { name: "shop" } };
    await bench.declare(project, user({ $ref: "shop" }));
    const seen: string[] = [];
    const keep = async (run: PromiseLike<{ stdout: string; stderr: string; events: unknown }>) => {
      const { stdout, stderr, events } = await run;
      seen.push(stdout, stderr, JSON.stringify(events));
    };
    simulator.faults.inject({ match: { operation: "createGroupDatabaseUser" }, kind: "500", times: 10 });
    await keep(stack.preview());
    await keep(stack.up());
    simulator.faults.clear();
    await keep(stack.up());
    await keep(stack.refresh());
    seen.push(JSON.stringify(await stack.exportState()), JSON.stringify(simulator.requests));
    seen.push(...(await filesBelow(stack.home)));
    for (const secret of [canary, simulator.apiKey.privateKey]) {
      expect(seen.findIndex((text) => text.includes(secret))).toBe(-1);
    }
    expect(simulator.state.databaseUsers(simulator.state.group("shop")?.id ?? "")).toHaveLength(1);
    // Proof that the search would have found it.
    expect(JSON.stringify(await stack.exportState({ showSecrets: true }))).toContain(canary);
  });

  it("needs no more than a Project Owner's key inside an existing project", async () => {
    bench = await atlasStack({ config: { "test:password": { secret: "pass-word-1" } } });
    const { simulator } = bench;
    const groupId = idOf(simulator.behindTheBack("createGroup", { body: { name: "home", orgId: simulator.orgId } }));
    const { publicKey, privateKey } = simulator.addApiKey({ roles: ["GROUP_OWNER"], groupId, desc: "owner" });
    const stack = await bench.another({ "atlas:publicKey": publicKey, "atlas:privateKey": { secret: privateKey } });
    const flexSpec = { name: "sessions", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } };
    const project: Declared = {
      kind: "AtlasProject",
      name: "home",
      args: { name: "home" },
      options: { import: groupId },
    };
    const flex: Declared = {
      kind: "AtlasDeployment",
      name: "sessions",
      args: { projectRef: { $ref: "home" }, flexSpec },
    };
    const app = user({ $ref: "home" });
    await bench.declare(project, app, flex);
    const up = await stack.up();
    expect(up.exitCode, up.stdout + up.stderr).toBe(0);
    const entries = [{ cidrBlock: "10.0.0.0/8" }];
    await bench.declare({ ...project, args: { name: "home", projectIpAccessList: entries } }, app, flex);
    expect((await stack.up()).changes).toMatchObject({ update: 1 });
    expect((await stack.refresh({ args: ["--expect-no-changes"] })).exitCode).toBe(0);
    const destroy = await stack.destroy();
    expect(destroy.exitCode, destroy.stdout + destroy.stderr).toBe(0);
  });

  it("manages two organisations in one stack, and survives rotated keys without running the program", async () => {
    bench = await atlasStack();
    const { simulator, stack, program } = bench;
    const other = simulator.addOrganization("other");
    const profile = { orgId: other.orgId, ...other.apiKey };
    await stack.setConfig("atlas:profiles", { secret: JSON.stringify({ other: profile }) });
    const project = (name: string, args: object = {}): Declared => ({
      kind: "AtlasProject",
      name,
      args: { name, ...args },
    });
    await bench.declare(project("ours"), project("theirs", { connectionSecretRef: "other" }));
    const up = await stack.up();
    expect(up.exitCode, up.stdout + up.stderr).toBe(0);
    const made = simulator.state.groups().map(({ name, orgId }) => ({ name, orgId }));
    made.sort((a, b) => a.name.localeCompare(b.name));
    expect(made).toEqual([
      { name: "ours", orgId: simulator.orgId },
      { name: "theirs", orgId: other.orgId },
    ]);
    const { resources = [] } = (await stack.exportState()).deployment;
    expect(resources.find(({ urn }) => urn.endsWith("::theirs"))?.outputs?.__profile).toBe("other");

    // The keys are rotated: new ones in the stack's file, where the command line looks for it, and the old ones gone.
    const file = `Pulumi.${stack.stackName}.yaml`;
    await symlink(join(stack.home, "settings", file), join(program.path, file));
    const own = simulator.addApiKey({ roles: ["ORG_OWNER"], desc: "rotated" });
    const theirs = simulator.addApiKey({ roles: ["ORG_OWNER"], desc: "rotated", orgId: other.orgId });
    await stack.setConfig("atlas:publicKey", own.publicKey);
    await stack.setConfig("atlas:privateKey", { secret: own.privateKey });
    const rotated = { orgId: other.orgId, publicKey: theirs.publicKey, privateKey: theirs.privateKey };
    await stack.setConfig("atlas:profiles", { secret: JSON.stringify({ other: rotated }) });
    for (const orgId of [simulator.orgId, other.orgId]) {
      for (const key of simulator.state.apiKeys(orgId).filter(({ desc }) => desc !== "rotated")) {
        simulator.behindTheBack("deleteOrgApiKey", { params: { orgId, apiUserId: key.id } });
      }
    }
    const refresh = await stack.refresh({ args: ["--expect-no-changes"] });
    expect(refresh.exitCode, refresh.stdout + refresh.stderr).toBe(0);
    const destroy = await stack.destroy();
    expect(destroy.exitCode, destroy.stdout + destroy.stderr).toBe(0);
    expect(simulator.state.groups()).toEqual([]);
  });
});

function idOf(made: unknown): string {
  return typeof made === "object" && made !== null && "id" in made ? String(made.id) : "";
}

/** Contents of every file below a directory. */
async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map((file) => readFile(file, "utf8")));
}
