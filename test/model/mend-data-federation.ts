type Json = Record<string, unknown>;

/** Names what must have a name, and lets data sources read from stores that there are. */
export function mendDataFederation(spec: Json): Json {
  const { storage, dataProcessRegion, privateEndpoints } = spec;
  return {
    ...spec,
    ...(isJson(dataProcessRegion) && {
      dataProcessRegion: { cloudProvider: "AWS", region: "DUBLIN_IRL", ...dataProcessRegion },
    }),
    ...(Array.isArray(privateEndpoints) && { privateEndpoints: named(privateEndpoints, "endpointId") }),
    ...(isJson(storage) && { storage: mendStorage(storage) }),
  };
}

function mendStorage(storage: Json): Json {
  const stores = named(storage.stores, "name").map((store): Json => ({ provider: "atlas", ...store }));
  const [store] = stores;
  const databases = named(storage.databases, "name").map((database) => ({
    ...database,
    ...(database.maxWildcardCollections !== undefined && { maxWildcardCollections: 100 }),
    ...(database.views !== undefined && {
      views: items(database.views).map((view) => ({ ...view, ...(view.pipeline !== undefined && { pipeline: "[]" }) })),
    }),
    ...(database.collections !== undefined && {
      collections: items(database.collections).map((collection) => ({
        ...collection,
        dataSources: store ? items(collection.dataSources).map((source) => ({ ...source, storeName: store.name })) : [],
      })),
    }),
  }));
  return {
    ...storage,
    ...(storage.stores !== undefined && { stores }),
    ...(storage.databases !== undefined && { databases }),
  };
}

/** Items that all have a name, each another one. */
function named(value: unknown, field: string): Json[] {
  return items(value).map((item, index) => ({ ...item, [field]: item[field] || `${field}-${index}` }));
}

function items(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
