import { readFileSync } from "node:fs";
import { KubeConfig } from "@kubernetes/client-node";
import {
  createLog,
  EventRecorder,
  endOnDefects,
  KubeClient,
  RuntimeMetrics,
  runOperator,
  untilTerminated,
} from "../../../../provider/operator/runtime";
import { CloudClient } from "./cloud-client";
import { widgetController } from "./widget-controller";

/** What the example is told by the test that starts it. */
export interface ExampleSettings {
  kubeconfig: string;
  cloudUrl: string;
  identity: string;
  /** Stands for election when given. */
  lease?: { name: string; leaseMs: number; renewDeadlineMs: number; retryMs: number };
}

/** An operator as a program: what an operator's entry looks like, whole. */
async function main({ kubeconfig, cloudUrl, identity, lease }: ExampleSettings): Promise<void> {
  const telemetry = { log: createLog(), metrics: new RuntimeMetrics() };
  endOnDefects(telemetry.log);
  const stop = untilTerminated(telemetry.log);
  const config = new KubeConfig();
  config.loadFromString(readFileSync(kubeconfig, "utf8"));
  const kube = new KubeClient({ config, fieldManager: "widget-operator", metrics: telemetry.metrics });
  const events = new EventRecorder(kube, telemetry.log, { controller: "test.example.com/widget-operator" });
  const controllers = [widgetController({ kube, cloud: new CloudClient(cloudUrl, identity), events })];
  const shard = { name: "all", controllers, lease: lease && { namespace: "default", name: lease.name } };
  await runOperator({ kube, telemetry, shards: [shard], events, identity, leaseTiming: lease, drainMs: 5_000 }, stop);
  kube.close();
}

void main(JSON.parse(process.argv[2] ?? "{}") as ExampleSettings);
