import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { type ManagedObject, resourceOf } from "../provider/operator/cluster/managed-object";
import { encoded, SECRETS } from "../provider/operator/cluster/secret";
import { KubeClient } from "../provider/operator/runtime";
import { type Simulator, startSimulator } from "../provider/simulator";
import { type KindName, kindInfo } from "../sdk/model/kinds";
import { freePort } from "../tools/engines/free-port";
import { startControlPlane } from "../tools/engines/kube";
import { verdicts } from "./goals/goals";

const root = resolve(__dirname, "..");
const NAMESPACE = "default";
const labels = { "atlas.mongodb.com/type": "credentials" };

/** What one life of the operator cost. */
interface Cost {
  seconds: number;
  /** The least time in which Atlas takes as many requests of one project, where it limits them. */
  allowedSeconds: number;
  atlasWrites: number;
  atlasReads: number;
  apiServerWrites: number;
  peakRssMiB: number;
}

/**
 * `npm run bench -- operator [USERS [PROJECTS [LIMIT]]]`: a fresh operator makes 1,000 users in 10 projects true; a second one, started on
 * what the first has left, shows what a look at everything costs. With a limit of requests a minute and project, the first is compared
 * with the time that it leaves.
 */
async function main([users = "1000", projects = "10", limit]: readonly string[]): Promise<void> {
  const rateLimit = limit === undefined ? undefined : { requestsPerMinute: { group: Number(limit) } };
  const simulator = await startSimulator({ rateLimit });
  const plane = await startControlPlane({ crds: [join(root, "crds")] });
  const config = new KubeConfig();
  config.loadFromString(plane.kubeconfig);
  const kube = new KubeClient({ config, fieldManager: "bench", limits: { qps: 2_000, burst: 2_000 } });
  try {
    await declare(kube, simulator, Number(users), Number(projects));
    const count = Number(users) + Number(projects);
    const made = async (): Promise<boolean> => (await readyCount(kube)) >= count;
    const first = await life(plane.kubeconfigPath, simulator, made, Number(limit));
    const second = await life(plane.kubeconfigPath, simulator, async (metric) => {
      const looked = ["atlasproject", "atlasdatabaseuser"].map((controller) =>
        metric("controller_runtime_reconcile_total", `controller="${controller}",result="success"`),
      );
      return (await Promise.all(looked)).reduce((sum, passes) => sum + passes) >= count;
    });
    report(first, second, Number(users), Number(projects));
  } finally {
    kube.close();
    await plane.stop();
    await simulator.stop();
  }
}

async function declare(kube: KubeClient, simulator: Simulator, users: number, projects: number): Promise<void> {
  const { publicKey: publicApiKey, privateKey: privateApiKey } = simulator.apiKey;
  const data = encoded({ orgId: simulator.orgId, publicApiKey, privateApiKey });
  await kube.create(SECRETS, { metadata: { name: "key", namespace: NAMESPACE, labels }, data });
  await kube.create(SECRETS, {
    metadata: { name: "password", namespace: NAMESPACE, labels },
    data: encoded({ password: "of-everybody" }),
  });
  const create = (kind: KindName, name: string, spec: object) =>
    kube.create(resourceOf(kind), {
      apiVersion: kindInfo(kind).apiVersion,
      kind,
      metadata: { name, namespace: NAMESPACE },
      spec: { ...spec },
    });
  for (let i = 0; i < projects; i++) await create("AtlasProject", `project-${i}`, { name: `project-${i}` });
  for (let i = 0; i < users; i++) {
    await create("AtlasDatabaseUser", `user-${i}`, {
      projectRef: { name: `project-${i % projects}` },
      username: `user-${i}`,
      roles: [{ roleName: "read", databaseName: "shop" }],
      passwordSecretRef: { name: "password" },
    });
  }
}

async function readyCount(kube: KubeClient): Promise<number> {
  const isReady = ({ status }: ManagedObject): boolean =>
    (status?.conditions ?? []).some(({ type, status: truth }) => type === "Ready" && truth === "True");
  const lists = await Promise.all(
    (["AtlasProject", "AtlasDatabaseUser"] as const).map((kind) =>
      kube.list(resourceOf(kind), { namespace: NAMESPACE }),
    ),
  );
  return lists.flatMap(({ items }) => items).filter(isReady).length;
}

/** Runs the operator as a process of its own until `done`. */
async function life(
  kubeconfig: string,
  simulator: Simulator,
  done: (metric: (name: string, only?: string) => Promise<number>) => Promise<boolean>,
  limit = 0,
): Promise<Cost> {
  simulator.clearRequests();
  const begun = simulator.clock.now();
  const [metrics, probes] = [await freePort(), await freePort()];
  const flags = [
    ...["operator", "--kubeconfig", kubeconfig, "--atlas-domain", simulator.url, "--global-api-secret-name", "key"],
    ...["--metrics-bind-address", `127.0.0.1:${metrics}`, "--health-probe-bind-address", `127.0.0.1:${probes}`],
  ];
  const environment = { ...process.env, OPERATOR_NAMESPACE: NAMESPACE };
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ["--max-semi-space-size=8", "--import", "tsx", join(root, "cli/main.ts"), ...flags],
    {
      cwd: root,
      env: environment,
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const metric = (name: string, only = ""): Promise<number> => sumOf(metrics, name, only);
  try {
    while (!(await done(metric).catch(() => false))) await new Promise((wake) => setTimeout(wake, 200));
    const seconds = (performance.now() - started) / 1000;
    const asked = simulator.requests.filter(({ principal }) => principal !== undefined);
    return {
      seconds,
      allowedSeconds: allowedSeconds(simulator, begun, limit),
      atlasWrites: asked.filter(({ method }) => method !== "GET").length,
      atlasReads: asked.filter(({ method }) => method === "GET").length,
      apiServerWrites:
        (await metric("rest_client_requests_total")) - (await metric("rest_client_requests_total", 'method="GET"')),
      peakRssMiB: peakRssMiB(child),
    };
  } finally {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
}

/**
 * The least time in which the requests that were made can be made: those of the busiest project, in whole minutes of Atlas's clock, of which
 * the first had begun. 0 without a limit.
 */
function allowedSeconds({ requests }: Simulator, begun: number, limit: number): number {
  if (!(limit > 0)) return 0;
  const counts = new Map<string, number>();
  for (const { path, status } of requests) {
    const [, groupId] = /\/groups\/([0-9a-f]{24})/.exec(path) ?? [];
    if (groupId !== undefined && status !== 429) counts.set(groupId, (counts.get(groupId) ?? 0) + 1);
  }
  const minutes = Math.ceil(Math.max(0, ...counts.values()) / limit);
  return minutes < 2 ? 0 : (minutes - 1) * 60 - (begun % 60_000) / 1000;
}

/** The sum of a metric over all its labels, or over those that hold a text. */
async function sumOf(port: number, name: string, only: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return text
    .split("\n")
    .filter((line) => line.startsWith(`${name}{`) && line.includes(only))
    .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

/** As Linux counts it; 0 elsewhere. */
function peakRssMiB({ pid }: ChildProcess): number {
  if (process.platform !== "linux") return 0;
  const [, kib = "0"] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kib) / 1024);
}

function report(first: Cost, second: Cost, users: number, projects: number): void {
  const rows = [
    ["", "first life", "a look at everything"],
    ...(first.allowedSeconds > 0 ? [["seconds that the limit leaves", first.allowedSeconds.toFixed(1), ""]] : []),
    ["seconds", first.seconds.toFixed(1), second.seconds.toFixed(1)],
    ["writes to Atlas", String(first.atlasWrites), String(second.atlasWrites)],
    ["reads from Atlas", String(first.atlasReads), String(second.atlasReads)],
    ["writes to the API server", String(first.apiServerWrites), String(second.apiServerWrites)],
    ["peak memory, MiB", String(first.peakRssMiB), String(second.peakRssMiB)],
  ];
  for (const [what = "", ...values] of rows) {
    process.stdout.write(`${what.padEnd(30)}${values.map((value) => value.padStart(22)).join("")}\n`);
  }
  const line = {
    atlasWrites: first.atlasWrites,
    atlasReads: first.atlasReads,
    resyncReadsPerProject: Number((second.atlasReads / projects).toFixed(1)),
    resyncWrites: second.atlasWrites,
    apiServerWrites: first.apiServerWrites,
    secondsToReady: Number(first.seconds.toFixed(1)),
    timesTheLimit: first.allowedSeconds > 0 ? Number((first.seconds / first.allowedSeconds).toFixed(2)) : undefined,
    peakRssMiB: Math.max(first.peakRssMiB, second.peakRssMiB),
  };
  process.stdout.write(
    verdicts({
      ...(users === 1_000 &&
        projects === 10 && {
          operatorCalls: first.atlasWrites + first.atlasReads,
          operatorMemory: line.peakRssMiB,
        }),
      operatorLookReads: line.resyncReadsPerProject,
      operatorLookWrites: line.resyncWrites,
      operatorSeconds: line.timesTheLimit,
    }),
  );
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

void main(process.argv.slice(2));
