import { afterAll, beforeAll, expect, it } from "vitest";
import { APPLIED } from "../../provider/operator/cluster/annotations";
import { describeWithEngine } from "../../tools/engines/require-engine";
import type { Fixture } from "../kinds/conformance/fixture";
import { fixtures } from "../kinds/conformance/fixtures";
import { type World as Atlas, startWorld } from "../kinds/conformance/world";
import { declare } from "./harness/declare";
import { type RunningOperator, World } from "./harness/world";
import { until } from "./runtime/harness/until";

const SCALE = 2_000;
/** A cluster refuses new serverless deployments, as upstream's definitions do. */
const declarable = fixtures.filter(({ base }) => base.serverlessSpec === undefined);

describeWithEngine("kubernetes", "every kind, from its manifests", () => {
  let atlas: Atlas;
  let world: World;
  let running: RunningOperator;
  const places = new Map<Fixture, { namespace: string; name: string }>();

  beforeAll(async () => {
    atlas = await startWorld({ scale: SCALE });
    world = await World.start({ atlas: atlas.simulator, timeScale: SCALE });
    for (const [index, fixture] of declarable.entries()) {
      const namespace = await world.namespace(`fixture-${index}`);
      const name = await declare(world, fixture, await atlas.fresh(fixture), namespace);
      places.set(fixture, { namespace, name });
    }
    running = world.operator({ concurrency: 3 });
  }, 180_000);
  afterAll(() => world?.stop());

  const placeOf = (fixture: Fixture) => places.get(fixture) ?? { namespace: "", name: "" };

  it.each(declarable)(
    "$title is made true, stays so without a write, and is gone from Atlas when it is deleted",
    async (fixture) => {
      const { namespace, name } = placeOf(fixture);
      const made = await world.ready(fixture.kind, namespace, name);
      expect(made.metadata.annotations?.[APPLIED]).toBeDefined();

      const passes = (): number =>
        running.lines.filter(
          (line) => line.includes(`"namespace":"${namespace}","name":"${name}"`) && line.includes("pass done"),
        ).length;
      const before = passes();
      const changes = changesOf(running, namespace, name);
      const annotations = { "mongodb.com/atlas-resource-policy": "delete" };
      const conditions = async () => (await world.get(fixture.kind, namespace, name))?.status?.conditions;
      const told = await conditions();
      await world.patch(fixture.kind, namespace, name, { metadata: { annotations } });
      await until("it was looked at again", () => passes() > before);
      expect(changesOf(running, namespace, name)).toBe(changes);
      expect(await conditions()).toEqual(told);

      await world.delete(fixture.kind, namespace, name);
      await world.gone(fixture.kind, namespace, name);
    },
    60_000,
  );
});

/** Changes in Atlas that the log tells of an object. */
const changesOf = ({ lines }: RunningOperator, namespace: string, name: string): number =>
  lines.filter((line) => line.includes(`"namespace":"${namespace}","name":"${name}"`) && line.includes("changed Atlas"))
    .length;
