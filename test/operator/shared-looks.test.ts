import { KubeConfig } from "@kubernetes/client-node";
import { describe, expect, it, onTestFinished } from "vitest";
import type { AtlasApi } from "../../provider/atlas/api";
import { systemClock } from "../../provider/atlas/clock";
import { Cluster } from "../../provider/operator/cluster/cluster";
import { Deployments } from "../../provider/operator/connection-secrets/deployments";
import { Rollouts } from "../../provider/operator/connection-secrets/rollouts";
import { KubeClient } from "../../provider/operator/runtime";
import { clientOf, groupId } from "../atlas/service/client";
import { FakeService } from "../atlas/service/fake-service";

/** An Atlas with one cluster, which every user may reach, that answers once it is let. */
async function slowAtlas() {
  let [release, heard] = [() => {}, () => {}];
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const asked = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const service = await FakeService.start(async ({ url }) => {
    heard();
    await released;
    if (url.includes("/status")) return { status: 200, body: { changeStatus: "APPLIED" } };
    const results = url.includes("/flexClusters") ? [] : [{ name: "main", stateName: "IDLE" }];
    return { status: 200, body: { results, totalCount: results.length } };
  });
  return { service, api: clientOf(service), asked, release };
}

function noCluster(): Cluster {
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: "none", server: "http://127.0.0.1:1", skipTLSVerify: false },
    { name: "nobody" },
  );
  const kube = new KubeClient({ config, fieldManager: "tester" });
  onTestFinished(() => kube.close());
  return new Cluster({ kube, kinds: [] });
}

const looks: {
  name: string;
  look(): (api: AtlasApi, signal: AbortSignal) => Promise<unknown>;
  requests: number;
  sees: unknown;
}[] = [
  {
    name: "which deployments there are",
    look: () => {
      const deployments = new Deployments(noCluster(), systemClock);
      return (api, signal) => deployments.of(api, groupId, false, signal);
    },
    requests: 2,
    sees: [{ name: "main", scope: "CLUSTER" }],
  },
  {
    name: "whether the servers know a change",
    look: () => {
      const rollouts = new Rollouts(systemClock);
      const place = { groupId, clusterName: "main" };
      return (api, signal) => rollouts.applied(api, place, 0, signal);
    },
    requests: 1,
    sees: true,
  },
];

describe("a look that the users of a project share", () => {
  it.each(looks)("at $name fails for nobody but the pass that was cut off", async ({ look, requests, sees }) => {
    const { service, api, asked, release } = await slowAtlas();
    const shared = look();
    const cutOff = new AbortController();
    const first = shared(api, cutOff.signal);
    const second = shared(api, new AbortController().signal);
    await asked;
    cutOff.abort(new Error("the namespace is another shard's"));
    await expect(first).rejects.toThrow("another shard's");
    release();
    await expect(second).resolves.toEqual(sees);
    expect(service.requests).toHaveLength(requests);
  });

  it.each(looks)("at $name is taken anew when all who waited were cut off", async ({ look, sees }) => {
    const { service, api, asked, release } = await slowAtlas();
    const shared = look();
    const cutOff = new AbortController();
    const first = shared(api, cutOff.signal);
    await asked;
    cutOff.abort(new Error("timed out"));
    await expect(first).rejects.toThrow("timed out");
    release();
    await expect(shared(api, new AbortController().signal)).resolves.toEqual(sees);
    const [begun] = service.requests;
    expect(service.requests.filter(({ url }) => url === begun?.url)).toHaveLength(2);
  });
});
