import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { AtlasApi } from "../../../provider/atlas";
import { FileJournal } from "../../../provider/kinds/file-journal";
import type { Journal } from "../../../provider/kinds/journal";
import { fixtures } from "./fixtures";
import { Subject } from "./subject";
import { startWorld, type World } from "./world";

class Killed extends Error {}

/** A process that ends at its n-th call: right before it, or once Atlas has answered. Nothing it does afterwards has an effect. */
class Process {
  calls = 0;
  dead = false;

  constructor(
    readonly last: number,
    readonly moment: "before" | "after",
  ) {}

  async call<T>(action: () => Promise<T>): Promise<T> {
    this.calls += 1;
    if (this.calls === this.last && this.moment === "before") this.dead = true;
    this.live();
    const answer = await action();
    if (this.calls === this.last) this.dead = true;
    this.live();
    return answer;
  }

  live(): void {
    if (this.dead) throw new Killed();
  }

  api(api: AtlasApi): AtlasApi {
    return {
      send: (call, options) => this.call(() => api.send(call, options)),
      list: (call, options) => this.call(() => api.list(call, options)),
      orgId: (options) => api.orgId(options),
    };
  }

  /** Writing the journal is survived or not as any other write is. */
  journal(journal: Journal): Journal {
    const act = async <T>(action: () => Promise<T>): Promise<T> => {
      this.live();
      return action();
    };
    return {
      find: (key) => act(() => journal.find(key)),
      record: (key, intent) => act(() => journal.record(key, intent)),
      clear: (key) => act(() => journal.clear(key)),
    };
  }
}

/** Runs an action in a process that is killed, and tells whether it came to that. What the action saved is lost. */
async function killed(
  subject: Subject,
  process: Process,
  action: (subject: Subject) => Promise<unknown>,
): Promise<boolean> {
  const victim = new Subject(subject.world, subject.fixture, subject.names, process.api(subject.api));
  victim.saved = subject.saved;
  victim.journal = process.journal(subject.journal);
  await action(victim).catch((error: unknown) => {
    if (!process.dead) throw error;
  });
  return process.calls >= process.last;
}

// The fixtures wait for their clusters together; on each one's own simulator, one death after the other.
describe.concurrent.each(fixtures)("$title", (fixture) => {
  let world: World;
  let directory: string;
  // One for each, since what a simulator holds makes it slower.
  beforeAll(async () => {
    [world, directory] = await Promise.all([startWorld(), mkdtemp(join(tmpdir(), "journal-"))]);
    return () => Promise.all([world.stop(), rm(directory, { recursive: true })]);
  });

  const moments = ["before", "after"] as const;
  const fresh = async () => {
    const subject = await Subject.fresh(world, fixture);
    subject.journal = new FileJournal(directory);
    return subject;
  };

  it.each(moments)("is made once although the process is killed %s any call", { concurrent: false }, async (moment) => {
    for (let last = 1; ; last += 1) {
      const subject = await fresh();
      world.simulator.clearRequests();
      const was = await killed(subject, new Process(last, moment), (victim) => victim.up(victim.spec()));
      await subject.up(subject.spec());
      expect(world.simulator.requests.filter(({ status }) => status === 409)).toEqual([]);
      expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
      if (!was) break;
    }
  });

  it.each(moments)(
    "ends up as declared although a change of it is killed %s any call",
    { concurrent: false },
    async (moment) => {
      const set = fixture.mutations[0]?.set;
      for (let last = 1; ; last += 1) {
        const subject = await fresh();
        await subject.up(subject.spec());
        const was = await killed(subject, new Process(last, moment), (victim) => victim.up(victim.spec(set)));
        await subject.up(subject.spec(set));
        expect(await subject.writesOf(() => subject.up(subject.spec(set)))).toEqual([]);
        if (!was) break;
      }
    },
  );

  it.each(moments)("is gone although its removal is killed %s any call", { concurrent: false }, async (moment) => {
    for (let last = 1; ; last += 1) {
      const subject = await fresh();
      await subject.up(subject.spec());
      const was = await killed(subject, new Process(last, moment), (victim) => victim.down());
      await subject.down();
      if (!subject.handler.standing) expect((await subject.preview(subject.spec())).observed).toBeUndefined();
      if (!was) break;
    }
  });
});
