import type { Construct } from "constructs";
import { connectionSecretName, isObjectName } from "../model/connection-secret-name";
import type { Fault } from "../model/errors";
import { isAtlasObject } from "./atlas-object";
import { ConnectionSecret } from "./connection-secret";
import { ownersAround } from "./connection-secret-owners";
import {
  type AtlasDatabaseUserProps,
  AtlasDatabaseUser as DatabaseUserObject,
} from "./constructs/atlas-database-user.gen";
import type { AtlasDeployment } from "./constructs/atlas-deployment.gen";
import type { AtlasProject } from "./constructs/atlas-project.gen";
import { ConnectionSecretError } from "./errors";
import { deploymentNameOf, scopedTo } from "./names-in-atlas";

/** What the name of a connection secret is made of when the constructs do not say it. */
export interface ConnectionSecretOptions {
  /** Project of the user. Not needed when the user's `projectRef` is the construct itself. */
  project?: AtlasProject;
  /** Name of the user's project in Atlas, when no construct declares it. */
  projectName?: string;
}

/** A user who logs in to the databases of a project. */
export class AtlasDatabaseUser extends DatabaseUserObject {
  readonly #project: AtlasProject | undefined;
  readonly #owners = ownersAround(this);

  static override [Symbol.hasInstance](value: unknown): value is AtlasDatabaseUser {
    return isAtlasObject(value, "AtlasDatabaseUser") && "connectionSecret" in value;
  }

  /**
   * A user who logs in to the databases of a project.
   *
   * @param scope Construct it belongs to, most often a chart.
   * @param id Name within the scope; with the scope's path it makes the object's name.
   * @param props The spec's fields, and `metadata`.
   */
  constructor(scope: Construct, id: string, props: AtlasDatabaseUserProps) {
    super(scope, id, props);
    this.#project = isAtlasObject(props.projectRef, "AtlasProject") ? props.projectRef : undefined;
    this.#owners.addUser(this, this.#project);
  }

  /**
   * The Secret with connection strings that the operator will write for this user and a deployment of the same project.
   *
   * @param deployment The deployment, or its name in Atlas.
   * @throws ConnectionSecretError when the project's name in Atlas is not known, or no such Secret will be written.
   */
  connectionSecret(
    deployment: AtlasDeployment | { name: string; kind?: undefined },
    options: ConnectionSecretOptions = {},
  ): ConnectionSecret {
    const deploymentName = deployment.kind === undefined ? deployment.name : deploymentNameOf(deployment);
    if (deploymentName === undefined) {
      throw new ConnectionSecretError(`${deployment.name} declares no deployment, so that it has no name in Atlas`, {
        hint: "Give it a deploymentSpec, flexSpec or serverlessSpec with a name.",
      });
    }
    this.#mustReach(deploymentName);
    const projectName = options.projectName ?? this.#projectOf(options).spec.name;
    const { username } = this.spec;
    if (typeof projectName !== "string" || typeof username !== "string") {
      throw new ConnectionSecretError(
        `The connection secret of ${this.node.path} is named after its user and project, and one of these names is produced at synthesis only`,
        { hint: "Give username and the project's name as texts, not as lazy values." },
      );
    }
    const name = connectionSecretName({ projectName, deploymentName, username });
    if (!isObjectName(name)) {
      throw new ConnectionSecretError(
        `The connection secret of ${this.node.path} would be called "${name}", which Kubernetes does not allow`,
        {
          hint: "Rename the user, the deployment or the project: two dots, or a dot beside another sign, cannot be next to each other.",
        },
      );
    }
    return new ConnectionSecret(name, this.metadata.namespace);
  }

  protected override ownFaults(): Fault[] {
    return this.#owners.collisionsOf(this);
  }

  #projectOf(options: ConnectionSecretOptions): AtlasProject {
    const project = options.project ?? this.#project;
    if (project) return project;
    throw new ConnectionSecretError(
      `The connection secret of ${this.node.path} is named after its project in Atlas, whose name is not known here`,
      { hint: 'Give projectRef the AtlasProject construct, or connectionSecret(deployment, { projectName: "…" }).' },
    );
  }

  /** A user with scopes gets Secrets for these deployments only. */
  #mustReach(deploymentName: string): void {
    const clusters = scopedTo(this);
    if (clusters.length === 0 || clusters.includes(deploymentName)) return;
    const names = clusters.join(", ");
    throw new ConnectionSecretError(
      `${this.node.path} cannot reach ${deploymentName}: its scopes are ${names}. The operator writes no connection secret for it`,
      { hint: `Add { name: "${deploymentName}", type: "CLUSTER" } to the user's scopes.` },
    );
  }
}
