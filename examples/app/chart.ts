import { AtlasDatabaseUser, AtlasDeployment, AtlasProject, policies } from "atlas-iac/cdk8s";
import { ApiObject, Chart } from "cdk8s";
import type { Construct } from "constructs";

const labels = { app: "greetings" };
const PORT = 8080;

/** The service and the database it keeps its data in. */
export class Greetings extends Chart {
  constructor(scope: Construct, id: string, props: { image: string }) {
    super(scope, id, { namespace: "greetings" });

    const project = new AtlasProject(this, "project", {
      name: "greetings",
      projectIpAccessList: [{ ipAddress: "203.0.113.10", comment: "the cluster's way out" }],
    });
    const database = new AtlasDeployment(this, "database", {
      // The data outlives this chart: the operator keeps the database when its object is deleted.
      metadata: { annotations: policies({ resource: "keep" }) },
      projectRef: project,
      flexSpec: {
        name: "greetings",
        providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" },
      },
    });
    const user = new AtlasDatabaseUser(this, "user", {
      projectRef: project,
      username: "greetings",
      passwordSecretRef: { name: "greetings-password" },
      roles: [{ roleName: "readWrite", databaseName: "greetings" }],
      scopes: [{ name: "greetings", type: "CLUSTER" }],
    });

    const container = {
      name: "service",
      image: props.image,
      ports: [{ containerPort: PORT }],
      env: [
        { name: "PORT", value: String(PORT) },
        // The pods wait until the operator has written the Secret.
        user.connectionSecret(database).env("MONGODB_URI", "connectionStringStandardSrv"),
      ],
      readinessProbe: { httpGet: { path: "/healthz", port: PORT } },
    };
    new ApiObject(this, "deployment", {
      apiVersion: "apps/v1",
      kind: "Deployment",
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    });
    new ApiObject(this, "service", {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "greetings" },
      spec: { selector: labels, ports: [{ port: 80, targetPort: PORT }] },
    });
  }
}
