import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ClaimRegister } from "../../sdk/model/claim-register";
import { AtlasIPAccessList, AtlasProject } from "../../sdk/pulumi";
import { type Bench, startBench } from "./operations/bench";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const office = { ipAddress: "203.0.113.7" };
const block = { cidrBlock: "203.0.113.7/32" };

const urn = (kind: string, name: string) => `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/atlas:${kind}::${name}`;

describe("two resources of one program that declare one thing", () => {
  let bench: Bench;
  let projectId: string;
  beforeAll(async () => {
    bench = await startBench();
    const home = bench.resource("AtlasProject", "home");
    await home.up({ name: "home" });
    projectId = home.saved?.id ?? "";
  });
  afterAll(() => bench?.close());

  /** Previews a list of a program; in a project that the program makes, where `shop` is given. */
  function previewed(program: ClaimRegister, name: string, list: object, shop?: string) {
    return bench.resource("AtlasIPAccessList", name, { __project: shop }).preview({ ...list }, program);
  }

  it("fail the first preview, though the project has no id yet, with both resources and fields", async () => {
    const program = new ClaimRegister();
    const shop = bench.resource("AtlasProject", "shop");
    const projectIpAccessList = [{ ipAddress: "10.0.0.1" }, office];
    expect(await shop.preview({ name: "shop", projectIpAccessList }, program)).toBe("create");
    const list = { projectRef: unknown, entries: [block] };
    expect(await previewed(program, "office", list, shop.urn)).toEqual([
      `entries[0]: IP access list entry "203.0.113.7/32" is declared by ${shop.urn} too, in spec.projectIpAccessList[1]: keep one of them, as each would undo what the other does`,
    ]);
  });

  it("are found out by the id of the project, however it is given, and whichever is looked at again", async () => {
    const program = new ClaimRegister();
    const one = { projectRef: projectId, entries: [office] };
    expect(await previewed(program, "one", one)).toBe("create");
    const two = { externalProjectRef: { id: projectId }, entries: [block] };
    expect(String(await previewed(program, "two", two))).toContain(urn("AtlasIPAccessList", "one"));
    expect(String(await previewed(program, "one", one))).toContain(urn("AtlasIPAccessList", "two"));
  });

  it.each([
    { because: "they are of two projects", list: { entries: [block] }, shop: urn("AtlasProject", "other") },
    { because: "it is not known of which project the other is", list: { entries: [block] }, shop: undefined },
    {
      because: "it is not known yet which entry it is",
      list: { entries: [unknown] },
      shop: urn("AtlasProject", "shop"),
    },
  ])("are let through where $because", async ({ list, shop }) => {
    const program = new ClaimRegister();
    const first = { projectRef: unknown, entries: [office] };
    expect(await previewed(program, "one", first, urn("AtlasProject", "shop"))).toBe("create");
    expect(await previewed(program, "two", { projectRef: unknown, ...list }, shop)).toBe("create");
  });

  it("may take over from each other: what one no longer declares is free", async () => {
    const program = new ClaimRegister();
    const shop = urn("AtlasProject", "shop");
    await previewed(program, "one", { projectRef: unknown, entries: [office] }, shop);
    await previewed(program, "one", { projectRef: unknown, entries: [{ ipAddress: "10.0.0.1" }] }, shop);
    expect(await previewed(program, "two", { projectRef: unknown, entries: [block] }, shop)).toBe("create");
  });
});

describe("what a resource is told of its project before that has an id", () => {
  const registered = new Map<string, unknown>();

  it.each([
    { because: "it is given", refer: (project: AtlasProject) => ({ projectRef: project }) },
    { because: "its id is given", refer: (project: AtlasProject) => ({ projectRef: project.id }) },
    {
      because: "it is named as declared elsewhere",
      refer: (project: AtlasProject) => ({ externalProjectRef: { id: project.id } }),
    },
  ])("is which resource it is, where $because", async ({ refer }) => {
    registered.clear();
    await pulumi.runtime.setMocks(
      {
        newResource: ({ name, inputs }) => {
          registered.set(name, inputs.__project);
          return { id: `${name}-id`, state: inputs };
        },
        call: () => ({}),
      },
      "shop",
      "dev",
    );
    const project = new AtlasProject("shop", { name: "shop" });
    const list = new AtlasIPAccessList("office", { ...refer(project), entries: [office] });
    await new Promise((resolve) => list.id.apply(resolve));
    expect(registered.get("office")).toBe(urn("AtlasProject", "shop"));
    expect(registered.get("shop")).toBeUndefined();
  });
});
