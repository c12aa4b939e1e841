// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasDeploymentSpec, AtlasDeploymentStatus } from "../../model/atlas-deployment";
import type { Args, OutputOf, StatusOf } from "../args";
import type { AtlasResourceOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What a deployment shall be: exactly one of `deploymentSpec`, `flexSpec` and `serverlessSpec`. */
export interface AtlasDeploymentArgs extends Args<AtlasDeploymentSpec> {}

/** A database deployment in a project: a dedicated cluster, a free (M0) cluster or a Flex cluster. */
export class AtlasDeployment extends AtlasResource<"AtlasDeployment"> {
  /** Project the deployment belongs to, declared beside it. */
  declare readonly projectRef: pulumi.Output<OutputOf<AtlasDeploymentSpec, "projectRef">>;
  /** Project the deployment belongs to, by its Atlas id. In a manifest it needs a `connectionSecret`, as there is no project object to take the credentials from. */
  declare readonly externalProjectRef: pulumi.Output<OutputOf<AtlasDeploymentSpec, "externalProjectRef">>;
  /** Credentials for the Atlas Admin API. Those of the project when absent, then the operator's own. */
  declare readonly connectionSecret: pulumi.Output<OutputOf<AtlasDeploymentSpec, "connectionSecret">>;
  /** A dedicated cluster (M10 and larger), or a free one (M0). */
  declare readonly deploymentSpec: pulumi.Output<OutputOf<AtlasDeploymentSpec, "deploymentSpec">>;
  /** A Flex cluster: shared hardware, billed by use. */
  declare readonly flexSpec: pulumi.Output<OutputOf<AtlasDeploymentSpec, "flexSpec">>;
  /** A serverless instance. Atlas turned all of them into Flex clusters: only objects that have this already may keep it. */
  declare readonly serverlessSpec: pulumi.Output<OutputOf<AtlasDeploymentSpec, "serverlessSpec">>;
  /** When to take backups, and how long to keep them. Needs `deploymentSpec.backupEnabled`. */
  declare readonly backupRef: pulumi.Output<OutputOf<AtlasDeploymentSpec, "backupRef">>;
  /** Settings of the database processes. Settings that are absent are left as they are in Atlas. */
  declare readonly processArgs: pulumi.Output<OutputOf<AtlasDeploymentSpec, "processArgs">>;
  /** Turns a Flex or free cluster of the same name into the dedicated one that `deploymentSpec` describes, with its data. Nobody can undo it. Has no effect once the cluster is dedicated. Absent means false. */
  declare readonly upgradeToDedicated: pulumi.Output<OutputOf<AtlasDeploymentSpec, "upgradeToDedicated">>;
  /** What Atlas says about it. */
  declare readonly status: pulumi.Output<StatusOf<AtlasDeploymentStatus>>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args?: AtlasDeploymentArgs, options?: AtlasResourceOptions);
  /** Reads one: see `get`. */
  constructor(name: string, args: undefined, options: AtlasResourceOptions & { id: pulumi.Input<pulumi.ID> });
  constructor(name: string, args?: AtlasDeploymentArgs, options: AtlasResourceOptions & { id?: pulumi.Input<pulumi.ID> } = {}) {
    super("AtlasDeployment", name, args ?? ("id" in options ? undefined : {}), options);
  }

  /**
   * Reads an existing one that this program does not manage. It is never changed.
   * @param name Name of the resource in Pulumi.
   * @param id How Atlas names it: docs/pulumi.md lists the form for each kind.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: AtlasResourceOptions = {}): AtlasDeployment {
    return new AtlasDeployment(name, undefined, { ...options, id });
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasDeployment {
    return isResourceOfKind(value, "AtlasDeployment");
  }
}
