import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { type AtlasStack, atlasStack, type Declared } from "./pulumi/atlas-stack";

const project: Declared = { kind: "AtlasProject", name: "shop", args: { name: "shop" } };
const flex = (name: string): Declared => ({
  kind: "AtlasDeployment",
  name: "sessions",
  args: {
    projectRef: { $ref: "shop" },
    flexSpec: { name, providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } },
  },
});
const app: Declared = {
  kind: "AtlasDatabaseUser",
  name: "app",
  args: {
    projectRef: { $ref: "shop" },
    username: "app",
    passwordSecretRef: { $secret: "password" },
    roles: [{ roleName: "read", databaseName: "shop" }],
  },
};

describeWithEngine("pulumi", "protection of what must not be lost", () => {
  let bench: AtlasStack;

  beforeAll(async () => {
    bench = await atlasStack({ config: { "test:password": { secret: "pass-word-1" }, "atlas:protect": "true" } });
    await bench.declare(project, flex("sessions"), app);
    const up = await bench.stack.up();
    expect(up.exitCode, up.stdout + up.stderr).toBe(0);
    bench.writes();
  });
  afterAll(() => bench?.close());

  it("covers projects and deployments, not users", async () => {
    const { resources = [] } = (await bench.stack.exportState()).deployment;
    const protectedNames = resources.filter((one) => one.protect).map(({ urn }) => urn.split("::").at(-1));
    expect(protectedNames.sort()).toEqual(["sessions", "shop"]);
  });

  it("fails the preview of a destroy, with the way out", async () => {
    const preview = await bench.stack.command(["destroy", "--preview-only", "--stack", bench.stack.stackName]);
    expect(preview.exitCode).not.toBe(0);
    expect(preview.stdout + preview.stderr).toContain("protect");
    expect(preview.stdout + preview.stderr).toContain("pulumi state unprotect");
  });

  it("fails the preview of a rename that would lose a deployment's data", async () => {
    await bench.declare(project, flex("renamed"), app);
    const preview = await bench.stack.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(preview.stdout + preview.stderr).toContain("unable to replace resource");
    await bench.declare(project, flex("sessions"), app);
    expect(bench.writes()).toEqual([]);
  });

  it("gives way to the resource's own option, and to the stack's configuration for all", async () => {
    await bench.declare(project, { ...flex("sessions"), options: { protect: false } }, app);
    expect((await bench.stack.up()).exitCode).toBe(0);
    const unprotected = async () =>
      ((await bench.stack.exportState()).deployment.resources ?? [])
        .filter((one) => one.type.includes("atlas:") && !one.protect)
        .map(({ urn }) => urn.split("::").at(-1))
        .sort();
    expect(await unprotected()).toEqual(["app", "sessions"]);
    await bench.stack.setConfig("atlas:protect", "false");
    expect((await bench.stack.up()).exitCode).toBe(0);
    expect(await unprotected()).toEqual(["app", "sessions", "shop"]);
    expect(bench.writes()).toEqual([]);
  });

  it("lets no second stack take what the first one has, and changes nothing", async () => {
    const second = await bench.another({ "atlas:protect": "false" });
    await bench.declare(project);
    const preview = await second.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(preview.stdout + preview.stderr).toContain("exists already");
    expect(preview.stdout + preview.stderr).toContain("`import` option");
    const projectId = bench.simulator.state.group("shop")?.id ?? "";
    await bench.declare({
      ...app,
      args: { ...app.args, projectRef: projectId, roles: [{ roleName: "dbAdmin", databaseName: "shop" }] },
    });
    const up = await second.up();
    expect(up.exitCode).not.toBe(0);
    expect(up.stdout + up.stderr).toContain("exists already, and differs from the declaration");
    expect(up.stdout + up.stderr).toContain("spec.roles");
    expect(bench.writes()).toEqual(["createGroupDatabaseUser"]);
    expect(bench.simulator.state.databaseUsers(projectId)).toMatchObject([{ roles: [{ roleName: "read" }] }]);
    const gone = await second.destroy();
    expect(gone.exitCode).toBe(0);
    expect(bench.simulator.state.databaseUsers(projectId)).toHaveLength(1);
  });

  it("lets everything go once it is lifted", async () => {
    const destroy = await bench.stack.destroy();
    expect(destroy.exitCode, destroy.stdout + destroy.stderr).toBe(0);
    expect(bench.simulator.state.groups()).toEqual([]);
  });
});
