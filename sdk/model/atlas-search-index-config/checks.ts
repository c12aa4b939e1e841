import type { AtlasSearchIndexConfigSpec, CustomAnalyzer, Tokenizer } from "../atlas-search-index-config";
import type { Fault } from "../errors";

/** What each sort of tokenizer cannot do without (Atlas Search, custom analyzers). */
const needs: Partial<Record<Tokenizer["type"], readonly (keyof Tokenizer)[]>> = {
  nGram: ["minGram", "maxGram"],
  edgeGram: ["minGram", "maxGram"],
  regexSplit: ["pattern"],
  regexCaptureGroup: ["pattern", "group"],
};

/** Rules of a search configuration that its schema cannot say. */
export function check({ analyzers = [] }: AtlasSearchIndexConfigSpec): Fault[] {
  return analyzers.flatMap((analyzer, index) => analyzerFaults(analyzer, `spec.analyzers[${index}]`));
}

function analyzerFaults({ name, tokenizer }: CustomAnalyzer, path: string): Fault[] {
  const missing = (needs[tokenizer.type] ?? []).filter((field) => tokenizer[field] === undefined);
  const reserved = /^(?:lucene|builtin|mongodb)\./.exec(name)?.[0];
  return [
    ...(reserved ? [{ path: `${path}.name`, message: `may not begin with ${reserved}` }] : []),
    ...missing.map((field) => ({
      path: `${path}.tokenizer.${field}`,
      message: `is required when type is ${tokenizer.type}`,
    })),
  ];
}
