import { afterAll, beforeAll, expect, it } from "vitest";
import { handledKinds } from "../../provider/kinds/registry";
import { APPLIED, LAST_APPLIED } from "../../provider/operator/cluster/annotations";
import { resourceOf } from "../../provider/operator/cluster/managed-object";
import { embeddedKinds } from "../../provider/operator/cluster/references";
import { readApplied } from "../../provider/operator/ownership/applied";
import type { KindName } from "../../sdk/model/kinds";
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

/** What sends passwords and keys, of which nobody can see whether they are right. */
const writesSecrets = new Set([
  "updateGroupAlertConfig",
  "updateGroupDataFederation",
  "updateGroupDatabaseUser",
  "updateGroupEncryptionAtRest",
  "updateGroupIntegration",
  "updateGroupStreamConnection",
]);

/** Kinds on whose objects upstream keeps the spec that was applied last. */
const recordedByUpstream = new Set<string>([
  "AtlasDataFederation",
  "AtlasDatabaseUser",
  "AtlasDeployment",
  "AtlasProject",
  "AtlasTeam",
]);

describeWithEngine("kubernetes", "every kind, from its manifests", () => {
  let atlas: Atlas;
  let world: World;
  let running: RunningOperator;
  const places = new Map<Fixture, Place>();

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

  it("is found again when all manifests are applied to an empty cluster: nothing is deleted, and only what Atlas shows nobody is written", async () => {
    for (const [fixture, { namespace, name }] of places) await world.ready(fixture.kind, namespace, name);
    const kinds: KindName[] = [...handledKinds, ...embeddedKinds];
    const listed = await Promise.all(
      kinds.map(async (kind) => (await world.kube.list(resourceOf(kind))).items.map((object) => ({ kind, object }))),
    );
    const manifests = listed.flat().map(({ kind, object: { metadata, spec = {} } }) => {
      return { kind, namespace: metadata.namespace ?? "", name: metadata.name, spec };
    });
    // Without a policy, what is in Atlas is kept.
    for (const { kind, namespace, name } of manifests) await world.delete(kind, namespace, name);
    for (const { kind, namespace, name } of manifests) await world.gone(kind, namespace, name);
    world.atlas.clearRequests();
    for (const { kind, namespace, name, spec } of manifests) await world.create(kind, namespace, name, spec);
    for (const { kind, namespace, name } of manifests) await world.ready(kind, namespace, name);
    const effective = world.atlas.writes().filter(({ status }) => status < 400);
    expect(effective.filter(({ operation = "" }) => !writesSecrets.has(operation))).toEqual([]);
    const paths = effective.map(({ path }) => path);
    expect([...new Set(paths)].sort()).toEqual(paths.sort());
  }, 180_000);

  it("is taken over from upstream's operator in place: nothing is written to Atlas, and conditions stay as they are", async () => {
    const subjects = async () =>
      Promise.all(
        declarable.map((fixture) => world.get(fixture.kind, placeOf(fixture).namespace, placeOf(fixture).name)),
      );
    const conditions = async () => (await subjects()).map((one) => one?.status?.conditions);
    const told = await conditions();
    await running.stop();
    // What upstream leaves is what ours leaves, without ours; on some kinds it writes down what was applied.
    for (const kind of handledKinds) {
      for (const { metadata, spec } of (await world.kube.list(resourceOf(kind))).items) {
        const recorded = metadata.annotations?.[LAST_APPLIED] !== undefined;
        expect({ kind, recorded }).toEqual({ kind, recorded: recordedByUpstream.has(kind) });
        const annotations = { [APPLIED]: null, ...(recorded && { [LAST_APPLIED]: JSON.stringify(spec) }) };
        await world.patch(kind, metadata.namespace ?? "", metadata.name, { metadata: { annotations } });
      }
    }
    world.atlas.clearRequests();
    running = world.operator({ concurrency: 3 });
    await until("all are known", async () =>
      (await subjects()).every((one) => one && readApplied(one)?.owned !== undefined),
    );
    // What is at work ends first.
    await running.stop();
    expect(world.writes()).toEqual([]);
    expect(await conditions()).toEqual(told);
    running = world.operator({ concurrency: 3 });
  }, 180_000);

  it.each(declarable)(
    "$title is made true, stays so without a write, and is gone from Atlas when it is deleted",
    async (fixture) => {
      const { namespace, name } = placeOf(fixture);
      const made = await world.ready(fixture.kind, namespace, name);
      expect(made.metadata.annotations?.[APPLIED]).toBeDefined();

      const before = passesOver(running, { namespace, name });
      const changes = changesOf(running, namespace, name);
      const annotations = { "mongodb.com/atlas-resource-policy": "delete" };
      const conditions = async () => (await world.get(fixture.kind, namespace, name))?.status?.conditions;
      const told = await conditions();
      await world.patch(fixture.kind, namespace, name, { metadata: { annotations } });
      await until("it was looked at again", () => passesOver(running, { namespace, name }) > before);
      expect(changesOf(running, namespace, name)).toBe(changes);
      expect(await conditions()).toEqual(told);

      await world.delete(fixture.kind, namespace, name);
      await world.gone(fixture.kind, namespace, name);
    },
    60_000,
  );
});

interface Place {
  namespace: string;
  name: string;
}

/** Passes over an object that the log tells of. */
const passesOver = ({ lines }: RunningOperator, { namespace, name }: Place): number =>
  lines.filter((line) => line.includes(`"namespace":"${namespace}","name":"${name}"`) && line.includes("pass done"))
    .length;

/** Changes in Atlas that the log tells of an object. */
const changesOf = ({ lines }: RunningOperator, namespace: string, name: string): number =>
  lines.filter((line) => line.includes(`"namespace":"${namespace}","name":"${name}"`) && line.includes("changed Atlas"))
    .length;
