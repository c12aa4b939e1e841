// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasStreamConnectionSpec } from "../../model/atlas-stream-connection";
import type { Args, OutputOf } from "../args";
import type { EmbeddedOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What a connection shall be. */
export interface AtlasStreamConnectionArgs extends Args<AtlasStreamConnectionSpec> {}

/**
 * What stream processors read from or write to. Stream instances use it through `connectionRegistry`.
 * What refers to it writes it to Atlas; by itself it is not there. Its id is its name in the program.
 */
export class AtlasStreamConnection extends AtlasResource<"AtlasStreamConnection"> {
  /** Name that processors call it by. Unique within the instance. */
  declare readonly name: pulumi.Output<OutputOf<AtlasStreamConnectionSpec, "name">>;
  /** What it leads to: a `Kafka` broker, a `Cluster` of the project, or a `Sample` of Atlas's own. A changed type makes it anew. */
  declare readonly type: pulumi.Output<OutputOf<AtlasStreamConnectionSpec, "type">>;
  /** The cluster, for a connection of type `Cluster`. */
  declare readonly clusterConfig: pulumi.Output<OutputOf<AtlasStreamConnectionSpec, "clusterConfig">>;
  /** The broker, for a connection of type `Kafka`. */
  declare readonly kafkaConfig: pulumi.Output<OutputOf<AtlasStreamConnectionSpec, "kafkaConfig">>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasStreamConnectionArgs, options: EmbeddedOptions = {}) {
    super("AtlasStreamConnection", name, args, options);
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasStreamConnection {
    return isResourceOfKind(value, "AtlasStreamConnection");
  }
}
