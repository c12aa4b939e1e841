import { stringify } from "yaml";
import { settled } from "../../../sdk/cdk8s/operator/install";
import { manifestsOf } from "../../../sdk/cdk8s/operator/manifests";
import { BLOCKS } from "./deployment";
import { at } from "./template";

/** One value at the top of `values.yaml`: what it does, and its default. */
type Row = readonly [name: string, comment: string, value: unknown];

/** `values.yaml`: every value, documented, with the defaults that the cdk8s chart has. */
export function values(): string {
  const install = settled({});
  const deployment = manifestsOf(install, []).find(({ kind }) => kind === "Deployment");
  const shipped = (name: string): unknown => at(deployment, BLOCKS[name] ?? "");
  const [repository = ""] = install.image.split(":");
  const rows: Row[] = [
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
    ["atlasURI", "Address of Atlas; default https://cloud.mongodb.com/.", ""],
    [
      "objectDeletionProtection",
      "Whether what is in Atlas stays when its object is deleted and says nothing about it.",
      true,
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
    ["rbac", "", { create: true }],
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
  return rows
    .map(([name, comment, value]) => `${comment && `# ${comment}\n`}${stringify({ [name]: value }, { lineWidth: 0 })}`)
    .join("\n");
}
