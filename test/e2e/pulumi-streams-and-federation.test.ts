import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { type AtlasStack, atlasStack, type Declared } from "./pulumi/atlas-stack";

const projectRef = { $ref: "shop" };
const canaries = {
  username: "canary-broker-user",
  password: "canary-broker-pass",
  rotated: "canary-broker-pass-2",
  certificate: "canary-broker-certificate",
};

interface Options {
  password?: "password" | "rotated";
  federation?: object;
  auth?: object;
  instance?: object;
}

/** A project with a federated database and a stream instance, and the log-in of its organisation. */
function declared({ password = "password", federation, auth, instance }: Options = {}): Declared[] {
  const kafkaConfig = {
    authentication: {
      mechanism: "SCRAM-512",
      credentials: { username: { $secret: "username" }, password: { $secret: password } },
    },
    bootstrapServers: "broker.example.com:9096",
    security: { protocol: "SSL", certificate: { $secret: "certificate" } },
  };
  const clusterConfig = { provider: "AWS", region: "DUBLIN_IRL", tier: "SP10" };
  return [
    { kind: "AtlasProject", name: "shop", args: { name: "shop" } },
    {
      kind: "AtlasDataFederation",
      name: "lake",
      args: {
        projectRef,
        name: "lake",
        cloudProviderConfig: { aws: { roleId: "64b000000000000000000001", testS3Bucket: "shop-archive" } },
        storage: { stores: [{ name: "archive", provider: "s3", bucket: "shop-archive", region: "EU_WEST_1" }] },
        privateEndpoints: [{ endpointId: "vpce-0123456789abcdef0" }],
        ...federation,
      },
    },
    {
      kind: "AtlasFederatedAuth",
      name: "log-in",
      args: {
        enabled: true,
        roleMappings: [{ externalGroupName: "admins", roleAssignments: [{ role: "ORG_OWNER" }] }],
        ...auth,
      },
    },
    { kind: "AtlasStreamConnection", name: "broker", args: { name: "broker", type: "Kafka", kafkaConfig } },
    { kind: "AtlasStreamConnection", name: "solar", args: { name: "sample_stream_solar", type: "Sample" } },
    {
      kind: "AtlasStreamInstance",
      name: "flow",
      args: {
        projectRef,
        name: "flow",
        clusterConfig,
        connectionRegistry: [{ $ref: "broker" }, { $ref: "solar" }],
        ...instance,
      },
    },
  ];
}

/** The resources and the stack itself. */
const everything = declared().length + 1;

describeWithEngine("pulumi", "data federation, log-in and streams through the real Pulumi engine", () => {
  let bench: AtlasStack;
  const printed: string[] = [];
  beforeAll(async () => {
    const config = Object.fromEntries(
      Object.entries(canaries).map(([name, secret]) => [`test:${name}`, { secret }] as const),
    );
    bench = await atlasStack({ simulator: { federation: {} }, config });
    await bench.declare(...declared());
  });
  afterAll(() => bench?.close());

  const run = async (action: "preview" | "up" | "refresh", args: string[] = []) => {
    const result = await bench.stack[action]({ args });
    printed.push(result.stdout, result.stderr);
    return result;
  };
  const outputsOf = async (name: string): Promise<Record<string, unknown>> => {
    const { resources = [] } = (await bench.stack.exportState()).deployment;
    return resources.find(({ urn }) => urn.endsWith(`::${name}`))?.outputs ?? {};
  };

  it("is announced without a write, and made", async () => {
    const preview = await run("preview");
    expect(preview.changes, preview.stdout + preview.stderr).toEqual({ create: everything });
    expect(bench.writes()).toEqual([]);
    const up = await run("up");
    expect(up.changes, up.stdout + up.stderr).toEqual({ create: everything });
    expect(bench.writes().sort()).toEqual([
      "createGroup",
      "createGroupDataFederation",
      "createGroupPrivateNetworkSettingEndpointId",
      "createGroupStreamConnection",
      "createGroupStreamConnection",
      "createGroupStreamWorkspace",
      "updateFederationSettingConnectedOrgConfig",
    ]);
  });

  it("tells where to connect to", async () => {
    expect(await outputsOf("lake")).toMatchObject({
      status: { hostnames: [expect.stringContaining("lake-")], cloudProviderConfig: { aws: expect.anything() } },
    });
    expect(await outputsOf("flow")).toMatchObject({
      status: {
        hostnames: [expect.stringContaining("atlas-stream-")],
        connections: [
          { name: "broker", resourceRef: { name: "broker" } },
          { name: "sample_stream_solar", resourceRef: { name: "solar" } },
        ],
      },
    });
  });

  it("is left alone when nothing changed, and shows no drift", async () => {
    const up = await run("up");
    expect(up.changes, up.stdout + up.stderr).toEqual({ same: everything });
    const refresh = await run("refresh", ["--expect-no-changes"]);
    expect(refresh.exitCode, refresh.stdout + refresh.stderr).toBe(0);
    expect(bench.writes()).toEqual([]);
  });

  it("is changed in place, a rotated password with it", async () => {
    await bench.declare(
      ...declared({
        password: "rotated",
        federation: { dataProcessRegion: { cloudProvider: "AWS", region: "DUBLIN_IRL" } },
        auth: { domainAllowList: ["partner.example"] },
        instance: { clusterConfig: { provider: "AWS", region: "DUBLIN_IRL", tier: "SP30" } },
      }),
    );
    const up = await run("up");
    expect(up.changes, up.stdout + up.stderr).toEqual({ same: everything - 4, update: 4 });
    expect(bench.writes().sort()).toEqual([
      "updateFederationSettingConnectedOrgConfig",
      "updateGroupDataFederation",
      "updateGroupStreamConnection",
      "updateGroupStreamWorkspace",
    ]);
    const again = await run("preview", ["--refresh", "--expect-no-changes"]);
    expect(again.exitCode, again.stdout + again.stderr).toBe(0);
  });

  it("is mended after somebody else deleted a connection, once a refresh has found it", async () => {
    const params = { groupId: bench.simulator.state.group("shop")?.id ?? "", tenantName: "flow" };
    bench.simulator.behindTheBack("deleteGroupStreamConnection", { params: { ...params, connectionName: "broker" } });
    await run("refresh");
    const up = await run("up");
    expect(up.exitCode, up.stdout + up.stderr).toBe(0);
    expect(bench.writes()).toEqual(["createGroupStreamConnection"]);
  });

  it("has shown no secret, and keeps none in the clear", async () => {
    const state = JSON.stringify(await bench.stack.exportState());
    const output = printed.join("\n");
    for (const secret of Object.values(canaries)) {
      expect(state).not.toContain(secret);
      expect(output).not.toContain(secret);
    }
    expect(JSON.stringify(await bench.stack.exportState({ showSecrets: true }))).toContain(canaries.rotated);
  });

  it("is removed, but for the log-in's settings, which stay", async () => {
    const destroy = await bench.stack.destroy();
    expect(destroy.exitCode, destroy.stdout + destroy.stderr).toBe(0);
    const writes = bench.writes();
    expect([...writes].sort()).toEqual([
      "deleteGroup",
      "deleteGroupDataFederation",
      "deleteGroupPrivateNetworkSettingEndpointId",
      "deleteGroupStreamWorkspace",
    ]);
    expect(writes.at(-1)).toBe("deleteGroup");
  });
});
