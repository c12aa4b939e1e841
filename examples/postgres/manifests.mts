import { join } from "node:path";
import { AtlasMigration, Migrations, migrationsConfigMap } from "atlas-iac/cdk8s";
import { ApiObject, App, Chart } from "cdk8s";

const app = new App();
const chart = new Chart(app, "postgres", { namespace: "default", disableResourceNameHashes: true });

/** Made apart from this app, with the URL of the database under the key `url`: kubectl create secret generic … */
const secret = { name: "postgres-credentials", key: "url" };

new AtlasMigration(chart, "migrations", {
  urlFrom: { secretKeyRef: secret },
  dir: migrationsConfigMap(chart, "files", Migrations.fromDirectory(join(import.meta.dirname, "migrations"))),
});

const labels = { app: "postgres" };
const password = { secretKeyRef: { name: secret.name, key: "password" } };

new ApiObject(chart, "database", {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "postgres" },
  spec: {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        containers: [
          {
            name: "postgres",
            image: "postgres:18",
            ports: [{ name: "postgres", containerPort: 5432 }],
            env: [{ name: "POSTGRES_PASSWORD", valueFrom: password }],
            readinessProbe: { exec: { command: ["pg_isready", "--username=postgres"] } },
          },
        ],
      },
    },
  },
});

new ApiObject(chart, "service", {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "postgres" },
  spec: { selector: labels, ports: [{ name: "postgres", port: 5432, targetPort: "postgres" }] },
});

app.synth();
