// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasNetworkContainerSpec, AtlasNetworkContainerStatus } from "../../model/atlas-network-container";
import type { Args, In, OutputOf, StatusOf } from "../args";
import type { AtlasResourceOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What a network of Atlas shall be. */
export interface AtlasNetworkContainerArgs extends Args<Omit<AtlasNetworkContainerSpec, "id">> {
  /** Id in Atlas of a network that exists. Absent: that of the provider and region. */
  containerId?: In<Exclude<AtlasNetworkContainerSpec["id"], undefined>>;
}

/** A network that Atlas keeps for the dedicated clusters of a project, in one region of a cloud provider. Atlas makes one with the first cluster of a region; declared beforehand, it has the addresses that a peering needs. */
export class AtlasNetworkContainer extends AtlasResource<"AtlasNetworkContainer"> {
  /** Project the network belongs to, declared beside it. */
  declare readonly projectRef: pulumi.Output<OutputOf<AtlasNetworkContainerSpec, "projectRef">>;
  /** Project the network belongs to, by its Atlas id. In a manifest it needs a `connectionSecret`, as there is no project object to take the credentials from. */
  declare readonly externalProjectRef: pulumi.Output<OutputOf<AtlasNetworkContainerSpec, "externalProjectRef">>;
  /** Credentials for the Atlas Admin API. Those of the project when absent, then the operator's own. */
  declare readonly connectionSecret: pulumi.Output<OutputOf<AtlasNetworkContainerSpec, "connectionSecret">>;
  /** Cloud provider of the network. */
  declare readonly provider: pulumi.Output<OutputOf<AtlasNetworkContainerSpec, "provider">>;
  /** Region of the network, as Atlas writes it: `US_EAST_1`. Not on Google Cloud, where a network spans all regions. */
  declare readonly region: pulumi.Output<OutputOf<AtlasNetworkContainerSpec, "region">>;
  /** Id in Atlas of a network that exists. Absent: that of the provider and region. */
  declare readonly containerId: pulumi.Output<OutputOf<AtlasNetworkContainerSpec, "id">>;
  /** Addresses of the network: `10.8.0.0/21`. Fixed once a cluster or a peering is in it. Absent leaves the choice to Atlas, on AWS only. */
  declare readonly cidrBlock: pulumi.Output<OutputOf<AtlasNetworkContainerSpec, "cidrBlock">>;
  /** What Atlas says about it. */
  declare readonly status: pulumi.Output<StatusOf<AtlasNetworkContainerStatus>>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasNetworkContainerArgs, options?: AtlasResourceOptions);
  /** Reads one: see `get`. */
  constructor(name: string, args: undefined, options: AtlasResourceOptions & { id: pulumi.Input<pulumi.ID> });
  constructor(name: string, args?: AtlasNetworkContainerArgs, options: AtlasResourceOptions & { id?: pulumi.Input<pulumi.ID> } = {}) {
    super("AtlasNetworkContainer", name, args, options);
  }

  /**
   * Reads an existing one that this program does not manage. It is never changed.
   * @param name Name of the resource in Pulumi.
   * @param id How Atlas names it: docs/pulumi.md lists the form for each kind.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: AtlasResourceOptions = {}): AtlasNetworkContainer {
    return new AtlasNetworkContainer(name, undefined, { ...options, id });
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasNetworkContainer {
    return isResourceOfKind(value, "AtlasNetworkContainer");
  }
}
