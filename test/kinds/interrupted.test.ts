import { afterAll, beforeAll, expect, it } from "vitest";
import { ipAccessList } from "./conformance/fixtures/ip-access-list";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const [first, second, other] = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"];

/** A list that is held to what it owns. */
class List {
  private constructor(readonly subject: Subject) {}

  static async fresh(): Promise<List> {
    return new List(await Subject.fresh(world, ipAccessList));
  }

  async declare(...blocks: string[]): Promise<void> {
    await this.subject.up(this.subject.spec({ entries: blocks.map((cidrBlock) => ({ cidrBlock })) }));
  }

  /** As if the process had ended before what was reached could be saved: only the intent is left. */
  forget(): void {
    this.subject.saved = {};
  }

  /** Behind its back. */
  open(...blocks: string[]): void {
    const params = { groupId: this.subject.names.$project };
    const body = blocks.map((cidrBlock) => ({ cidrBlock }));
    world.simulator.behindTheBack("createGroupAccessListEntry", { params, body });
  }

  /** Behind its back. */
  close(...blocks: string[]): void {
    for (const entryValue of blocks) {
      const params = { groupId: this.subject.names.$project, entryValue };
      world.simulator.behindTheBack("deleteGroupAccessListEntry", { params });
    }
  }

  async intent() {
    return this.subject.journal.find(`test/${this.subject.names.$unique}`);
  }

  get entries() {
    return world.simulator.state
      .accessList(this.subject.names.$project)
      .map(({ entry }) => entry)
      .sort();
  }
}

it("knows again what an interrupted pass made, when nothing of that is declared any more", async () => {
  const list = await List.fresh();
  await list.declare(first, second);
  list.forget();
  await list.declare(other);
  expect(list.entries).toEqual([other]);
});

it("knows again what came of a call that was still on its way when the next pass was interrupted as well", async () => {
  const list = await List.fresh();
  await list.declare(first, second);
  list.forget();
  list.close(first, second);
  await list.declare(other);
  list.forget();
  list.open(first, second);
  await list.declare(other);
  expect(list.entries).toEqual([other]);
});

it("leaves alone what is not among what an interrupted pass was to make", async () => {
  const list = await List.fresh();
  list.open(second);
  await list.declare(first);
  list.forget();
  await list.declare(other);
  expect(list.entries).toEqual([second, other]);
});

it("says in an intent what will be owned only where that is recorded nowhere else", async () => {
  const list = await List.fresh();
  await list.declare(first);
  expect(await list.intent()).toMatchObject({ owned: { spec: { entries: [{ cidrBlock: first }] } } });
  list.close(first);
  await list.declare(first);
  const again = await list.intent();
  expect(again).toMatchObject({ kind: "AtlasIPAccessList" });
  expect(again).not.toHaveProperty("owned");
  expect(list.entries).toEqual([first]);
});
