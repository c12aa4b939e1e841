import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { AtlasIacError } from "../../../../sdk/model/errors";
import type { Controller } from "../controller/controller";
import { Lifetime } from "../controller/lifetime";
import type { KubeClient } from "../kube/client";
import type { EventRecorder } from "../kube/events";
import type { Terms } from "../leader/agreement";
import { DEFAULT_LEASE_TIMING, elect, type LeaseTiming } from "../leader/election";
import type { LeaseName } from "../leader/lease";
import { Turns } from "../leader/turns";
import { aborted } from "../time";
import type { AnySource } from "../watch/source";
import { type Page, type PageServer, servePages } from "./http-server";
import { type Check, probePage } from "./probes";
import type { Telemetry } from "./telemetry";

/** Controllers that work in one name: where there is a Lease, only in the process that holds it. */
export interface Shard {
  name: string;
  controllers: readonly Controller[];
  lease?: LeaseName;
  /** What all processes that stand for these Leases must have been told alike. */
  terms?: Terms;
}

export interface OperatorSpec {
  kube: KubeClient;
  telemetry: Telemetry;
  shards: readonly Shard[];
  /** Flushed at the end. */
  events?: EventRecorder;
  /** Name in Leases. Default the host's, which is the pod's, and something random. */
  identity?: string;
  leaseTiming?: Partial<LeaseTiming>;
  /** Where /metrics is served, as `:8080`; nowhere when absent. */
  metricsAddress?: string;
  /** Where /healthz and /readyz are served, as `:8081`; nowhere when absent. */
  probeAddress?: string;
  /** Further lines of /readyz. */
  ready?: Readonly<Record<string, Check>>;
  /** When told to stop, what runs has so long to finish, in milliseconds. Default 20 seconds. */
  drainMs?: number;
  /** And so long beyond that to say how far it came. Default 5 seconds: together within Kubernetes' own 30. */
  graceMs?: number;
  /** Told once, with the ports that are listened on. */
  onListening?: (ports: { metrics?: number; probes?: number }) => void;
}

/** The operator was told to stop. */
class StoppingError extends AtlasIacError {
  readonly code = "Stopping";
}

const FLUSH_MS = 3_000;

/**
 * Runs an operator until `stop`: follows what its controllers need, leads where it is elected, works, and ends in order.
 *
 * @throws ListenError; LeadershipLostError when the process must end
 */
export async function runOperator(spec: OperatorSpec, stop: AbortSignal): Promise<void> {
  const { telemetry, shards } = spec;
  const servers = await listen(spec);
  // Ends the rest when one shard fails.
  const failed = new AbortController();
  const ended = new AbortController();
  const stopping = aborted(stop).then(() => failed.abort(stop.reason));
  const sources = sourcesOf(shards).map((source) => source.run(ended.signal, telemetry));
  try {
    const turns = new Turns(shards.length, 2 * (spec.leaseTiming?.retryMs ?? DEFAULT_LEASE_TIMING.retryMs));
    const work = shards.map((shard) => runShard(shard, spec, turns, failed.signal));
    await Promise.all(work).catch(async (error: unknown) => {
      failed.abort(error);
      throw error;
    });
    if (shards.length === 0) await stopping;
    telemetry.log.info("all work has ended");
  } finally {
    await spec.events?.flush(FLUSH_MS);
    ended.abort(new StoppingError("the operator has stopped"));
    await Promise.all([...sources, ...servers.map((server) => server.close())]);
  }
}

async function runShard(
  { controllers, lease, terms }: Shard,
  spec: OperatorSpec,
  turns: Turns,
  stop: AbortSignal,
): Promise<void> {
  const { kube, telemetry, drainMs = 20_000, graceMs = 5_000 } = spec;
  const work = async (lost?: AbortSignal): Promise<void> => {
    const lifetime = new Lifetime();
    lost?.addEventListener("abort", () => lifetime.end(asError(lost.reason)), { once: true });
    const onStop = (): void => {
      telemetry.log.info({ drainMs }, "stopping: what runs may finish");
      void lifetime.drain(new StoppingError("the operator stops"), drainMs, graceMs);
    };
    if (stop.aborted) onStop();
    else stop.addEventListener("abort", onStop, { once: true });
    await Promise.all(controllers.map((controller) => runSynced(controller, lifetime, telemetry)));
    stop.removeEventListener("abort", onStop);
    lifetime.end(new StoppingError("the work has ended"));
  };
  if (!lease) return work();
  const identity = spec.identity ?? `${hostname()}_${randomUUID()}`;
  const patience = turns.take();
  const election = { kube, lease, identity, timing: spec.leaseTiming, terms, patience };
  await elect(election, telemetry, stop, (lost) => turns.leading(() => work(lost)));
}

/** A controller starts when it can see everything; one whose resource does not exist holds up no other. */
async function runSynced(controller: Controller, lifetime: Lifetime, telemetry: Telemetry): Promise<void> {
  const synced = Promise.all(controller.sources.map((source) => source.whenSynced));
  await Promise.race([synced, aborted(lifetime.accepting)]);
  if (!lifetime.accepting.aborted) await controller.run(lifetime, telemetry);
}

async function listen({
  metricsAddress,
  probeAddress,
  telemetry,
  shards,
  ...spec
}: OperatorSpec): Promise<PageServer[]> {
  const { metrics } = telemetry;
  const controllers = shards.flatMap((shard) => shard.controllers);
  const health = Object.fromEntries(controllers.map(({ name, problem }) => [name, problem]));
  const caches = Object.fromEntries(sourcesOf(shards).map((source) => [source.name, () => unsynced(source)]));
  const metricsPage = async (): Promise<Page> => ({
    status: 200,
    contentType: metrics.registry.contentType,
    body: await metrics.scrape(),
  });
  const probes = {
    "/healthz": async () => probePage({ ping: () => undefined, ...health }),
    "/readyz": async () => probePage({ ...caches, ...spec.ready }),
  };
  const servers: PageServer[] = [];
  const serve = async (
    address: string | undefined,
    pages: Parameters<typeof servePages>[1],
  ): Promise<number | undefined> => {
    if (address === undefined) return undefined;
    const server = await servePages(address, pages);
    servers.push(server);
    return server.port;
  };
  try {
    const ports = {
      metrics: await serve(metricsAddress, { "/metrics": metricsPage }),
      probes: await serve(probeAddress, probes),
    };
    spec.onListening?.(ports);
    return servers;
  } catch (error) {
    await Promise.all(servers.map((server) => server.close()));
    throw error;
  }
}

function sourcesOf(shards: readonly Shard[]): AnySource[] {
  return [...new Set(shards.flatMap(({ controllers }) => controllers.flatMap(({ sources }) => sources)))];
}

function unsynced(source: AnySource): string | undefined {
  return source.synced ? undefined : (source.problem ?? "not listed yet");
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new StoppingError(String(reason));
}
