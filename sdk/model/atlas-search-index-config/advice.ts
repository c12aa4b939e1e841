import type { AtlasSearchIndexConfigSpec } from "../atlas-search-index-config";
import { idleFields } from "../by-type";
import type { Fault } from "../errors";
import { charFilters, filterAdvice, tokenFilters } from "./filters";
import { tokenizers } from "./tokenizers";

/** What may be a mistake in a search configuration. */
export const advise = ({ analyzers = [] }: AtlasSearchIndexConfigSpec): Fault[] =>
  analyzers.flatMap((analyzer, index) => {
    const path = `spec.analyzers[${index}]`;
    const { tokenizer } = analyzer;
    return [
      ...idleFields(tokenizer, { name: "type", type: tokenizer.type }, tokenizers, `${path}.tokenizer`),
      ...filterAdvice(analyzer.charFilters ?? [], charFilters, `${path}.charFilters`),
      ...filterAdvice(analyzer.tokenFilters ?? [], tokenFilters, `${path}.tokenFilters`),
    ];
  });
