import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { APPLIED, LAST_APPLIED } from "../../provider/operator/cluster/annotations";
import { resourceOf } from "../../provider/operator/cluster/managed-object";
import { kindInfo } from "../../sdk/model/kinds";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { Estate } from "./harness/estate";
import { isReady, World } from "./harness/world";
import { FaultProxy } from "./runtime/harness/fault-proxy";
import { until } from "./runtime/harness/until";

describeWithEngine("kubernetes", "beside tools that write manifests from a repository", () => {
  let world: World;
  let estate: Estate;
  beforeAll(async () => {
    world = await World.start();
    world.operator();
    estate = await Estate.open(world, "gitops");
    await estate.apply();
    await estate.settled();
    await world.stopOperators();
  });
  afterEach(() => world?.stopOperators());
  afterAll(() => world?.stop());

  /** Whether every object is ready, held, and known by both records. */
  const isKnown = async (): Promise<boolean> =>
    (await estate.objects()).every(
      (one) =>
        one !== undefined &&
        isReady(one) &&
        one.metadata.finalizers?.length === 1 &&
        one.metadata.annotations?.[APPLIED] !== undefined &&
        JSON.stringify(JSON.parse(one.metadata.annotations[LAST_APPLIED] ?? "{}")) === JSON.stringify(one.spec),
    );

  const stripped = (...names: string[]) =>
    estate.patchAll(() => ({ metadata: { annotations: Object.fromEntries(names.map((name) => [name, null])) } }));

  it.each([
    { what: "upstream's record of what was applied", take: () => stripped(LAST_APPLIED) },
    { what: "our record of what is owned", take: () => stripped(APPLIED) },
    { what: "both records", take: () => stripped(APPLIED, LAST_APPLIED) },
    { what: "the finalizer", take: () => estate.patchAll(() => ({ metadata: { finalizers: null } })) },
    { what: "all metadata, by kubectl replace", take: () => estate.replaceAll() },
    { what: "the status, as a restore does", take: () => loseStatus() },
  ])("what is taken away is written again, while it works and before it starts: $what", async ({ take }) => {
    const secret = await estate.connectionSecret();
    await take();
    world.atlas.clearRequests();
    const running = world.operator({ resyncMs: 500 });
    await until("all is known again", isKnown);
    await take();
    await until("all is known again", isKnown);
    await estate.lookedAt(running);
    await until("all is known still", isKnown);
    expect(world.writes()).toEqual([]);
    expect(await estate.connectionSecret()).toEqual(secret);
  });

  it("fields that a second manager heals stay its own: what a hand changed comes back, nobody fights, and then nothing is written", async () => {
    const proxy = await FaultProxy.start(world.account);
    const running = world.operator({ config: proxy.config, resyncMs: 500 });
    await heal();
    await until("all is known", isKnown);
    const groupId = world.atlas.state.group("gitops")?.id ?? "";
    const comment = () => world.atlas.state.accessList(groupId).map((entry) => entry.comment);
    for (const word of ["by hand", "by hand again"]) {
      const projectIpAccessList = [{ cidrBlock: "192.0.2.0/24", comment: word }];
      await world.patch("AtlasProject", "gitops", "shop", { spec: { projectIpAccessList } });
      await until("Atlas has what the hand wrote", () => comment().includes(word));
      await heal();
      await until("Atlas has what the repository says", () => comment().includes("office"));
    }
    await until("all is known", isKnown);
    await estate.lookedAt(running);
    world.atlas.clearRequests();
    proxy.requests.length = 0;
    await heal();
    await estate.lookedAt(running);
    await world.stopOperators();
    await proxy.stop();
    expect(world.writes()).toEqual([]);
    expect(proxy.requests.filter(({ method }) => method !== "GET").map(({ url }) => url)).toEqual([]);
  });

  /** Applies all manifests server-side, as Argo CD and Flux do to fields that somebody else has changed. */
  async function heal(): Promise<void> {
    const manifests = estate.manifests.map(({ kind, name, spec }) => {
      const metadata = { name, namespace: "gitops", labels: { "app.kubernetes.io/instance": "shop" } };
      return JSON.stringify({ apiVersion: kindInfo(kind).apiVersion, kind, metadata, spec });
    });
    const flags = ["apply", "--server-side", "--force-conflicts", "--field-manager=argocd-controller", "-f", "-"];
    const { exitCode, stderr } = await world.plane.kubectl(flags, manifests.join("\n---\n"));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  }

  async function loseStatus(): Promise<void> {
    for (const { kind, name } of estate.manifests) {
      await world.kube.mergePatch(resourceOf(kind), `gitops/${name}`, { status: null }, { subresource: "status" });
    }
  }
});
