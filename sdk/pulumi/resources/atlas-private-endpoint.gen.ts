// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasPrivateEndpointSpec, AtlasPrivateEndpointStatus } from "../../model/atlas-private-endpoint";
import type { Args, OutputOf, StatusOf } from "../args";
import type { AtlasResourceOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What a service and its endpoints shall be. */
export interface AtlasPrivateEndpointArgs extends Args<AtlasPrivateEndpointSpec> {}

/** A service of Atlas in one region of a cloud provider, to which endpoints in one's own networks connect, so that clusters are reached by private addresses. */
export class AtlasPrivateEndpoint extends AtlasResource<"AtlasPrivateEndpoint"> {
  /** Project the service belongs to, declared beside it. */
  declare readonly projectRef: pulumi.Output<OutputOf<AtlasPrivateEndpointSpec, "projectRef">>;
  /** Project the service belongs to, by its Atlas id. In a manifest it needs a `connectionSecret`, as there is no project object to take the credentials from. */
  declare readonly externalProjectRef: pulumi.Output<OutputOf<AtlasPrivateEndpointSpec, "externalProjectRef">>;
  /** Credentials for the Atlas Admin API. Those of the project when absent, then the operator's own. */
  declare readonly connectionSecret: pulumi.Output<OutputOf<AtlasPrivateEndpointSpec, "connectionSecret">>;
  /** Cloud provider of the service. */
  declare readonly provider: pulumi.Output<OutputOf<AtlasPrivateEndpointSpec, "provider">>;
  /** Region of the service, as Atlas writes it: `US_EAST_1`. */
  declare readonly region: pulumi.Output<OutputOf<AtlasPrivateEndpointSpec, "region">>;
  /** Regions from which endpoints may connect too, on AWS. Absent leaves Atlas's list alone; an empty one clears it. */
  declare readonly supportedRegions: pulumi.Output<OutputOf<AtlasPrivateEndpointSpec, "supportedRegions">>;
  /** Whether one attachment serves all nodes, by port, on Google Cloud. Fixed once the service is made. Absent: as it is, at first no. */
  declare readonly portMappingEnabled: pulumi.Output<OutputOf<AtlasPrivateEndpointSpec, "portMappingEnabled">>;
  /** One's own endpoints, on AWS. */
  declare readonly awsConfiguration: pulumi.Output<OutputOf<AtlasPrivateEndpointSpec, "awsConfiguration">>;
  /** One's own endpoints, on Azure. */
  declare readonly azureConfiguration: pulumi.Output<OutputOf<AtlasPrivateEndpointSpec, "azureConfiguration">>;
  /** Groups of one's own endpoints, on Google Cloud. */
  declare readonly gcpConfiguration: pulumi.Output<OutputOf<AtlasPrivateEndpointSpec, "gcpConfiguration">>;
  /** What Atlas says about it. */
  declare readonly status: pulumi.Output<StatusOf<AtlasPrivateEndpointStatus>>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasPrivateEndpointArgs, options?: AtlasResourceOptions);
  /** Reads one: see `get`. */
  constructor(name: string, args: undefined, options: AtlasResourceOptions & { id: pulumi.Input<pulumi.ID> });
  constructor(name: string, args?: AtlasPrivateEndpointArgs, options: AtlasResourceOptions & { id?: pulumi.Input<pulumi.ID> } = {}) {
    super("AtlasPrivateEndpoint", name, args, options);
  }

  /**
   * Reads an existing one that this program does not manage. It is never changed.
   * @param name Name of the resource in Pulumi.
   * @param id How Atlas names it: docs/pulumi.md lists the form for each kind.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: AtlasResourceOptions = {}): AtlasPrivateEndpoint {
    return new AtlasPrivateEndpoint(name, undefined, { ...options, id });
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasPrivateEndpoint {
    return isResourceOfKind(value, "AtlasPrivateEndpoint");
  }
}
