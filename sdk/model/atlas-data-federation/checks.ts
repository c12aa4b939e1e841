import type { AtlasDataFederationSpec, FederationRegion } from "../atlas-data-federation";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { show } from "../messages";
import type { FederationPrivateEndpoint } from "./private-endpoints";
import type { FederationDatabase, FederationStorage } from "./storage";

/** Rules of a federated database instance that its schema cannot say. */
export function check(spec: AtlasDataFederationSpec | Resolved<AtlasDataFederationSpec>): Fault[] {
  return [
    ...regionFaults(spec.dataProcessRegion),
    ...(spec.privateEndpoints ?? []).flatMap(endpointFaults),
    ...storageFaults(spec.storage ?? {}),
  ];
}

function regionFaults(place: FederationRegion | undefined): Fault[] {
  if (!place) return [];
  const fields = ["cloudProvider", "region"] as const;
  return fields
    .filter((field) => !place[field])
    .map((field) => ({ path: `spec.dataProcessRegion.${field}`, message: "is required where a region is declared" }));
}

function endpointFaults({ endpointId }: FederationPrivateEndpoint, index: number): Fault[] {
  return endpointId ? [] : [{ path: `spec.privateEndpoints[${index}].endpointId`, message: "is required" }];
}

function storageFaults({ stores = [], databases = [] }: FederationStorage): Fault[] {
  // A store whose name is missing, or not known yet, may be any.
  const names = stores.every(({ name }) => name) ? new Set(stores.map(({ name }) => name)) : undefined;
  return [
    ...stores.flatMap(({ name, provider }, index) => {
      const path = `spec.storage.stores[${index}]`;
      return [
        ...(name ? [] : [{ path: `${path}.name`, message: "is required" }]),
        ...(provider ? [] : [{ path: `${path}.provider`, message: "is required" }]),
      ];
    }),
    ...databases.flatMap((database, index) => databaseFaults(database, `spec.storage.databases[${index}]`, names)),
  ];
}

function databaseFaults(database: FederationDatabase, path: string, stores?: ReadonlySet<unknown>): Fault[] {
  const { name, maxWildcardCollections: most, collections = [], views = [] } = database;
  const sources = collections.flatMap(({ dataSources = [] }, at) =>
    dataSources.map(({ storeName }, index) => ({
      storeName,
      path: `${path}.collections[${at}].dataSources[${index}].storeName`,
    })),
  );
  return [
    ...(name ? [] : [{ path: `${path}.name`, message: "is required" }]),
    ...(most !== undefined && (most < 1 || most > 1000)
      ? [{ path: `${path}.maxWildcardCollections`, message: `must be 1 to 1000, not ${most}` }]
      : []),
    ...sources
      .filter(({ storeName }) => stores && !stores.has(storeName))
      .map((source) => ({ path: source.path, message: `${show(source.storeName)} is not one of spec.storage.stores` })),
    ...views.flatMap(({ pipeline }, at) =>
      pipeline === undefined || isList(pipeline)
        ? []
        : [{ path: `${path}.views[${at}].pipeline`, message: "must be the text of a JSON list of stages" }],
    ),
  ];
}

function isList(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
