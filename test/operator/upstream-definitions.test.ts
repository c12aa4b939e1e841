import { basename } from "node:path";
import { afterEach, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { type UpstreamRelease, upstreamReleases } from "../../tools/engines/upstream-operator";
import { fixtures } from "../kinds/conformance/fixtures";
import { type World as Atlas, startWorld } from "../kinds/conformance/world";
import { declare } from "./harness/declare";
import { applySample, type Declared, surroundSamples } from "./harness/samples";
import { type RunningOperator, World } from "./harness/world";
import { FaultProxy } from "./runtime/harness/fault-proxy";
import { until } from "./runtime/harness/until";

const SCALE = 2_000;
/** Samples that upstream's own definitions refuse, for fields that they do not have or values that they do not allow. */
const refusedByUpstream = [
  "networkcontainer",
  "networkpeering",
  "privateendpoint",
  "searchindexconfigs",
  "thirdpartyintegration",
];
/** Samples that the API server takes and Atlas does not: names of actions that it does not know. */
const refusedByAtlas = ["AtlasCustomRole"];
/** Those that samples and fixtures put into teams. */
const people = ["username@mongodb.com", "alice@example.com", "bob@example.com", "carol@example.com"];
/** Declares the project of another sample otherwise. */
const afterthought = "project_with_maintenance_window";

/** One fixture a kind: the last, which has most. Upstream's second generation has no AtlasCluster, and refuses new serverless deployments. */
const representative = [
  ...new Map(
    fixtures
      .filter(({ kind, base }) => kind !== "AtlasCluster" && base.serverlessSpec === undefined)
      .map((fixture) => [fixture.kind, fixture]),
  ).values(),
];

describeWithEngine("kubernetes", "on definitions as upstream ships them", () => {
  describeWithEngine("upstream", "manifests written for upstream", () => {
    let atlas: Atlas;
    let world: World;
    afterEach(() => world?.stop());

    async function begin(release: UpstreamRelease): Promise<void> {
      const users = people.map((username) => ({ username }));
      atlas = await startWorld({ scale: SCALE, users });
      world = await World.start({ crds: release.definitions, atlas: atlas.simulator, timeScale: SCALE });
      await surroundSamples(world);
    }

    /** Applies all samples; answers with what they declare, and with the names of those that are refused. */
    async function samples({ samples: files }: UpstreamRelease): Promise<{ declared: Declared[]; refused: string[] }> {
      const outcomes = await Promise.all(
        files.map(async (file) => {
          const name = basename(file, ".yaml").replace("atlas_v1_atlas", "");
          return { name, declared: name === afterthought ? undefined : await applySample(world, file) };
        }),
      );
      return {
        declared: outcomes.flatMap(({ declared }) => declared ?? []),
        refused: outcomes.filter(({ name, declared }) => !declared && name !== afterthought).map(({ name }) => name),
      };
    }

    /** Everything that an operator started anew sends while it looks at each of these again and again. */
    async function writesOfAnotherLook(declared: readonly Declared[]): Promise<string[]> {
      await world.stopOperators();
      world.atlas.clearRequests();
      const proxy = await FaultProxy.start(world.account);
      const running = world.operator({ config: proxy.config, resyncMs: 400 });
      await lookedAt(running, declared, 2);
      proxy.requests.length = 0;
      await lookedAt(running, declared, 3);
      await world.stopOperators();
      await proxy.stop();
      const written = proxy.requests.filter(({ method }) => method !== "GET");
      return [...world.writes(), ...written.map(({ method, url }) => `${method} ${url}`)];
    }

    async function lookedAt({ lines }: RunningOperator, declared: readonly Declared[], times: number): Promise<void> {
      const passes = ({ kind, namespace, name }: Declared): number => {
        const about = `"controller":"${kind.toLowerCase()}","namespace":"${namespace}","name":"${name}"`;
        return lines.filter((line) => line.includes(about) && line.includes("pass done")).length;
      };
      for (const one of declared) await until(`${one.kind} ${one.name} was looked at`, () => passes(one) >= times);
    }

    it("become ready unchanged, of every kind, and then nothing is written, where the release is the one that is implemented here", async () => {
      const [release] = await upstreamReleases();
      if (!release) throw new Error("no release");
      await begin(release);
      const all: Declared[] = [];
      for (const [index, fixture] of representative.entries()) {
        const namespace = await world.namespace(`fixture-${index}`);
        const name = await declare(world, fixture, await atlas.fresh(fixture), namespace);
        all.push({ kind: fixture.kind, namespace, name });
      }
      const { declared, refused } = await samples(release);
      expect(refused).toEqual(refusedByUpstream);
      all.push(...declared.filter(({ kind }) => !refusedByAtlas.includes(kind)));
      world.operator();
      for (const { kind, namespace, name } of all) await world.ready(kind, namespace, name);
      for (const { kind, namespace, name } of declared.filter((one) => refusedByAtlas.includes(one.kind))) {
        await world.until(kind, namespace, name, "is told of", (one) =>
          Boolean(one.status?.conditions?.some(({ message }) => message?.includes("INVALID_ENUM_VALUE"))),
        );
        await world.delete(kind, namespace, name);
        await world.gone(kind, namespace, name);
      }
      expect(await writesOfAnotherLook(all)).toEqual([]);
    });

    it("become ready unchanged, and then nothing is written, where the release is old: its definitions lack kinds and fields", async () => {
      const release = (await upstreamReleases()).at(-1);
      if (!release) throw new Error("no release");
      await begin(release);
      const { declared } = await samples(release);
      world.operator();
      for (const { kind, namespace, name } of declared) await world.ready(kind, namespace, name);
      expect(await writesOfAnotherLook(declared)).toEqual([]);
    });
  });
});
