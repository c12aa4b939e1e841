// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasStreamInstanceSpec, AtlasStreamInstanceStatus } from "../../model/atlas-stream-instance";
import type { Args, OutputOf, StatusOf } from "../args";
import type { AtlasResourceOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What a stream processing instance shall be. */
export interface AtlasStreamInstanceArgs extends Args<AtlasStreamInstanceSpec> {}

/** A place where streams of messages are processed, with the connections that processors in it use. */
export class AtlasStreamInstance extends AtlasResource<"AtlasStreamInstance"> {
  /** Name of the instance. Unique within the project. */
  declare readonly name: pulumi.Output<OutputOf<AtlasStreamInstanceSpec, "name">>;
  /** Where it runs, and how large its workers are. */
  declare readonly clusterConfig: pulumi.Output<OutputOf<AtlasStreamInstanceSpec, "clusterConfig">>;
  /** Project the instance belongs to. */
  declare readonly projectRef: pulumi.Output<OutputOf<AtlasStreamInstanceSpec, "projectRef">>;
  /** Connections that its processors can use. What is taken out is deleted; connections that were never declared here stay. */
  declare readonly connectionRegistry: pulumi.Output<OutputOf<AtlasStreamInstanceSpec, "connectionRegistry">>;
  /** What Atlas says about it. */
  declare readonly status: pulumi.Output<StatusOf<AtlasStreamInstanceStatus>>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasStreamInstanceArgs, options?: AtlasResourceOptions);
  /** Reads one: see `get`. */
  constructor(name: string, args: undefined, options: AtlasResourceOptions & { id: pulumi.Input<pulumi.ID> });
  constructor(name: string, args?: AtlasStreamInstanceArgs, options: AtlasResourceOptions & { id?: pulumi.Input<pulumi.ID> } = {}) {
    super("AtlasStreamInstance", name, args, options);
  }

  /**
   * Reads an existing one that this program does not manage. It is never changed.
   * @param name Name of the resource in Pulumi.
   * @param id How Atlas names it: docs/pulumi.md lists the form for each kind.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: AtlasResourceOptions = {}): AtlasStreamInstance {
    return new AtlasStreamInstance(name, undefined, { ...options, id });
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasStreamInstance {
    return isResourceOfKind(value, "AtlasStreamInstance");
  }
}
