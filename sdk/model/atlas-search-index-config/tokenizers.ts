import type { Tokenizer } from "../atlas-search-index-config";
import type { TypeFields } from "../by-type";

/** What each sort of tokenizer is declared with (Atlas Admin API, search indexes). */
export const tokenizers: Readonly<Record<string, TypeFields>> = {
  edgeGram: { needs: ["minGram", "maxGram"] },
  keyword: { needs: [] },
  nGram: { needs: ["minGram", "maxGram"] },
  regexCaptureGroup: { needs: ["pattern", "group"] },
  regexSplit: { needs: ["pattern"] },
  standard: { needs: [], takes: ["maxTokenLength"] },
  uaxUrlEmail: { needs: [], takes: ["maxTokenLength"] },
  whitespace: { needs: [], takes: ["maxTokenLength"] },
} satisfies Record<Tokenizer["type"], { needs: (keyof Tokenizer)[]; takes?: (keyof Tokenizer)[] }>;
