// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasNetworkPeeringSpec, AtlasNetworkPeeringStatus } from "../../model/atlas-network-peering";
import type { Args, In, OutputOf, StatusOf } from "../args";
import type { AtlasResourceOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What a peering shall be. */
export interface AtlasNetworkPeeringArgs extends Args<Omit<AtlasNetworkPeeringSpec, "id">> {
  /** Id in Atlas of a peering that exists. Absent: that of the declared network. */
  peerId?: In<Exclude<AtlasNetworkPeeringSpec["id"], undefined>>;
}

/** A peering of a network of one's own with one of Atlas, so that clusters are reached by private addresses. */
export class AtlasNetworkPeering extends AtlasResource<"AtlasNetworkPeering"> {
  /** Project the peering belongs to, declared beside it. */
  declare readonly projectRef: pulumi.Output<OutputOf<AtlasNetworkPeeringSpec, "projectRef">>;
  /** Project the peering belongs to, by its Atlas id. In a manifest it needs a `connectionSecret`, as there is no project object to take the credentials from. */
  declare readonly externalProjectRef: pulumi.Output<OutputOf<AtlasNetworkPeeringSpec, "externalProjectRef">>;
  /** Credentials for the Atlas Admin API. Those of the project when absent, then the operator's own. */
  declare readonly connectionSecret: pulumi.Output<OutputOf<AtlasNetworkPeeringSpec, "connectionSecret">>;
  /** Network of Atlas that is peered. */
  declare readonly containerRef: pulumi.Output<OutputOf<AtlasNetworkPeeringSpec, "containerRef">>;
  /** Id in Atlas of a peering that exists. Absent: that of the declared network. */
  declare readonly peerId: pulumi.Output<OutputOf<AtlasNetworkPeeringSpec, "id">>;
  /** Cloud provider of both networks. */
  declare readonly provider: pulumi.Output<OutputOf<AtlasNetworkPeeringSpec, "provider">>;
  /** One's own network, on AWS. */
  declare readonly awsConfiguration: pulumi.Output<OutputOf<AtlasNetworkPeeringSpec, "awsConfiguration">>;
  /** One's own network, on Azure. */
  declare readonly azureConfiguration: pulumi.Output<OutputOf<AtlasNetworkPeeringSpec, "azureConfiguration">>;
  /** One's own network, on Google Cloud. */
  declare readonly gcpConfiguration: pulumi.Output<OutputOf<AtlasNetworkPeeringSpec, "gcpConfiguration">>;
  /** What Atlas says about it. */
  declare readonly status: pulumi.Output<StatusOf<AtlasNetworkPeeringStatus>>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasNetworkPeeringArgs, options?: AtlasResourceOptions);
  /** Reads one: see `get`. */
  constructor(name: string, args: undefined, options: AtlasResourceOptions & { id: pulumi.Input<pulumi.ID> });
  constructor(name: string, args?: AtlasNetworkPeeringArgs, options: AtlasResourceOptions & { id?: pulumi.Input<pulumi.ID> } = {}) {
    super("AtlasNetworkPeering", name, args, options);
  }

  /**
   * Reads an existing one that this program does not manage. It is never changed.
   * @param name Name of the resource in Pulumi.
   * @param id How Atlas names it: docs/pulumi.md lists the form for each kind.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: AtlasResourceOptions = {}): AtlasNetworkPeering {
    return new AtlasNetworkPeering(name, undefined, { ...options, id });
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasNetworkPeering {
    return isResourceOfKind(value, "AtlasNetworkPeering");
  }
}
