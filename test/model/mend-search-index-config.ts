type Json = Record<string, unknown>;

/** Analyzers whose tokenizers have what their sort needs. */
export function mendSearchIndexConfig(spec: Json): Json {
  const { analyzers, ...rest } = spec;
  if (!Array.isArray(analyzers)) return spec;
  const needed = { pattern: "-", group: 0 };
  const grams = { minGram: 1, maxGram: 2 };
  return {
    ...rest,
    analyzers: analyzers.map((analyzer, index) => ({
      ...analyzer,
      name: `analyzer${index}`,
      tokenizer: { ...needed, ...analyzer.tokenizer, ...grams },
      ...filters(analyzer, "charFilters", "htmlStrip"),
      ...filters(analyzer, "tokenFilters", "lowercase"),
    })),
  };
}

/** Filters of a type that needs nothing. */
function filters(analyzer: Json, field: string, type: string): Json {
  const declared = analyzer[field];
  return Array.isArray(declared) ? { [field]: declared.map(() => ({ type })) } : {};
}
