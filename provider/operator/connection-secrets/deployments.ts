import type { KindName } from "../../../sdk/model/kinds";
import type { AtlasApi, ItemOf } from "../../atlas/api";
import type { Clock } from "../../atlas/clock";
import type { ResponseBody } from "../../atlas/contract/operations.gen";
import { Flight } from "../../atlas/flight";
import type { Cluster } from "../cluster/cluster";
import { projectOf } from "../cluster/declared-project";
import type { Connections } from "./connection-strings";

/** A deployment of a project, as far as connections to it go. */
export interface Target {
  name: string;
  /** How the scope of a database user names what it is. */
  scope: "CLUSTER" | "DATA_LAKE";
  /** Absent while there is no way to reach it. */
  connections?: Connections;
}

interface Listing {
  readAt: number;
  targets: Flight<Target[]>;
}

/** Kinds whose objects users connect to. */
export const reachableKinds = ["AtlasCluster", "AtlasDataFederation", "AtlasDeployment"] as const satisfies KindName[];

/** How long a list is good for, in milliseconds of Atlas's clock, where nothing tells of a change. */
const keepMs = 60_000;
/** The same while some deployment cannot be reached yet. */
const keepUnfinishedMs = 5_000;

type Dedicated = ItemOf<ResponseBody<"listGroupClusters">>;
type Flex = ItemOf<ResponseBody<"listGroupFlexClusters">>;

/**
 * The deployments of each project, listed once for all its users: the ones that are declared here and all others. A declared one that
 * changes has its project listed anew.
 */
export class Deployments {
  readonly #listings = new Map<string, Listing>();

  constructor(
    cluster: Cluster,
    private readonly clock: Clock,
  ) {
    for (const kind of reachableKinds) {
      cluster.source(kind)?.subscribe(({ before, after }) => {
        for (const object of [before, after]) {
          const projectId = object && projectOf(cluster, kind, object);
          if (projectId === undefined) continue;
          for (const federations of [true, false]) this.#listings.delete(keyOf(projectId, federations));
        }
      });
    }
  }

  /** @param federations Whether federated databases count, which takes a call more. */
  async of(api: AtlasApi, projectId: string, federations: boolean, signal: AbortSignal): Promise<Target[]> {
    const key = keyOf(projectId, federations);
    const known = this.#listings.get(key);
    const age = this.clock.now() - (known?.readAt ?? 0);
    if (known && age < keepMs) {
      const targets = await known.targets.join(signal);
      if (age < keepUnfinishedMs || targets.every(({ connections }) => connections)) return targets;
    }
    const readAt = this.clock.now();
    const read = (shared: AbortSignal): Promise<Target[]> => list(api, projectId, federations, shared);
    const targets = new Flight(read, (ended, good) => {
      // A list that failed is read again by whoever asks next.
      if (!good && this.#listings.get(key)?.targets === ended) this.#listings.delete(key);
    });
    this.#listings.set(key, { readAt, targets });
    return targets.join(signal);
  }
}

const keyOf = (projectId: string, federations: boolean): string => `${projectId} ${federations}`;

async function list(api: AtlasApi, groupId: string, federations: boolean, signal: AbortSignal): Promise<Target[]> {
  const params = { groupId };
  const [clusters, flexes, lakes] = await Promise.all([
    api.list<"listGroupClusters">({ operation: "listGroupClusters", params }, { signal }),
    api.list<"listGroupFlexClusters">({ operation: "listGroupFlexClusters", params }, { signal }),
    federations
      ? api.list<"listGroupDataFederation">({ operation: "listGroupDataFederation", params }, { signal })
      : [],
  ]);
  return [
    ...clusters.filter(({ stateName }) => stateName !== "DELETING").map(clusterTarget),
    ...flexes.filter(({ stateName }) => stateName !== "DELETING").map(flexTarget),
    ...lakes.map(({ name = "", hostnames = [] }) => lakeTarget(name, hostnames)),
  ];
}

function clusterTarget({ name = "", connectionStrings }: Dedicated): Target {
  const { standard, standardSrv, privateSrv, privateEndpoint = [] } = connectionStrings ?? {};
  const peering = connectionStrings?.private;
  return {
    name,
    scope: "CLUSTER",
    ...(standardSrv && {
      connections: {
        standard: standard ?? "",
        standardSrv,
        private: [
          ...(peering ? [{ standard: peering, srv: privateSrv ?? "", shard: "" }] : []),
          ...privateEndpoint.map((endpoint) => ({
            standard: endpoint.connectionString ?? "",
            srv: endpoint.srvConnectionString ?? "",
            shard: endpoint.srvShardOptimizedConnectionString ?? "",
          })),
        ],
      },
    }),
  };
}

function flexTarget({ name = "", connectionStrings }: Flex): Target {
  const { standard = "", standardSrv } = connectionStrings ?? {};
  return { name, scope: "CLUSTER", ...(standardSrv && { connections: { standard, standardSrv, private: [] } }) };
}

/** As upstream: one URI for each host, joined by commas once they have credentials. */
function lakeTarget(name: string, hostnames: readonly string[]): Target {
  const standard = hostnames.map((host) => `mongodb://${host}?ssl=true`).join(",");
  return { name, scope: "DATA_LAKE", ...(standard && { connections: { standard, standardSrv: "", private: [] } }) };
}
