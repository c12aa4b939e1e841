import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { KubeClient, type KubeClientOptions } from "../../../../provider/operator/runtime/kube/client";
import { type ControlPlane, startControlPlane } from "../../../../tools/engines/kube";

/** Defines the kind that the tests work with. */
export const WIDGET_CRD = join(__dirname, "..", "fixtures", "widgets.yaml");

/** A real API server that knows widgets. */
export interface TestCluster {
  plane: ControlPlane;
  config: KubeConfig;
  kube: KubeClient;
  /** A client with other options, for the same server. */
  client(options?: Partial<KubeClientOptions>): KubeClient;
  stop(): Promise<void>;
}

export async function startTestCluster(): Promise<TestCluster> {
  const plane = await startControlPlane({ crds: [WIDGET_CRD] });
  const config = new KubeConfig();
  config.loadFromString(plane.kubeconfig);
  const limits = { qps: 500, burst: 1_000 };
  const clients: KubeClient[] = [];
  const client = (options: Partial<KubeClientOptions> = {}): KubeClient => {
    const made = new KubeClient({ config, fieldManager: "tester", limits, ...options });
    clients.push(made);
    return made;
  };
  return {
    plane,
    config,
    kube: client(),
    client,
    stop: async () => {
      for (const made of clients) made.close();
      await plane.stop();
    },
  };
}
