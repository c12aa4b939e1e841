import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type ManagedObject, resourceOf } from "../../provider/operator/cluster/managed-object";
import { statusAfter as databaseStatusAfter } from "../../provider/operator/databases/conditions";
import { createLog, findCondition, RuntimeMetrics, Source } from "../../provider/operator/runtime";
import { holds, lacks, type Outcome } from "../../provider/operator/status/outcome";
import { observedGenerationOf, stateStatusAfter } from "../../provider/operator/status/states";
import { statusAfter } from "../../provider/operator/status/verdict";
import { type KindName, kindInfo, kindNames } from "../../sdk/model/kinds";
import { runOrThrow } from "../../tools/engines/command";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { skipLoudly } from "../../tools/engines/skip-loudly";
import { World } from "./harness/world";
import { until } from "./runtime/harness/until";

/** Lua as Argo CD embeds it. */
const PROGRAM = join(__dirname, "../argo-cd");
const TITLE = "health as Argo CD tells it";

const { data: rules } = parse(readFileSync(join(__dirname, "../../charts/argo-cd/argocd-cm.yaml"), "utf8")) as {
  data: Record<string, string>;
};
const keyOf = (kind: string): string => `resource.customizations.health.atlas.mongodb.com_${kind}`;

/** What the rule that Argo CD has for db.atlasgo.io looks at: the message of the condition Ready, word for word. */
const bundledRule = `
for _, condition in ipairs(obj.status and obj.status.conditions or {}) do
  if condition.type == "Ready" then
    if condition.status == "True" then return { status = "Healthy", message = condition.reason } end
    local busy = condition.message == "Reconciling" or condition.message == "GettingDevDB"
    return { status = busy and "Progressing" or "Degraded", message = condition.reason }
  end
end
return { status = "Progressing", message = "Waiting for Atlas Operator" }
`;

interface Row {
  because: string;
  kind: string;
  object: { metadata?: object; spec?: object; status?: object };
  health: string;
  message?: string;
}

const outcome = (more: Partial<Outcome>): Outcome => ({ ready: false, verdicts: [], whole: true, ...more });
const making = { ...lacks("DeploymentReady", "DeploymentCreating", "deployment main is made"), waiting: true as const };
const broken = lacks("IPAccessListReady", "ProjectIPAccessListNotCreatedInAtlas", "POST …: 400");
const ready = outcome({ ready: true, verdicts: [holds("DeploymentReady")] });
const failed = statusAfter(undefined, outcome({ verdicts: [broken] }), 1);
const done = statusAfter(undefined, ready, 1);
const skip = { "mongodb.com/atlas-reconciliation-policy": "skip" };

const rows: Row[] = [
  { because: "no operator has seen it", kind: "AtlasProject", object: {}, health: "Progressing" },
  {
    because: "it was seen this moment",
    kind: "AtlasProject",
    object: { status: statusAfter(undefined, outcome({ whole: false }), 1) },
    health: "Progressing",
  },
  {
    because: "Atlas is at it",
    kind: "AtlasDeployment",
    object: { status: statusAfter(undefined, outcome({ verdicts: [making] }), 1) },
    health: "Progressing",
    message: "deployment main is made",
  },
  { because: "all is done", kind: "AtlasDeployment", object: { status: done }, health: "Healthy" },
  {
    because: "Atlas refuses it",
    kind: "AtlasProject",
    object: { status: failed },
    health: "Degraded",
    message: "POST …: 400",
  },
  {
    because: "only another declaration helps",
    kind: "AtlasProject",
    object: {
      status: statusAfter(undefined, outcome({ verdicts: [broken], stalled: { reason: "Test", message: "never" } }), 1),
    },
    health: "Degraded",
    message: "never",
  },
  {
    because: "the declaration is newer than what was seen",
    kind: "AtlasProject",
    object: { metadata: { generation: 2 }, status: failed },
    health: "Progressing",
  },
  {
    because: "a new declaration is made true after a failure",
    kind: "AtlasProject",
    object: { metadata: { generation: 2 }, status: statusAfter(failed, outcome({ whole: false }), 2) },
    health: "Progressing",
  },
  {
    because: "it is told to be left alone",
    kind: "AtlasProject",
    object: { metadata: { annotations: skip }, status: failed },
    health: "Suspended",
  },
  {
    because: "the cluster is paused",
    kind: "AtlasDeployment",
    object: { spec: { deploymentSpec: { paused: true } }, status: done },
    health: "Suspended",
  },
  {
    because: "the cluster is about to be paused",
    kind: "AtlasDeployment",
    object: {
      spec: { deploymentSpec: { paused: true } },
      status: statusAfter(undefined, outcome({ verdicts: [making] }), 1),
    },
    health: "Progressing",
  },
  {
    because: "the cluster of the first generation is paused",
    kind: "AtlasCluster",
    object: { spec: { advancedClusterSpec: { paused: true } }, status: done },
    health: "Suspended",
  },
  {
    because: "upstream's operator has it",
    kind: "AtlasProject",
    object: {
      status: {
        conditions: [{ type: "AnotherOperatorActs", status: "True", reason: "LeaseHeld", message: "theirs acts" }],
      },
    },
    health: "Suspended",
    message: "theirs acts",
  },
  {
    because: "it is deleted, whatever was wrong",
    kind: "AtlasProject",
    object: { metadata: { deletionTimestamp: "2026-01-01T00:00:00Z", annotations: skip }, status: failed },
    health: "Progressing",
    message: "Being deleted. POST …: 400",
  },
  {
    because: "its newer sort of status says that it is done",
    kind: "AtlasOrgSettings",
    object: { status: stateStatusAfter(undefined, ready, 1, false) },
    health: "Healthy",
  },
  {
    because: "its newer sort of status is of an older declaration",
    kind: "AtlasOrgSettings",
    object: { metadata: { generation: 2 }, status: stateStatusAfter(undefined, ready, 1, false) },
    health: "Progressing",
  },
  {
    because: "its newer sort of status tells of an error",
    kind: "AtlasThirdPartyIntegration",
    object: { status: stateStatusAfter(undefined, outcome({ verdicts: [broken] }), 1, false) },
    health: "Degraded",
    message: "POST …: 400",
  },
  {
    because: "its newer sort of status waits",
    kind: "AtlasThirdPartyIntegration",
    object: { status: stateStatusAfter(undefined, outcome({ verdicts: [making] }), 1, false) },
    health: "Progressing",
  },
  {
    because: "a schema is being looked at",
    kind: "AtlasSchema",
    object: { status: databaseStatusAfter(undefined, { state: "reconciling" }, 1) },
    health: "Progressing",
  },
  {
    because: "a schema waits for its dev database",
    kind: "AtlasSchema",
    object: {
      status: databaseStatusAfter(undefined, { state: "waiting", reason: "GettingDevDB", message: "GettingDevDB" }, 1),
    },
    health: "Progressing",
  },
  {
    because: "a migration failed",
    kind: "AtlasMigration",
    object: { status: databaseStatusAfter(undefined, { state: "failed", reason: "Migrating", message: "syntax" }, 1) },
    health: "Degraded",
  },
  {
    because: "a migration is applied",
    kind: "AtlasMigration",
    object: { status: databaseStatusAfter(undefined, { state: "ready", message: "", fields: {} }, 1) },
    health: "Healthy",
  },
];

describe(TITLE, async () => {
  it("has a rule for every kind that Argo CD does not know", () => {
    const kinds = kindNames.filter((kind) => kindInfo(kind).group === "atlas.mongodb.com");
    expect(Object.keys(rules).sort()).toEqual(kinds.map(keyOf).sort());
  });

  const answers = await judged(rows).catch((error: unknown) => {
    skipLoudly(TITLE, "Go and its module proxy", `${error}\nInstall Go 1.25 or newer.`);
    return [];
  });
  it.each(rows.slice(0, answers.length).map((row, index) => ({ ...row, index })))(
    "is $health for $kind where $because",
    ({ index, health, message }) => {
      expect(answers[index]?.status).toBe(health);
      if (message !== undefined) expect(answers[index]?.message).toBe(message);
    },
  );
});

describeWithEngine("kubernetes", "every step of a live object", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterEach(() => world?.stopOperators());
  afterAll(() => world?.stop());

  const projectRef = { name: "steps" };
  const flex = (more: object) => ({
    projectRef,
    flexSpec: { name: "steps", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" }, ...more },
  });
  const hook = (name: string) => ({ urlSecretRef: { name } });
  it.each<{ kind: KindName; spec: object; changes: readonly [object, object] }>([
    {
      kind: "AtlasDeployment",
      spec: flex({}),
      changes: [
        { flexSpec: { tags: [{ key: "team", value: "shop" }] } },
        { flexSpec: { tags: [{ key: "team", value: "blog" }] } },
      ],
    },
    {
      kind: "AtlasThirdPartyIntegration",
      spec: { projectRef, type: "WEBHOOK", webhook: hook("first") },
      changes: [{ webhook: hook("second") }, { webhook: hook("third") }],
    },
  ])(
    "of $kind is told to Argo CD and to whoever waits with kstatus",
    async ({ kind, spec, changes: [refused, taken] }) => {
      const namespace = await world.namespace(kind.toLowerCase());
      for (const name of ["first", "second", "third"])
        await world.secret(namespace, name, { url: `https://example.com/${name}` });
      const stop = new AbortController();
      const source = new Source<ManagedObject>(world.client(), { resource: resourceOf(kind), namespaces: [namespace] });
      const versions: ManagedObject[] = [];
      source.subscribe(({ after }) => after && versions.push(after));
      const following = source.run(stop.signal, { log: createLog({ level: "fatal" }), metrics: new RuntimeMetrics() });
      await source.whenSynced;

      const annotations = { "mongodb.com/atlas-resource-policy": "delete" };
      world.operator();
      await world.create(kind, namespace, "steps", spec, { annotations });
      await world.until(kind, namespace, "steps", "waits for its project", (one) => isTold(one, "Reconciling"));
      await world.create("AtlasProject", namespace, "steps", { name: kind });
      await world.ready(kind, namespace, "steps");
      const written = (version: string | null) => ({ labels: { "mongodb.com/atlas-resource-version": version } });
      await world.patch(kind, namespace, "steps", { metadata: written("none"), spec: refused });
      await world.until(kind, namespace, "steps", "is refused", (one) => isTold(one, "Stalled"));
      await world.patch(kind, namespace, "steps", { metadata: written(null), spec: taken });
      await world.ready(kind, namespace, "steps");
      await world.delete(kind, namespace, "steps");
      await world.gone(kind, namespace, "steps");
      await world.stopOperators();
      // It hears of things later than who asks for them.
      await until("hears that it is gone", () => source.store.size === 0);
      stop.abort();
      await following;

      // What has no status counts as done to kstatus, whatever it is.
      expect(steps(versions.filter(({ status }) => status).map(kstatus))).toEqual([
        "InProgress",
        "Current",
        "InProgress",
        "Failed",
        "InProgress",
        "Current",
        "Terminating",
      ]);
      const answers = await judged(versions.map((object) => ({ kind, object })));
      expect(steps(answers.map(({ status }) => status))).toEqual([
        "Progressing",
        "Healthy",
        "Progressing",
        "Degraded",
        "Progressing",
        "Healthy",
        "Progressing",
      ]);
    },
  );
});

const isTold = ({ status, metadata }: ManagedObject, type: string): boolean =>
  observedGenerationOf(status) === metadata.generation && findCondition(status?.conditions, type)?.status === "True";

/** Without what says the same as what came before it. */
const steps = (all: readonly string[]): string[] => all.filter((one, index) => one !== all[index - 1]);

/** As kstatus computes it of any custom resource (sigs.k8s.io/cli-utils, pkg/kstatus). */
function kstatus({ metadata, status }: ManagedObject): string {
  if (metadata.deletionTimestamp) return "Terminating";
  if (status?.observedGeneration !== undefined && status.observedGeneration !== metadata.generation)
    return "InProgress";
  const is = (type: string): string | undefined => findCondition(status?.conditions, type)?.status;
  if (is("Reconciling") === "True") return "InProgress";
  if (is("Stalled") === "True") return "Failed";
  return is("Ready") === "False" || is("Ready") === "Unknown" ? "InProgress" : "Current";
}

/** What Lua answers to each row, in one go. */
async function judged(asked: readonly Pick<Row, "kind" | "object">[]): Promise<{ status: string; message: string }[]> {
  const questions = asked.map(({ kind, object }) => ({
    script: rules[keyOf(kind)] ?? bundledRule,
    object: { kind, ...object, metadata: { name: "subject", generation: 1, ...object.metadata } },
  }));
  return JSON.parse(await runOrThrow("go", ["run", "."], { cwd: PROGRAM, input: JSON.stringify(questions) }));
}
