import type { AtlasSearchIndexConfigSpec, CustomAnalyzer } from "../atlas-search-index-config";
import { missingFields } from "../by-type";
import type { Fault } from "../errors";
import { tokenizers } from "./tokenizers";

/** Rules of a search configuration that its schema cannot say. */
export function check({ analyzers = [] }: AtlasSearchIndexConfigSpec): Fault[] {
  return analyzers.flatMap((analyzer, index) => analyzerFaults(analyzer, `spec.analyzers[${index}]`));
}

function analyzerFaults({ name, tokenizer }: CustomAnalyzer, path: string): Fault[] {
  const reserved = /^(?:lucene|builtin|mongodb)\./.exec(name)?.[0];
  const { type } = tokenizer;
  return [
    ...(reserved ? [{ path: `${path}.name`, message: `may not begin with ${reserved}` }] : []),
    ...missingFields(tokenizer, `type is ${type}`, tokenizers[type] ?? { needs: [] }, `${path}.tokenizer`),
  ];
}
