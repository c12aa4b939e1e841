import { isObject, type Json, type JsonObject, objectsAt, stringAt } from "../json";
import { problem } from "../problem";

type Storage = { stores: JsonObject[] | null; databases: JsonObject[] | null };

/** What a store of a provider has although nobody said it (the contract's defaults). */
const STORE_DEFAULTS: Readonly<Record<string, JsonObject>> = {
  s3: { includeTags: false, public: false },
  gcs: { public: false },
  azure: { public: false },
  http: { allowInsecure: false },
};

/** The storage a body declares, laid over what there was: a list that is sent replaces the list. */
export function storageIn(body: Json, before: Storage, groupId: string): Storage {
  const sent = isObject(body) && isObject(body.storage) ? body.storage : {};
  const stores = Array.isArray(sent.stores)
    ? objectsAt(sent, "stores").map((store) => filledStore(store, groupId))
    : before.stores;
  const databases = Array.isArray(sent.databases) ? objectsAt(sent, "databases").map(filledDatabase) : before.databases;
  checkSources(databases ?? [], stores ?? []);
  return { stores, databases };
}

function filledStore(store: JsonObject, groupId: string): JsonObject {
  const provider = stringAt(store, "provider");
  const name = stringAt(store, "name");
  if (!provider) throw problem("MISSING_ATTRIBUTE", "provider");
  if (!name) throw problem("MISSING_ATTRIBUTE", "name");
  const own: JsonObject = provider === "atlas" ? { projectId: groupId } : {};
  return { ...STORE_DEFAULTS[provider], ...own, ...store };
}

function filledDatabase(database: JsonObject): JsonObject {
  if (!stringAt(database, "name")) throw problem("MISSING_ATTRIBUTE", "name");
  return {
    maxWildcardCollections: 100,
    ...database,
    collections: objectsAt(database, "collections").map((collection) => ({
      ...collection,
      dataSources: objectsAt(collection, "dataSources").map((source) => ({ allowInsecure: false, ...source })),
    })),
    views: objectsAt(database, "views"),
  };
}

function checkSources(databases: readonly JsonObject[], stores: readonly JsonObject[]): void {
  const names = new Set(stores.map(({ name }) => name));
  const collections = databases.flatMap((database) => objectsAt(database, "collections"));
  for (const { storeName } of collections.flatMap((collection) => objectsAt(collection, "dataSources"))) {
    if (!names.has(storeName)) throw problem("DATA_FEDERATION_STORAGE_CONFIG_INVALID", `no store named ${storeName}`);
  }
}
