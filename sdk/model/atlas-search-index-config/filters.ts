import { missingFields, type TypeFields } from "../by-type";
import { unknownIn } from "../catalog/unknown-in";
import type { Fault } from "../errors";
import type { JsonObject } from "../json-object";

/** Filters of Atlas Search by type, and what each cannot do without (Atlas Admin API, search indexes). */
interface Filters {
  /** `character filter`. */
  name: string;
  types: Readonly<Record<string, TypeFields>>;
}

const nothing: TypeFields = { needs: [] };

export const charFilters: Filters = {
  name: "character filter",
  types: { htmlStrip: nothing, icuNormalize: nothing, mapping: { needs: ["mappings"] }, persian: nothing },
};

export const tokenFilters: Filters = {
  name: "token filter",
  types: {
    asciiFolding: nothing,
    daitchMokotoffSoundex: nothing,
    edgeGram: { needs: ["minGram", "maxGram"] },
    englishPossessive: nothing,
    flattenGraph: nothing,
    icuFolding: nothing,
    icuNormalizer: nothing,
    kStemming: nothing,
    length: nothing,
    lowercase: nothing,
    nGram: { needs: ["minGram", "maxGram"] },
    porterStemming: nothing,
    regex: { needs: ["matches", "pattern", "replacement"], mayBeEmpty: ["replacement"] },
    reverse: nothing,
    shingle: { needs: ["minShingleSize", "maxShingleSize"] },
    snowballStemming: { needs: ["stemmerName"] },
    spanishPluralStemming: nothing,
    stempel: nothing,
    stopword: { needs: ["tokens"] },
    trim: nothing,
    wordDelimiterGraph: nothing,
  },
};

/** What Atlas would refuse of the filters of an analyzer. `path` is that of the list. */
export const filterFaults = (filters: readonly JsonObject[], { types }: Filters, path: string): Fault[] =>
  filters.flatMap((filter, index) => {
    const { type } = filter;
    if (typeof type !== "string" || type === "") return [{ path: `${path}[${index}].type`, message: "is required" }];
    return missingFields(filter, `type is ${type}`, types[type] ?? nothing, `${path}[${index}]`);
  });

/** Types of filters that this release does not know. */
export const filterAdvice = (filters: readonly JsonObject[], { types, name }: Filters, path: string): Fault[] =>
  filters.flatMap(({ type }, index) => unknownIn(Object.keys(types), type, `${path}[${index}].type`, name));
