import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isInSync } from "../../../provider/kinds/plan";
import { handledKinds, handlerOf } from "../../../provider/kinds/registry";
import { fixtures } from "./fixtures";
import { Subject } from "./subject";
import { fill, startWorld, type World } from "./world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

it("has a fixture for every kind that can be made", () => {
  expect(new Set(fixtures.map(({ kind }) => kind))).toEqual(new Set(handledKinds));
});

describe.each(fixtures)("$title", (fixture) => {
  const fresh = () => Subject.fresh(world, fixture);
  const standing = handlerOf(fixture.kind).standing === true;

  it("is made with the writes the fixture names, and is in sync then", async () => {
    const subject = await fresh();
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual(fixture.creates);
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
    expect(isInSync((await subject.preview(subject.spec())).plan)).toBe(true);
  });

  it("is previewed without a write, before it exists and after", async () => {
    const subject = await fresh();
    const writes = await subject.writesOf(async () => {
      const { plan, observed } = await subject.preview(subject.spec());
      expect(observed !== undefined).toBe(standing);
      expect(plan.changes[0]).toMatchObject({ action: standing ? "update" : "create", scope: "resource" });
    });
    expect(writes).toEqual([]);
    await subject.up(subject.spec());
    const mutation = fixture.mutations[0];
    const later = await subject.writesOf(async () => {
      const { plan } = await subject.preview(subject.spec(mutation?.set));
      expect(plan.changes.map(({ call }) => call.operation)).toEqual(mutation?.writes ?? []);
      expect(plan.changes.flatMap(({ differences = [] }) => differences).length).toBeGreaterThan(0);
    });
    expect(later).toEqual([]);
  });

  it.each(fixture.mutations)(
    "changes $group with the writes the fixture names, and back",
    async ({ set, writes, back = writes, final }) => {
      const subject = await fresh();
      await subject.up(subject.spec());
      expect(await subject.writesOf(() => subject.up(subject.spec(set)))).toEqual(writes);
      expect(await subject.writesOf(() => subject.up(subject.spec(set)))).toEqual([]);
      if (final) {
        await expect(subject.up(subject.spec())).rejects.toMatchObject({ code: "ImpossibleChange" });
        return;
      }
      expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual(back);
      expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
    },
  );

  it.each(fixture.drift)("mends $what, done behind our back", async ({ call, writes }) => {
    const subject = await fresh();
    await subject.up(subject.spec());
    const made = { ...subject.names, $made: subject.handler.atlasId(subject.saved.observed ?? {}) };
    const filled = JSON.stringify(fill(call, made)).replaceAll("$made", made.$made);
    const { operation, params, query, body } = JSON.parse(filled);
    world.simulator.behindTheBack(operation, { params, query, body });
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual(writes);
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
  });

  it("is imported without a write when it is as declared", async () => {
    const maker = await fresh();
    await maker.up(maker.spec());
    const subject = new Subject(world, fixture, maker.names);
    expect(await subject.writesOf(() => subject.up(subject.spec(), "import"))).toEqual([]);
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
  });

  it("is not imported when it differs: the error names what does, and nothing is written", async () => {
    const maker = await fresh();
    await maker.up(maker.spec());
    const subject = new Subject(world, fixture, maker.names);
    const mutation = fixture.mutations.find(({ group }) => !["password", "name"].includes(group));
    const importing = () => subject.up(subject.spec(mutation?.set), "import");
    const writes = await subject.writesOf(() => expect(importing()).rejects.toMatchObject({ code: "AlreadyExists" }));
    expect(writes).toEqual([]);
  });

  it("is adopted where that is asked for, and made as declared", async () => {
    const maker = await fresh();
    await maker.up(maker.spec());
    const { set, writes } = fixture.mutations.find(({ group }) => !["password", "name"].includes(group)) ?? {};
    const subject = new Subject(world, fixture, maker.names);
    const made = await subject.writesOf(() => subject.up(subject.spec(set), "adopt"));
    expect(made).toEqual(fixture.adopts ?? writes);
    expect(await subject.writesOf(() => subject.up(subject.spec(set)))).toEqual([]);
  });

  it("is described by its own declaration, which imports without a write", async () => {
    const maker = await fresh();
    await maker.up(maker.spec());
    const { handler, saved } = maker;
    const everything = { ...maker.options(maker.spec()), existing: "import" as const };
    const observed = await handler.observe(everything.api, saved.id ?? {}, { everything: true });
    const { projectRef, externalProjectRef } = maker.spec();
    const described = { ...handler.toSpec(observed ?? {}), projectRef, externalProjectRef };
    const subject = new Subject(world, fixture, maker.names);
    expect(await subject.writesOf(() => subject.up(JSON.parse(JSON.stringify(described)), "import"))).toEqual([]);
  });

  if (standing) {
    it("is taken as it is at first, as it cannot be made, and stays when it is no longer declared", async () => {
      const maker = await fresh();
      await maker.up(maker.spec());
      const other = new Subject(world, fixture, maker.names);
      expect(await other.writesOf(() => other.up(other.spec()))).toEqual([]);
      expect(await other.writesOf(() => other.down())).toEqual([]);
      const { plan, observed } = await other.preview(other.spec());
      expect(observed).toBeDefined();
      expect(isInSync(plan)).toBe(true);
    });
  } else {
    it("is a conflict for another resource that declares it, and stays as it is", async () => {
      const maker = await fresh();
      await maker.up(maker.spec());
      const other = new Subject(world, fixture, maker.names);
      await expect(other.up(other.spec())).rejects.toMatchObject({
        code: "AlreadyExists",
        hint: expect.stringContaining("`import`"),
      });
      expect(await maker.writesOf(() => maker.up(maker.spec()))).toEqual([]);
      await expect(other.up(other.spec()), "a second attempt finds no intent to take up").rejects.toMatchObject({
        code: "AlreadyExists",
      });
    });

    it("is removed, waited for, and removed again without an error", async () => {
      const subject = await fresh();
      await subject.up(subject.spec());
      expect(await subject.writesOf(() => subject.down())).toEqual(fixture.removes);
      expect(await subject.writesOf(() => subject.down())).toEqual([]);
      expect((await subject.preview(subject.spec())).observed).toBeUndefined();
    });
  }
});
