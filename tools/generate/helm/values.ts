import { stringify } from "yaml";
import { settled } from "../../../sdk/cdk8s/operator/install";
import { manifestsOf } from "../../../sdk/cdk8s/operator/manifests";
import { BLOCKS } from "./deployment";
import { at } from "./template";

/** One value at the top of `values.yaml`: what it does, and its default. */
type Row = readonly [name: string, comment: string, value: unknown];

/** `values.yaml`: every value, documented, with the defaults that the cdk8s chart has. */
export function values(): string {
  return rows()
    .map(([name, comment, value]) => `${comment && `# ${comment}\n`}${stringify({ [name]: value }, { lineWidth: 0 })}`)
    .join("\n");
}

/** Values that are passed on as Kubernetes has them, and so may hold whatever it takes. */
const open: ReadonlySet<string> = new Set([...Object.keys(BLOCKS), "podLabels", "annotations"]);

/** `values.schema.json`: a misspelt value, or one that only another chart has, is refused instead of having no effect. */
export function valuesSchema(): object {
  const properties = Object.fromEntries(rows().map(([name, , value]) => [name, schemaOf(name, value)]));
  // Helm itself passes `global` to every chart.
  const all = { global: {}, ...properties, watchNamespaces: { type: ["array", "string"], items: { type: "string" } } };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    additionalProperties: false,
    properties: all,
  };
}

function schemaOf(name: string, value: unknown): object {
  if (Array.isArray(value)) return { type: "array" };
  if (typeof value === "number") return { type: "integer" };
  if (typeof value !== "object" || value === null) return { type: typeof value };
  if (open.has(name)) return { type: "object" };
  const entries = Object.entries(value).map(([key, below]) => [key, schemaOf(key, below)]);
  return { type: "object", additionalProperties: false, properties: Object.fromEntries(entries) };
}

function rows(): Row[] {
  const install = settled({});
  const deployment = manifestsOf(install, []).find(({ kind }) => kind === "Deployment");
  const shipped = (name: string): unknown => at(deployment, BLOCKS[name] ?? "");
  const [repository = ""] = install.image.split(":");
  return [
    ["replicaCount", "Pods. One acts, the others wait.", install.replicas],
    ["leaderElection", "Whether pods elect the one that acts; several need it.", install.leaderElection],
    [
      "image",
      "tag: default the chart's appVersion. digest: sha256:…, wins over the tag.",
      { repository, tag: "", digest: "", pullPolicy: install.imagePullPolicy },
    ],
    ["imagePullSecrets", "As Kubernetes has them: [{name: …}].", install.imagePullSecrets],
    ["nameOverride", "", ""],
    ["fullnameOverride", "Name of the Deployment and of what is beside it.", ""],
    [
      "watchNamespaces",
      "Only objects in these, with rights in these only. A list, or a text with commas.",
      install.watchNamespaces,
    ],
    ["shards", "Pods share namespaces by their label atlas-iac/shard, of these values: [a, b].", install.shards],
    ["atlasURI", "Address of Atlas; default https://cloud.mongodb.com/.", ""],
    [
      "objectDeletionProtection",
      "Whether what is in Atlas stays when its object is deleted and says nothing about it.",
      true,
    ],
    ["subobjectDeletionProtection", "Taken for upstream's sake, as its own operator does: it has no effect.", true],
    ["labelSelector", "Of database objects, only those with these labels: [team=shop, tier!=test].", []],
    [
      "devDatabases",
      "Whether dev databases that cannot be had in process (MySQL, MariaDB) are started as Deployments, which takes the right to make some.",
      install.devDatabases,
    ],
    ["prewarmDevDB", "Whether a dev database keeps its pod when nothing is planned.", install.prewarmDevDB],
    [
      "allowCustomConfig",
      "Whether database objects may bring a project file, which may read what the operator's pod may read.",
      install.allowCustomConfig,
    ],
    [
      "atlasCommand",
      "Path of the official atlas command line in the pod, from your image or a volume; default: atlas on PATH, if there is one.",
      "",
    ],
    ["logLevel", "debug, info, warn, error or fatal; default info.", ""],
    ["globalSecretName", "Secret with the operator's own credentials; default <fullname>-api-key.", ""],
    [
      "globalConnectionSecret",
      "Makes that Secret: orgId with an API key, or with a service account. Better made outside of Helm, which keeps values.",
      { orgId: "", publicApiKey: "", privateApiKey: "", clientId: "", clientSecret: "" },
    ],
    [
      "crds",
      "keep: uninstalling leaves the definitions, and with them every object.",
      { create: install.crds, keep: true },
    ],
    [
      "rbac",
      "aggregateClusterRoles: the cluster's roles view, edit and admin cover the kinds too.",
      { create: true, aggregateClusterRoles: install.aggregateClusterRoles },
    ],
    [
      "serviceAccount",
      "name: default the fullname.",
      { create: true, name: "", annotations: install.serviceAccountAnnotations },
    ],
    ["extraArgs", "More flags of atlas-iac operator.", install.extraArgs],
    ["extraEnvs", "More environment: [{name: ATLAS_TOKEN, valueFrom: …}].", install.extraEnvs],
    ["extraVolumes", "More volumes of the pod, as Kubernetes has them.", install.extraVolumes],
    ["extraVolumeMounts", "Where the operator sees them.", install.extraVolumeMounts],
    ["resources", "", shipped("resources")],
    ["terminationGracePeriodSeconds", "At least 30.", install.terminationGracePeriodSeconds],
    ["podLabels", "", install.podLabels],
    ["podAnnotations", "", install.podAnnotations],
    ["podSecurityContext", "", shipped("podSecurityContext")],
    ["containerSecurityContext", "", shipped("containerSecurityContext")],
    ["nodeSelector", "", {}],
    ["tolerations", "", install.tolerations],
    ["affinity", "", {}],
    ["topologySpreadConstraints", "", []],
    ["priorityClassName", "", ""],
    ["podDisruptionBudget", "", { enabled: true }],
    [
      "metrics",
      "serviceMonitor needs Prometheus Operator.",
      { service: { enabled: true }, serviceMonitor: { enabled: false } },
    ],
  ];
}
