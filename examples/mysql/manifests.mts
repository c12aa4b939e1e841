import { join } from "node:path";
import { AtlasSchema, Schema } from "atlas-iac/cdk8s";
import { ApiObject, App, Chart } from "cdk8s";

const app = new App();
const chart = new Chart(app, "mysql", { namespace: "default", disableResourceNameHashes: true });

/** Made apart from this app, with the URL of the database under the key `url`: kubectl create secret generic … */
const secret = { name: "mysql-credentials", key: "url" };

new AtlasSchema(chart, "schema", {
  urlFrom: { secretKeyRef: secret },
  schema: Schema.fromFile(join(import.meta.dirname, "schema.sql")),
  exclude: ["ignore_me"],
  policy: {
    lint: { destructive: { error: true } },
    diff: { skip: { drop_index: true } },
  },
});

const labels = { app: "mysql" };
const password = { secretKeyRef: { name: secret.name, key: "password" } };

new ApiObject(chart, "database", {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "mysql" },
  spec: {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        containers: [
          {
            name: "mysql",
            image: "mysql:8",
            ports: [{ name: "mysql", containerPort: 3306 }],
            env: [
              { name: "MYSQL_ROOT_PASSWORD", valueFrom: password },
              { name: "MYSQL_DATABASE", value: "myapp" },
            ],
            readinessProbe: { tcpSocket: { port: "mysql" } },
          },
        ],
      },
    },
  },
});

new ApiObject(chart, "service", {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "mysql" },
  spec: { selector: labels, ports: [{ name: "mysql", port: 3306, targetPort: "mysql" }] },
});

app.synth();
