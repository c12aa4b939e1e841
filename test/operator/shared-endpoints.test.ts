import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, World } from "./harness/world";
import { until } from "./runtime/harness/until";

const kind = "AtlasPrivateEndpoint";
const [one, other] = ["vpce-0aaaaaaaaaaaaaaaa", "vpce-0bbbbbbbbbbbbbbbb"];

describeWithEngine("kubernetes", "the service that several AtlasPrivateEndpoints share", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    world.operator({ deletionProtection: false });
  });
  afterAll(() => world?.stop());

  const groupOf = (name: string): string => world.atlas.state.group(name)?.id ?? "";
  const servicesOf = (name: string) => world.atlas.state.endpointServices(groupOf(name));
  const endpointsOf = (name: string) =>
    Object.fromEntries(
      servicesOf(name).map(({ regionName, endpoints }) => [regionName, endpoints.map(({ id }) => id)]),
    );
  const deletedServices = () =>
    world.atlas.writes().filter(({ operation }) => operation === "deleteGroupPrivateEndpointEndpointService");

  const inIreland = (...ids: string[]) => ({
    projectRef: { name: "project" },
    ...{ provider: "AWS", region: "EU_WEST_1" },
    awsConfiguration: ids.map((id) => ({ id })),
  });

  async function place(namespace: string): Promise<void> {
    await world.namespace(namespace);
    await world.create("AtlasProject", namespace, "project", { name: namespace });
    await world.ready("AtlasProject", namespace, "project");
    world.atlas.clearRequests();
  }

  const known = (namespace: string, name: string) =>
    world.until(kind, namespace, name, "knows its service", ({ status }) => status?.serviceId !== undefined);

  it("stays for the one that is not connected yet, and goes with the last", async () => {
    await place("unconnected");
    await world.create(kind, "unconnected", "first", inIreland(one));
    await world.ready(kind, "unconnected", "first");
    await world.create(kind, "unconnected", "second", inIreland());
    await known("unconnected", "second");
    const [service] = servicesOf("unconnected");
    await world.delete(kind, "unconnected", "first");
    await world.gone(kind, "unconnected", "first");
    expect(endpointsOf("unconnected")).toEqual({ EU_WEST_1: [] });
    expect(deletedServices()).toEqual([]);

    await world.patch(kind, "unconnected", "second", { spec: inIreland(other) });
    await world.ready(kind, "unconnected", "second");
    expect(servicesOf("unconnected")).toMatchObject([{ id: service?.id, endpoints: [{ id: other }] }]);
    await world.delete(kind, "unconnected", "second");
    await world.gone(kind, "unconnected", "second");
    expect(endpointsOf("unconnected")).toEqual({});
  });

  it("does not keep the one that is deleted while the other is connected, and loses only what nobody declares any more", async () => {
    await place("connected");
    const both = "vpce-0cccccccccccccccc";
    await world.create(kind, "connected", "first", inIreland(one, both));
    await world.ready(kind, "connected", "first");
    await world.create(kind, "connected", "second", inIreland(other, both));
    await world.ready(kind, "connected", "second");
    expect(endpointsOf("connected")).toEqual({ EU_WEST_1: [one, both, other] });
    await world.delete(kind, "connected", "first");
    await world.gone(kind, "connected", "first");
    expect(endpointsOf("connected")).toEqual({ EU_WEST_1: [both, other] });
    expect(deletedServices()).toEqual([]);
    await world.ready(kind, "connected", "second");
  });

  it("goes when all are deleted at once", async () => {
    await place("all-at-once");
    await world.create(kind, "all-at-once", "first", inIreland(one));
    await world.create(kind, "all-at-once", "second", inIreland(other));
    await world.ready(kind, "all-at-once", "first");
    await world.ready(kind, "all-at-once", "second");
    await Promise.all(["first", "second"].map((name) => world.delete(kind, "all-at-once", name)));
    await Promise.all(["first", "second"].map((name) => world.gone(kind, "all-at-once", name)));
    expect(endpointsOf("all-at-once")).toEqual({});
  });

  it("loses the endpoints of the one that moves to another region", async () => {
    await place("moving");
    await world.create(kind, "moving", "first", inIreland(one));
    await world.ready(kind, "moving", "first");
    await world.create(kind, "moving", "second", inIreland(other));
    await world.ready(kind, "moving", "second");
    await world.patch(kind, "moving", "first", { spec: { region: "EU_CENTRAL_1" } });
    await world.ready(kind, "moving", "first");
    await until("its endpoint has left", () => endpointsOf("moving").EU_WEST_1?.length === 1);
    expect(endpointsOf("moving")).toEqual({ EU_WEST_1: [other], EU_CENTRAL_1: [one] });
    expect(deletedServices()).toEqual([]);
  });

  it("keeps the older one until the younger one has it on record, or one that was made since", async () => {
    await place("made-anew");
    await world.create(kind, "made-anew", "first", inIreland());
    await known("made-anew", "first");
    const { projectRef: _none, ...spec } = inIreland(other);
    await world.create(kind, "made-anew", "second", {
      ...spec,
      externalProjectRef: { id: groupOf("made-anew") },
      connectionSecret: { name: "key" },
    });
    await world.delete(kind, "made-anew", "first");
    await world.until(
      kind,
      "made-anew",
      "first",
      "waits",
      (object) => conditionOf(object, "Reconciling")?.reason === "LeftToAnother",
    );
    const [before] = servicesOf("made-anew");
    world.atlas.behindTheBack("deleteGroupPrivateEndpointEndpointService", {
      params: { groupId: groupOf("made-anew"), cloudProvider: "AWS", endpointServiceId: before?.id ?? "" },
    });
    await until("the service is gone", () => servicesOf("made-anew").length === 0);
    await world.credentials("made-anew", "key");
    await world.ready(kind, "made-anew", "second");
    await world.gone(kind, "made-anew", "first");
    expect(endpointsOf("made-anew")).toEqual({ EU_WEST_1: [other] });
  });
});
