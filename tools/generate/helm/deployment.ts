import { at, type Json, put, type Template } from "./template";

const POD = "spec.template.spec";
const CONTAINER = `${POD}.containers.0`;

/** Places of the Deployment that a value fills as it is, whatever its shape. */
export const BLOCKS: Readonly<Record<string, string>> = {
  podAnnotations: "spec.template.metadata.annotations",
  podSecurityContext: `${POD}.securityContext`,
  imagePullSecrets: `${POD}.imagePullSecrets`,
  nodeSelector: `${POD}.nodeSelector`,
  tolerations: `${POD}.tolerations`,
  affinity: `${POD}.affinity`,
  topologySpreadConstraints: `${POD}.topologySpreadConstraints`,
  containerSecurityContext: `${CONTAINER}.securityContext`,
  resources: `${CONTAINER}.resources`,
};

/** Places that a text or a number fills. */
const SCALARS: Readonly<Record<string, string>> = {
  replicaCount: "spec.replicas",
  terminationGracePeriodSeconds: `${POD}.terminationGracePeriodSeconds`,
  "image.pullPolicy": `${CONTAINER}.imagePullPolicy`,
};

/** Lists of which the operator has items of its own. */
const EXTRAS: Readonly<Record<string, string>> = {
  extraEnvs: `${CONTAINER}.env`,
  extraVolumes: `${POD}.volumes`,
  extraVolumeMounts: `${CONTAINER}.volumeMounts`,
};

const FLAGS = [
  "- --leader-elect={{ $.Values.leaderElection }}",
  '{{- with include "atlas-iac-operator.watched" $ }}',
  "- --watch-namespaces={{ . }}",
  "{{- end }}",
  '{{- with join "," $.Values.shards }}',
  "- --shards={{ . }}",
  "{{- end }}",
  "{{- with $.Values.atlasURI }}",
  "- --atlas-domain={{ . }}",
  "{{- end }}",
  "{{- with $.Values.globalSecretName }}",
  "- --global-api-secret-name={{ . }}",
  "{{- end }}",
  "{{- if not $.Values.objectDeletionProtection }}",
  "- --object-deletion-protection=false",
  "{{- end }}",
  '{{- with join "," $.Values.labelSelector }}',
  "- --label-selector={{ . }}",
  "{{- end }}",
  "{{- if $.Values.devDatabases }}",
  "- --dev-databases=true",
  "{{- end }}",
  "{{- if not $.Values.prewarmDevDB }}",
  "- --prewarm-dev-db=false",
  "{{- end }}",
  "{{- if $.Values.allowCustomConfig }}",
  "- --allow-custom-config=true",
  "{{- end }}",
  "{{- with $.Values.atlasCommand }}",
  "- --atlas-command={{ . }}",
  "{{- end }}",
  "{{- with $.Values.logLevel }}",
  "- --log-level={{ . }}",
  "{{- end }}",
  "{{- range $.Values.extraArgs }}",
  "- {{ . | quote }}",
  "{{- end }}",
];

const PRIORITY = ["{{- with $.Values.priorityClassName }}", "priorityClassName: {{ . }}", "{{- end }}"];

// After `helm upgrade --reuse-values` a value that came with a later chart is not there, and regexMatch takes texts only.
const CHECKS = `{{- if and (gt (int .Values.replicaCount) 1) (not .Values.leaderElection) }}
{{- fail "leaderElection must be true: of several replicas only one may act" }}
{{- end }}
{{- if and .Values.shards (or (not .Values.leaderElection) (include "atlas-iac-operator.watched" $)) }}
{{- fail "shards need leaderElection, and no watchNamespaces" }}
{{- end }}
{{- if not (regexMatch "^(/[^ ]+)?$" (default "" .Values.atlasCommand)) }}
{{- fail "atlasCommand must be the whole path of a file in the pod: /usr/local/bin/atlas" }}
{{- end }}
{{- if lt (int .Values.terminationGracePeriodSeconds) 30 }}
{{- fail "terminationGracePeriodSeconds must be at least 30: what has begun is ended first" }}
{{- end }}`;

/** The Deployment with a value wherever one may be given. */
export function deploymentTemplate(deployment: Json, template: Template): string {
  for (const [value, path] of Object.entries(BLOCKS)) put(deployment, path, template.block(`$.Values.${value}`));
  for (const [value, path] of Object.entries(SCALARS)) put(deployment, path, template.inline(`$.Values.${value}`));
  for (const [value, path] of Object.entries(EXTRAS)) {
    const own = at(deployment, path);
    put(deployment, path, [...(Array.isArray(own) ? own : []), template.more(`$.Values.${value}`)]);
  }
  put(deployment, `${CONTAINER}.args`, [template.lines(...FLAGS)]);
  put(deployment, `${CONTAINER}.image`, template.inline("$.Values.image.repository") + imageTag(template));
  put(deployment, `spec.template.metadata.labels.${template.more("$.Values.podLabels")}`, "");
  put(deployment, `${POD}.serviceAccountName`, template.inline('include "atlas-iac-operator.account" $'));
  put(deployment, `${POD}.priorityClassName`, template.lines(...PRIORITY));
  return template.write(CHECKS, deployment);
}

/** A digest wins over a tag; without either it is this version. */
const imageTag = (template: Template): string =>
  template.inline(
    'ternary (printf "@%s" $.Values.image.digest) (printf ":%s" (default $.Chart.AppVersion $.Values.image.tag)) (ne $.Values.image.digest "")',
  );
