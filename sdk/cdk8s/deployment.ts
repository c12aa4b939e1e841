import type { Construct } from "constructs";
import { ownersAround } from "./connection-secret-owners";
import { type AtlasDeploymentProps, AtlasDeployment as DeploymentObject } from "./constructs/atlas-deployment.gen";

/** A database deployment in a project: a dedicated cluster, a free (M0) cluster or a Flex cluster. */
export class AtlasDeployment extends DeploymentObject {
  /**
   * A database deployment in a project: a dedicated cluster, a free (M0) cluster or a Flex cluster.
   *
   * @param scope Construct it belongs to, most often a chart.
   * @param id Name within the scope; with the scope's path it makes the object's name.
   * @param props The spec's fields, and `metadata`.
   */
  constructor(scope: Construct, id: string, props: AtlasDeploymentProps = {}) {
    super(scope, id, props);
    ownersAround(this).addDeployment(this);
  }
}
