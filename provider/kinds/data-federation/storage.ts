import type { SpecOf } from "../../../sdk/model";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import { asSet } from "../canonical";

type Declared = NonNullable<SpecOf<"AtlasDataFederation">["storage"]>;
type Store = NonNullable<Declared["stores"]>[number];
type Database = NonNullable<Declared["databases"]>[number];
type Source = NonNullable<NonNullable<Database["collections"]>[number]["dataSources"]>[number];
type Body = NonNullable<RequestBody<"createGroupDataFederation">["storage"]>;

/** What can be queried, in the one form that both sides are compared in: lists as sets, nothing that is Atlas's default. */
export interface Storage {
  stores: Store[];
  databases: Database[];
}

/** Storage as it is declared, normalised. What is not in it shall not be there. */
export function declaredStorage({ stores = [], databases = [] }: Declared): Storage {
  return { stores: asSet(stores.map(storeOf)), databases: asSet(databases.map(databaseOf)) };
}

/** Storage as Atlas has it, normalised. What was never set is null. Fields that the model does not have are left out. */
export function observedStorage(answer: ResponseBody<"getGroupDataFederation">["storage"]): Storage {
  const { stores, databases } = answer ?? {};
  // Atlas's words are wider than the model's enumerations, and what it shows is of many shapes: each field is picked by name.
  return declaredStorage({ stores: (stores ?? []) as Store[], databases: (databases ?? []) as Database[] });
}

/** The part of a body that makes storage as given. */
export function storageBody(storage: Storage): Body {
  // The contract lists regions, classes and levels that it knows; what is declared is for Atlas to judge.
  return storage as Body;
}

function storeOf(store: Store): Store {
  const { name, provider, clusterName, readConcern, readPreference, bucket, region, prefix, delimiter } = store;
  const { mode, maxStalenessSeconds, tagSets } = readPreference ?? {};
  return sparse<Store>({
    name,
    provider,
    clusterName,
    readConcern: sparse({ level: readConcern?.level }),
    readPreference: sparse({
      mode,
      maxStalenessSeconds,
      // The first set that matches counts: their order means something, that of the tags in one does not.
      tagSets: tagSets?.map((tags) => asSet(tags.map((tag) => ({ name: tag.name, value: tag.value })))),
    }),
    bucket,
    region,
    prefix,
    delimiter: delimiter === "/" ? undefined : delimiter,
    includeTags: store.includeTags,
    public: store.public,
    additionalStorageClasses: asSet(store.additionalStorageClasses ?? []),
  });
}

function databaseOf({ name, collections, maxWildcardCollections, views }: Database): Database {
  return sparse<Database>({
    name,
    collections: asSet(
      (collections ?? []).map((collection) =>
        sparse({ name: collection.name, dataSources: asSet((collection.dataSources ?? []).map(sourceOf)) }),
      ),
    ),
    maxWildcardCollections: maxWildcardCollections === 100 ? undefined : maxWildcardCollections,
    views: asSet(
      (views ?? []).map(({ pipeline, ...view }) =>
        sparse({ name: view.name, source: view.source, pipeline: pipeline && compact(pipeline) }),
      ),
    ),
  });
}

function sourceOf(source: Source): Source {
  const { storeName, collection, collectionRegex, database, databaseRegex, path, defaultFormat } = source;
  return sparse<Source>({
    storeName,
    collection,
    collectionRegex,
    database,
    databaseRegex,
    path,
    defaultFormat,
    provenanceFieldName: source.provenanceFieldName,
    allowInsecure: source.allowInsecure,
    urls: asSet(source.urls ?? []),
  });
}

/** The fields that say something: an absent one, an empty one and a switch that is off mean the same to Atlas. */
function sparse<T extends object>(fields: T): T {
  const kept: T = { ...fields };
  for (const [name, value] of Object.entries(fields)) if (isBlank(value)) Reflect.deleteProperty(kept, name);
  return kept;
}

function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** A pipeline without its white space. The order of its fields means something, so they are not sorted. */
function compact(pipeline: string): string {
  try {
    return JSON.stringify(JSON.parse(pipeline));
  } catch (error) {
    // What is no JSON is for Atlas to judge.
    if (error instanceof SyntaxError) return pipeline;
    throw error;
  }
}
