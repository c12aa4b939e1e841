import { afterEach, expect, it } from "vitest";
import { handlerOf } from "../../provider/kinds/registry";
import { keyOf } from "../../provider/operator/runtime";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { type World as Atlas, startWorld } from "../kinds/conformance/world";
import { Fleet, type Member } from "./harness/fleet";
import { differencesBetween, likenessOf } from "./harness/likeness";
import { OperatorProcess } from "./harness/operator-process";
import { Random, seedOfRun } from "./harness/random";
import { soakRounds, tell } from "./harness/soak";
import { isReady, World } from "./harness/world";
import { until } from "./runtime/harness/until";

const SCALE = 2_000;
const KILLS = 10;
/** With what they name, more than a hundred objects. */
const MEMBERS = 56;
/** Members that are changed after each kill, made or not. */
const CHANGES = 3;
/** Each seed is another course of events, with other changes of the members. */
const seeds = Array.from({ length: Math.max(1, 10 * soakRounds) }, (_, index) => seedOfRun + index);

describeWithEngine("kubernetes", "an operator that is killed at random", () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  it.each(seeds)(
    `${KILLS} times while a hundred objects of every kind come, change and go, leaves Atlas as if it had never been (seed %i)`,
    async (seed) => {
      const random = new Random(seed);
      const atlas = await startWorld({ scale: SCALE });
      const world = await World.start({ atlas: atlas.simulator, timeScale: SCALE });
      ends.push(() => world.stop());
      const fleet = await Fleet.prepare(world, atlas, MEMBERS, random);
      const { amidst, objects } = await killAmidst(fleet, random);
      start(world, "last-life");
      await fleet.settled();
      // Otherwise the kills would have shown nothing.
      expect(amidst).toBeGreaterThanOrEqual(KILLS / 2);
      expect(objects).toBeGreaterThanOrEqual(100);

      const elsewhere = await startWorld({ scale: SCALE });
      ends.push(() => elsewhere.stop());
      await fleet.undisturbed(elsewhere);
      const found = (one: Atlas) => likenessOf(one.simulator.state.everything());
      const { missing, extra } = differencesBetween(found(atlas), found(elsewhere));
      const what = "operator, a hundred objects of every kind, at random";
      const faults = [
        ...missing.map((line) => `seed ${seed} lost ${line}`),
        ...extra.map((line) => `seed ${seed} made ${line}`),
      ];
      tell({ what, kills: KILLS, lost: missing.length, twice: extra.length, faults });
      expect({ seed, missing, extra }).toEqual({ seed, missing: [], extra: [] });
    },
    soakRounds > 0 ? 900_000 : 300_000,
  );

  function start(world: World, identity: string): OperatorProcess {
    const life = OperatorProcess.start(world, identity, { deletionProtection: false, concurrency: 3 });
    ends.push(() => life.end("SIGKILL"));
    return life;
  }

  /** Has the fleet declared, part by part, by lives that end amid their work. @returns how many did, and how many objects there were */
  async function killAmidst(fleet: Fleet, random: Random): Promise<{ amidst: number; objects: number }> {
    const { world, members } = fleet;
    const waiting = random.shuffled(members);
    const declared: Member[] = [];
    const objects = new Set<string | undefined>();
    let amidst = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const from = world.atlas.writes().length;
      const life = start(world, `life-${kill}`);
      const coming = waiting.splice(0, Math.ceil(MEMBERS / KILLS));
      for (const member of coming) await fleet.declare(member);
      // Each member takes at least one.
      const writes = 1 + random.below(coming.length);
      await until("it works", () => world.atlas.writes().length >= from + writes);
      await new Promise((resolve) => setTimeout(resolve, random.below(150)));
      await life.end("SIGKILL");
      const all = await fleet.objects();
      for (const { metadata } of all) objects.add(metadata.uid);
      if (!all.every(isReady)) amidst += 1;
      // The world goes on while nobody looks.
      declared.push(...coming);
      const made = new Set(all.filter(isReady).map(keyOf));
      const [going, ...others] = random
        .shuffled(declared.filter(({ fate }) => fate === "stays"))
        .filter((member) => !isStanding(member) || made.has(`${member.namespace}/${member.name}`));
      if (going) await fleet.delete(going);
      for (const changing of others.slice(0, CHANGES)) await fleet.change(changing);
    }
    return { amidst, objects: objects.size };
  }
});

/** Settings stay as they were last made: whether they ever were before their object was deleted or changed depends on the kills. */
const isStanding = ({ fixture }: Member): boolean => Boolean(handlerOf(fixture.kind).standing);
