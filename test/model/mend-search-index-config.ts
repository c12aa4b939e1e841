type Json = Record<string, unknown>;

/** Analyzers whose tokenizers have what their sort needs. */
export function mendSearchIndexConfig(spec: Json): Json {
  const { analyzers, ...rest } = spec;
  if (!Array.isArray(analyzers)) return spec;
  const needed = { minGram: 1, maxGram: 2, pattern: "-", group: 0 };
  return {
    ...rest,
    analyzers: analyzers.map((analyzer, index) => ({
      ...analyzer,
      name: `analyzer${index}`,
      tokenizer: { ...needed, ...analyzer.tokenizer },
    })),
  };
}
