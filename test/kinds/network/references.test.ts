import * as pulumi from "@pulumi/pulumi";
import { Testing } from "cdk8s";
import { beforeAll, describe, expect, it } from "vitest";
import { resolveReferences } from "../../../provider/kinds/resolve";
import type { Lookup } from "../../../provider/kinds/resolve-lookup";
import { AtlasNetworkContainer, AtlasNetworkPeering, AtlasProject } from "../../../sdk/cdk8s";
import type { AtlasNetworkPeeringSpec } from "../../../sdk/model";
import { validateSpec } from "../../../sdk/model/validate";
import * as atlas from "../../../sdk/pulumi";

const provider = "GCP" as const;
const gcpConfiguration = { gcpProjectId: "shop-123", networkName: "shop-net" };

describe("the network of Atlas that a peering names", () => {
  const nothing = async () => ({ missing: { reason: "absent" as const, message: "there is none" } });
  const lookup: Lookup = {
    resource: async (kind, name, namespace) => ({ value: `id of ${kind} ${namespace}/${name}` }),
    embedded: nothing,
    secret: nothing,
    configMap: nothing,
  };
  const resolve = async (containerRef: AtlasNetworkPeeringSpec["containerRef"]) => {
    const spec: AtlasNetworkPeeringSpec = { containerRef, provider, gcpConfiguration };
    return (await resolveReferences("AtlasNetworkPeering", spec, "prod", lookup)).spec.containerRef;
  };

  it("is an object of its own namespace, or an id as it stands", async () => {
    expect(await resolve({ name: "google" })).toBe("id of AtlasNetworkContainer prod/google");
    expect(await resolve({ id: "66e2f2b621571b7e69a89b70" })).toBe("66e2f2b621571b7e69a89b70");
  });

  it.each([
    { containerRef: {}, because: "neither names one" },
    { containerRef: { name: "google", id: "66e2f2b621571b7e69a89b70" }, because: "both may name different ones" },
  ])("is refused, as $because", ({ containerRef }) => {
    const spec = { projectRef: { name: "shop" }, containerRef, provider, gcpConfiguration };
    expect(validateSpec("AtlasNetworkPeering", spec, "manifest")).toEqual([
      { path: "spec.containerRef", message: "exactly one of name and id must be given" },
    ]);
  });

  it("is a construct in cdk8s, or either", () => {
    const chart = Testing.chart();
    const project = new AtlasProject(chart, "shop", { name: "shop" });
    const container = new AtlasNetworkContainer(chart, "net", {
      projectRef: project,
      provider,
      cidrBlock: "10.128.0.0/18",
    });
    const common = { projectRef: project, provider, gcpConfiguration };
    new AtlasNetworkPeering(chart, "one", { ...common, containerRef: container });
    new AtlasNetworkPeering(chart, "two", { ...common, containerRef: { id: "66e2f2b621571b7e69a89b70" } });
    const written = Testing.synth(chart).filter((object) => object.kind === "AtlasNetworkPeering");
    expect(written.map(({ spec }) => spec.containerRef)).toEqual([
      { name: container.name },
      { id: "66e2f2b621571b7e69a89b70" },
    ]);
  });
});

describe("in Pulumi", () => {
  const registered = new Map<string, Record<string, unknown>>();
  beforeAll(async () => {
    await pulumi.runtime.setMocks(
      {
        newResource: ({ name, inputs }) => {
          registered.set(name, inputs);
          return { id: `${name}-id`, state: inputs };
        },
        call: () => ({}),
      },
      "shop",
      "dev",
    );
  });

  const known = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => output.apply(resolve));

  it("a peering takes the network itself, and what the model calls id has a name of its own", async () => {
    const container = new atlas.AtlasNetworkContainer("net", {
      projectRef: "66e2f2b621571b7e69a89b66",
      provider,
      containerId: "66e2f2b621571b7e69a89b70",
    });
    const peering = new atlas.AtlasNetworkPeering("peering", {
      projectRef: "66e2f2b621571b7e69a89b66",
      containerRef: container,
      provider,
      gcpConfiguration,
      peerId: "66e2f2b621571b7e69a89b71",
    });
    await known(peering.id);
    expect(await known(container.containerId)).toBe("66e2f2b621571b7e69a89b70");
    expect(registered.get("peering")).toMatchObject({ containerRef: "net-id", peerId: "66e2f2b621571b7e69a89b71" });
    expect(registered.get("peering")).not.toHaveProperty("id");
  });
});
