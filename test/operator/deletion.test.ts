import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SECRETS } from "../../provider/operator/cluster/secret";
import { CREDENTIALS_FINALIZER } from "../../provider/operator/credentials/holder";
import { describeWithEngine } from "../../tools/engines/require-engine";
import type { Fixture } from "../kinds/conformance/fixture";
import { fixtures } from "../kinds/conformance/fixtures";
import { type World as Atlas, startWorld } from "../kinds/conformance/world";
import { declare, OWN_KEY, SURROUNDING } from "./harness/declare";
import { conditionOf, GLOBAL_SECRET, OPERATOR_NAMESPACE, World } from "./harness/world";
import { until } from "./runtime/harness/until";

const SCALE = 2_000;

/** The first fixture of every kind that is made in Atlas. */
const subjects = fixtures.filter(({ kind }, index) => fixtures.findIndex((one) => one.kind === kind) === index);

const annotations: Readonly<Record<string, Record<string, string>>> = {
  none: {},
  keep: { "mongodb.com/atlas-resource-policy": "keep" },
  delete: { "mongodb.com/atlas-resource-policy": "delete" },
  skip: { "mongodb.com/atlas-reconciliation-policy": "skip", "mongodb.com/atlas-resource-policy": "delete" },
};

const policies = Object.keys(annotations);
const accesses = ["there", "gone"] as const;

interface Circumstances {
  policy: string;
  /** Whether the credentials are there when it is deleted. */
  access: (typeof accesses)[number];
  protection: boolean;
}

/** An object with a namespace and a project, or an organisation, of its own. */
interface Case extends Circumstances {
  namespace: string;
  /** Part of the path of every request that is about the object. */
  place: string;
}

const deletes = ({ policy, protection }: Circumstances): boolean =>
  policy === "delete" || (policy === "none" && !protection);

function expected({ removes }: Fixture, circumstances: Circumstances): string {
  if (!deletes(circumstances)) return "released, untouched";
  if (circumstances.access === "gone") return "held, untouched, and told how to be released";
  return removes.length > 0 ? "released, deleted" : "released, untouched";
}

describeWithEngine("kubernetes", "what becomes of a deleted object", () => {
  let atlas: Atlas;
  let world: World;
  beforeAll(async () => {
    atlas = await startWorld({ scale: SCALE });
    world = await World.start({ atlas: atlas.simulator, timeScale: SCALE });
  });
  afterAll(() => world?.stop());

  describe.each([true, false])("with deletion protection %s", (protection) => {
    beforeAll(() => {
      world.operator({ deletionProtection: protection });
    });
    afterAll(() => world.stopOperators());

    it.each(subjects)("$kind, for every policy, with and without credentials", async (fixture) => {
      const cases = await Promise.all(
        accesses.flatMap((access) => policies.map((policy) => made(fixture, { policy, access, protection }))),
      );
      const outcomes = await deleted(fixture, cases);
      expect(outcomes).toEqual(
        Object.fromEntries(cases.map((one) => [`${one.policy}, ${one.access}`, expected(fixture, one)])),
      );
      for (const { namespace } of cases) await clearAway(fixture, namespace);
      if (!(await world.kube.get(SECRETS, `${OPERATOR_NAMESPACE}/${GLOBAL_SECRET}`))) await world.globalCredentials();
    });
  });

  /** Deletes them all, and answers with what became of each. */
  async function deleted(fixture: Fixture, cases: readonly Case[]): Promise<Record<string, string>> {
    world.atlas.clearRequests();
    const outcomes: Record<string, string> = {};
    // What has credentials goes first: some kinds have none but the operator's own, which are taken away then.
    for (const access of accesses) {
      const now = cases.filter((one) => one.access === access);
      if (access === "gone") await Promise.all(now.map((one) => loseCredentials(fixture, one)));
      for (const { namespace } of now) await world.delete(fixture.kind, namespace, "subject");
      for (const one of now) outcomes[`${one.policy}, ${access}`] = await outcomeOf(fixture, one);
    }
    return outcomes;
  }

  /** What is held is released as its condition says. */
  async function clearAway({ kind }: Fixture, namespace: string): Promise<void> {
    if (await world.get(kind, namespace, "subject")) {
      await world.patch(kind, namespace, "subject", { metadata: { annotations: annotations.keep } });
      await world.gone(kind, namespace, "subject");
    }
    if (await world.get("AtlasProject", namespace, SURROUNDING)) {
      await world.delete("AtlasProject", namespace, SURROUNDING);
    }
  }

  async function made(fixture: Fixture, circumstances: Circumstances): Promise<Case> {
    const { kind } = fixture;
    const { policy, access, protection } = circumstances;
    const namespace = await world.namespace(`${kind}-${protection}-${policy}-${access}`.toLowerCase());
    const names = await atlas.fresh(fixture);
    await declare(world, fixture, names, namespace, true);
    await world.ready(kind, namespace, "subject");
    const { status } = await world.patch(kind, namespace, "subject", {
      metadata: { annotations: annotations[policy] },
    });
    const own = kind === "AtlasProject" || kind === "AtlasTeam" ? String(status?.id) : undefined;
    return { ...circumstances, namespace, place: own ?? (fixture.organisation ? names.$org : names.$project) };
  }

  /** Somebody takes the Secret away by force: what holds it is removed as well. */
  async function loseCredentials({ kind }: Fixture, one: Case): Promise<void> {
    const key = kind === "AtlasTeam" ? `${OPERATOR_NAMESPACE}/${GLOBAL_SECRET}` : `${one.namespace}/${OWN_KEY}`;
    const held = kind !== "AtlasTeam" && deletes(one);
    if (held) {
      await until(`${key} is held`, async () =>
        (await world.kube.get(SECRETS, key))?.metadata.finalizers?.includes(CREDENTIALS_FINALIZER),
      );
    }
    await world.kube.delete(SECRETS, key);
    if (held) await world.kube.mergePatch(SECRETS, key, { metadata: { finalizers: null } });
  }

  async function outcomeOf({ kind, removes }: Fixture, { namespace, place }: Case): Promise<string> {
    const told = await until(`${kind} ${namespace}/subject is gone, or says why not`, async () => {
      const object = await world.get(kind, namespace, "subject");
      if (!object) return "released";
      const problem = object.status?.conditions?.find(({ message }) =>
        message?.includes("annotate it with mongodb.com/atlas-resource-policy: keep"),
      );
      return problem && conditionOf(object, "Ready")?.status === "False" && "held";
    });
    const writes = world.atlas.writes().filter(({ path }) => path.includes(place));
    const removed = writes.some(({ operation = "", status }) => removes.includes(operation) && status < 300);
    const fate = removed ? "deleted" : writes.length === 0 ? "untouched" : `written: ${JSON.stringify(writes)}`;
    return told === "held" ? `held, ${fate}, and told how to be released` : `released, ${fate}`;
  }
});
