import { beforeAll, describe, expect, it } from "vitest";
import type { FaultKind } from "../../../provider/simulator";
import type { Fixture } from "./fixture";
import { fixtures } from "./fixtures";
import { Subject } from "./subject";
import { startWorld, type World } from "./world";

/** A busy machine may take longer for a request that is answered: it is then asked again, as the other is. */
const GIVEN_UP_AFTER_MS = 250;

const kinds: FaultKind[] = ["429", "500", "reset-before", "reset-after"];

/** An action of a subject that is ready for it. */
interface Act {
  name: string;
  prepare(subject: Subject): Promise<unknown>;
  run(subject: Subject): Promise<unknown>;
  settled(subject: Subject): Promise<unknown>;
}

const acts = ({ mutations }: Fixture): Act[] => {
  const changed = mutations[0]?.set;
  return [
    {
      name: "making it",
      prepare: async () => undefined,
      run: (subject) => subject.up(subject.spec()),
      settled: (subject) => subject.up(subject.spec()),
    },
    {
      name: "changing it",
      prepare: (subject) => subject.up(subject.spec()),
      run: (subject) => subject.up(subject.spec(changed)),
      settled: (subject) => subject.up(subject.spec(changed)),
    },
    {
      name: "removing it",
      prepare: (subject) => subject.up(subject.spec()),
      run: (subject) => subject.down(),
      settled: (subject) => subject.down(),
    },
  ];
};

/** Requests an action takes when nothing goes wrong: reads while waiting vary, so one more is tried than there were. */
async function requestsOf(world: World, fixture: Fixture, act: Act): Promise<number> {
  const subject = await Subject.fresh(world, fixture);
  await act.prepare(subject);
  world.simulator.clearRequests();
  await act.run(subject);
  return world.simulator.requests.filter(({ principal }) => principal !== undefined).length;
}

// The fixtures wait for their clusters together; on each one's own simulator, one fault after the other.
describe.concurrent.each(fixtures)("$title", (fixture) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    return () => world.stop();
  });

  describe.each(acts(fixture))("$name", { concurrent: false }, (act) => {
    let count: number;
    beforeAll(async () => {
      count = await requestsOf(world, fixture, act);
    });

    it.each(kinds)("succeeds although any one request meets %s, and nothing is done twice", async (kind) => {
      for (let nth = 1; nth <= count; nth += 1) {
        const subject = await Subject.fresh(world, fixture);
        await act.prepare(subject);
        world.simulator.clearRequests();
        world.simulator.faults.inject({ kind, match: { nth }, retryAfterSeconds: 1 });
        await act.run(subject);
        world.simulator.faults.clear();
        const statuses = world.simulator.requests.map(({ status, operation }) => `${operation} ${status}`);
        // A deletion whose answer was lost is asked for again, which Atlas may refuse as it is at it already.
        const refused = statuses.filter((line) => line.endsWith(" 409") && !line.startsWith("delete"));
        expect(refused).toEqual([]);
        expect(await subject.writesOf(() => act.settled(subject))).toEqual([]);
      }
    });
  });

  it("is made once although the request that makes it is never answered", { concurrent: false }, async ({
    onTestFinished,
  }) => {
    const impatient = await startWorld({ timeoutMs: GIVEN_UP_AFTER_MS });
    onTestFinished(() => impatient.stop());
    const subject = await Subject.fresh(impatient, fixture);
    impatient.simulator.faults.inject({ kind: "timeout", match: { operation: fixture.creates[0] } });
    await subject.up(subject.spec());
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
  });
});
