import { setImmediate as turn } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import type { Fixture } from "../kinds/conformance/fixture";
import { fixtures } from "../kinds/conformance/fixtures";
import { type World as Atlas, startWorld } from "../kinds/conformance/world";
import { Doomed, type Phase, phases, type Stage } from "./harness/doomed";
import type { Cut } from "./harness/guillotine";
import { Life } from "./harness/life";
import { differencesBetween, likenessOf, withoutProjects } from "./harness/likeness";
import type { Thread } from "./harness/shears";
import { soakRounds, tell } from "./harness/soak";
import { World } from "./harness/world";
import { until } from "./runtime/harness/until";

const SCALE = 2_000;
/** A cluster refuses new serverless deployments, as upstream's definitions do. */
const declarable = fixtures.filter(({ base }) => base.serverlessSpec === undefined);
/** The first fixture of each kind; in a soak, all. */
const subjects = declarable.filter(
  ({ kind }, index) => soakRounds > 0 || declarable.findIndex((one) => one.kind === kind) === index,
);
/** Right before a write all is as right after the one before it, unless two are under way at once: that is for the soak. */
const moments: readonly Cut["when"][] = soakRounds > 0 ? ["before", "after"] : ["after"];

/** Every write of a life; in the ordinary tests, each of those that every kind has, and then one of so many that make parts of a thing. */
const nextOf = (at: number): number => at + (soakRounds > 0 || at < 7 ? 1 : 4);

/** What may be sent twice: it is there once all the same. */
const repeatable = /AccessList/;
const creationsAmong = (operations: readonly string[]): string[] =>
  operations.filter((name) => /^(create|add)/.test(name) && !repeatable.test(name)).sort();

describeWithEngine("kubernetes", "an operator that is killed at a write for an object of any kind", () => {
  let stage: Stage;
  let life: Life;
  let kills = 0;
  beforeAll(async () => {
    const [atlas, elsewhere] = await Promise.all([startWorld({ scale: SCALE }), startWorld({ scale: SCALE })]);
    stage = { world: await World.start({ atlas: atlas.simulator, timeScale: SCALE }), atlas, elsewhere };
    life = await begin();
  });
  afterAll(async () => {
    tell({ what: "operator, at each of its writes for each kind", kills });
    await life?.end();
    await Promise.all([stage?.world.stop(), stage?.elsewhere.stop()]);
  });

  // Who is cut keeps its place for as long as the life goes on.
  const begin = () => Life.begin(stage.world, { concurrency: subjects.length, deletionProtection: false });

  /** Has one thing happen to all, each cut at its own write, and the next life finish it. @returns what was cut */
  async function killAmid(phase: Phase, doomed: readonly Doomed[], cut: Cut): Promise<Doomed[]> {
    const threads = new Map(doomed.map((one) => [one, life.shears.put(one.namespace, cut, one.publicKey)]));
    stage.atlas.simulator.clearRequests();
    await Promise.all(doomed.map((one) => one.begin(phase)));
    for (const [one, thread] of threads) {
      const isOver = async () => thread.severed || (await one.isThrough(phase));
      await until(`${phase} of ${one.fixture.title} is cut or done`, isOver);
    }
    const severed = doomed.filter((one) => threads.get(one)?.severed);
    if (severed.length === 0) life.shears.putAway();
    else {
      await life.end();
      life = await begin();
    }
    for (const one of doomed) await until(`${phase} of ${one.fixture.title} is done`, () => one.isThrough(phase));
    for (const one of doomed) expectNothingTwice(phase, one, threads.get(one));
    return severed;
  }

  function expectNothingTwice(phase: Phase, one: Doomed, thread: Thread | undefined): void {
    const made = stage.atlas.simulator
      .writes()
      .filter(({ status, principal }) => status < 300 && principal === one.publicKey)
      .map(({ operation = "" }) => operation);
    const where = { phase, title: one.fixture.title, thread };
    expect({ ...where, made: creationsAmong(made) }).toEqual({ ...where, made: creationsAmong(one.writesOf(phase)) });
  }

  /** Waits for what takes Atlas a while still. */
  async function expectNothingLeft(
    phase: Phase,
    cut: Cut,
    differences: ReturnType<typeof differencesFromNow>,
  ): Promise<void> {
    let found = differences();
    const isAlike = () => {
      found = differences();
      return found.missing.length + found.extra.length === 0;
    };
    // What is not so after that is told below.
    await until("both look alike", isAlike, 30_000).catch(() => undefined);
    expect({ phase, cut, ...found }).toEqual({ phase, cut, missing: [], extra: [] });
    // That took a while, in which nobody saw to idle connections: the next request must not take one that is about to be closed.
    await turn();
  }

  it.each(moments)(
    "%s it is heard, goes on in its next life, makes nothing twice and leaves nothing behind",
    async (when) => {
      let left: readonly Fixture[] = subjects;
      for (let at = 1; left.length > 0; at = nextOf(at)) {
        const differences = differencesFromNow(stage);
        const doomed = await Promise.all(left.map((fixture) => Doomed.prepare(stage, fixture)));
        for (const one of doomed) await until(`${one.namespace} is ready`, () => one.isSurrounded());
        const cut = new Set<Fixture>();
        for (const phase of phases) {
          const undisturbed = Promise.all(doomed.map((one) => one.undisturbed(phase)));
          const [severed] = await Promise.all([killAmid(phase, doomed, { at, when }), undisturbed]);
          kills += severed.length;
          for (const { fixture } of severed) cut.add(fixture);
          await expectNothingLeft(phase, { at, when }, differences);
        }
        // Otherwise the cuts would have shown nothing.
        if (at === 1) expect(cut.size).toBe(subjects.length);
        left = left.filter((fixture) => cut.has(fixture));
      }
    },
    soakRounds > 0 ? 1_800_000 : 300_000,
  );
});

/** Tells how both Atlases differ in all but the projects that were there before. */
function differencesFromNow({ atlas, elsewhere }: Stage) {
  const [is, shouldBe] = [newsOf(atlas), newsOf(elsewhere)] as const;
  return () => differencesBetween(is(), shouldBe());
}

function newsOf({ simulator: { state } }: Atlas): () => string[] {
  const before = new Set(state.groups().map(({ id }) => id));
  return () => likenessOf(withoutProjects(state.everything(), before));
}
