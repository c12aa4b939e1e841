import { KubeConfig } from "@kubernetes/client-node";
import { startOperator } from "../../../provider/operator";
import { createLog, endOnDefects, untilTerminated } from "../../../provider/operator/runtime";
import { heapAfterCollection } from "../runtime/harness/heap";
import type { ProcessSettings } from "./operator-process";

/** As `atlas-iac operator` does it, but that Atlas's clock may run fast. */
async function main({ kubeconfig, ...settings }: ProcessSettings): Promise<void> {
  const log = createLog();
  endOnDefects(log);
  const stop = untilTerminated(log);
  process.on("SIGUSR2", async () => log.info({ heapUsed: await heapAfterCollection() }, "memory"));
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  await startOperator({ ...settings, config, log }, stop);
}

void main(JSON.parse(process.argv[2] ?? "{}") as ProcessSettings);
