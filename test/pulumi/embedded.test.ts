import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import { embeddedKinds } from "../../provider/pulumi/embedded";
import {
  AtlasBackupPolicy,
  AtlasBackupSchedule,
  AtlasDeployment,
  AtlasStreamConnection,
  AtlasStreamInstance,
  WrongReferenceError,
} from "../../sdk/pulumi";

/** Inputs of resources as they were registered, by name. */
const registered = new Map<string, Record<string, unknown>>();

beforeEach(async () => {
  registered.clear();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => {
        registered.set(name, inputs);
        return { id: name, state: inputs };
      },
      call: () => ({}),
    },
    "shop",
    "dev",
  );
});

async function inputsOf(resource: pulumi.CustomResource, name: string): Promise<Record<string, unknown>> {
  await new Promise((resolve) => resource.id.apply(resolve));
  return registered.get(name) ?? {};
}

const items = [{ frequencyType: "daily", frequencyInterval: 1, retentionUnit: "days", retentionValue: 7 } as const];
const deploymentSpec = { name: "main", backupEnabled: true, replicationSpecs: [] };

describe("an embedded resource", () => {
  it("arrives at what refers to it as its name and what it says, to any depth", async () => {
    const policy = new AtlasBackupPolicy("daily", { items: pulumi.output(items) });
    const schedule = new AtlasBackupSchedule("nightly", { policy, restoreWindowDays: 3 });
    const main = new AtlasDeployment("main", { projectRef: "5f", deploymentSpec, backupRef: schedule });
    expect((await inputsOf(main, "main")).backupRef).toEqual({
      id: "nightly",
      spec: { policy: { id: "daily", spec: { items } }, restoreWindowDays: 3 },
    });
    expect(await inputsOf(schedule, "nightly")).toMatchObject({ __kind: "AtlasBackupSchedule", restoreWindowDays: 3 });
  });

  it("keeps its secrets secret in what refers to it", async () => {
    const broker = new AtlasStreamConnection("broker", {
      name: "broker",
      type: "Kafka",
      kafkaConfig: {
        bootstrapServers: "broker:9096",
        authentication: { mechanism: "PLAIN", credentials: { username: "app", password: "hush" } },
        security: { protocol: "SSL" },
      },
    });
    const flow = new AtlasStreamInstance("flow", {
      projectRef: "5f",
      name: "flow",
      clusterConfig: { provider: "AWS", region: "DUBLIN_IRL", tier: "SP10" },
      connectionRegistry: [broker],
    });
    const { connectionRegistry } = await inputsOf(flow, "flow");
    // Mocks are shown a list that holds a secret as a secret list, which is marked by this key.
    expect(connectionRegistry).toMatchObject({
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value: [{ id: "broker", spec: { kafkaConfig: { authentication: { credentials: { password: "hush" } } } } }],
    });
  });

  it("is given as a resource of its kind, as it has no id in Atlas", () => {
    const policy = new AtlasBackupPolicy("daily", { items });
    const given = (backupRef: unknown) => () =>
      // @ts-expect-error neither an id nor a resource of another kind will do
      new AtlasDeployment("main", { projectRef: "5f", deploymentSpec, backupRef });
    expect(given(policy)).toThrow(WrongReferenceError);
    expect(given("5f00000000000000000000aa")).toThrow("but is given a value of type string");
  });
});

describe("the state of an embedded resource", () => {
  const inputs = (spec: object) => ({
    ...spec,
    __kind: "AtlasStreamConnection",
    __urn: "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/atlas:AtlasStreamConnection::broker",
    __preview: false,
  });
  const broker = (password: string) =>
    inputs({
      name: "broker",
      type: "Kafka",
      kafkaConfig: { bootstrapServers: "b:1", authentication: { mechanism: "PLAIN", credentials: { password } } },
    });

  it("has its name as id, and no secret in the clear", async () => {
    const { id, outs } = await embeddedKinds.create(broker("hush"));
    expect(id).toBe("broker");
    expect(outs).toMatchObject({ name: "broker", kafkaConfig: { bootstrapServers: "b:1" } });
    expect(JSON.stringify(outs)).not.toContain("hush");
  });

  it("tells a rotated secret from the same one", async () => {
    const { outs } = await embeddedKinds.create(broker("hush"));
    expect(await embeddedKinds.diff(outs, broker("hush"))).toMatchObject({ changes: false, replaces: [] });
    expect(await embeddedKinds.diff(outs, broker("rotated"))).toMatchObject({ changes: true, replaces: [] });
    const { outs: later } = await embeddedKinds.update(broker("rotated"));
    expect(await embeddedKinds.diff(later, broker("rotated"))).toMatchObject({ changes: false });
  });

  it("is what a refresh finds", async () => {
    const { id, outs } = await embeddedKinds.create(broker("hush"));
    expect(await embeddedKinds.read(id, outs)).toEqual({ id, props: outs });
    await expect(embeddedKinds.read(id, broker("hush"))).rejects.toThrow("not in Atlas by themselves");
  });

  it("is refused where the declaration is wrong, and where it is to be imported", async () => {
    const wrong = await embeddedKinds.check(inputs({ name: "broker", type: "Kafak" }));
    expect(wrong.failures.map(({ property }) => property)).toEqual(["type"]);
    const { failures } = await embeddedKinds.check({
      ...inputs({ name: "broker", type: "Sample" }),
      __import: "broker",
    });
    expect(failures).toEqual([{ property: "", reason: expect.stringContaining("import what refers to it") }]);
  });

  it("of a newer release is refused by name", async () => {
    const { outs } = await embeddedKinds.create(broker("hush"));
    await expect(embeddedKinds.diff({ ...outs, __stateVersion: 99 }, broker("hush"))).rejects.toThrow("has format 99");
  });
});
