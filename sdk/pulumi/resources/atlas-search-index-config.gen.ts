// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasSearchIndexConfigSpec } from "../../model/atlas-search-index-config";
import type { Args, OutputOf } from "../args";
import type { EmbeddedOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What search indexes share. */
export interface AtlasSearchIndexConfigArgs extends Args<AtlasSearchIndexConfigSpec> {}

/**
 * Analyzers and storage that full-text indexes share. Search indexes of deployments use it through `searchConfigurationRef`.
 * What refers to it writes it to Atlas; by itself it is not there. Its id is its name in the program.
 */
export class AtlasSearchIndexConfig extends AtlasResource<"AtlasSearchIndexConfig"> {
  /** Analyzer that turns documents into terms when they are indexed. `lucene.standard` when absent. */
  declare readonly analyzer: pulumi.Output<OutputOf<AtlasSearchIndexConfigSpec, "analyzer">>;
  /** Analyzers of its own, for use in mappings. Their names are unique. */
  declare readonly analyzers: pulumi.Output<OutputOf<AtlasSearchIndexConfigSpec, "analyzers">>;
  /** Analyzer that queries are read with. `lucene.standard` when absent. */
  declare readonly searchAnalyzer: pulumi.Output<OutputOf<AtlasSearchIndexConfigSpec, "searchAnalyzer">>;
  /** Fields that the index keeps copies of: all with `true`, none with `false` or when absent, or `{include: […]}` or `{exclude: […]}`. */
  declare readonly storedSource: pulumi.Output<OutputOf<AtlasSearchIndexConfigSpec, "storedSource">>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasSearchIndexConfigArgs, options: EmbeddedOptions = {}) {
    super("AtlasSearchIndexConfig", name, args, options);
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasSearchIndexConfig {
    return isResourceOfKind(value, "AtlasSearchIndexConfig");
  }
}
