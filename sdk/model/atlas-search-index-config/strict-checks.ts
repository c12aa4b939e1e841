import type { AtlasSearchIndexConfigSpec, CustomAnalyzer, Tokenizer } from "../atlas-search-index-config";
import type { Fault } from "../errors";
import { charFilters, filterFaults, tokenFilters } from "./filters";

/** What Atlas would refuse of a search configuration. */
export const strictCheck = ({ analyzers = [] }: AtlasSearchIndexConfigSpec): Fault[] =>
  analyzers.flatMap((analyzer, index) => analyzerFaults(analyzer, `spec.analyzers[${index}]`));

function analyzerFaults(analyzer: CustomAnalyzer, path: string): Fault[] {
  return [
    ...gramFaults(analyzer.tokenizer, `${path}.tokenizer`),
    ...filterFaults(analyzer.charFilters ?? [], charFilters, `${path}.charFilters`),
    ...filterFaults(analyzer.tokenFilters ?? [], tokenFilters, `${path}.tokenFilters`),
  ];
}

function gramFaults({ minGram, maxGram }: Tokenizer, path: string): Fault[] {
  if (minGram === undefined || maxGram === undefined || minGram <= maxGram) return [];
  return [
    { path: `${path}.minGram`, message: `must not be more than maxGram, which is ${maxGram}, but is ${minGram}` },
  ];
}
