import { stringify } from "yaml";
import { settled } from "../../../sdk/cdk8s/operator/install";
import type { Manifest } from "../../../sdk/cdk8s/operator/manifest";
import { manifestsOf } from "../../../sdk/cdk8s/operator/manifests";
import { devDatabaseRules, type RuledKind, shardLease, shardRules } from "../../../sdk/cdk8s/operator/rules";
import { deploymentTemplate } from "./deployment";
import { at, type Json, put, Template } from "./template";

const HELPERS = `{{/* Name of the Deployment and of what is beside it; its pods, Secret and Service add to it. */}}
{{- define "atlas-iac-operator.name" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 45 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}{{ .Release.Name | trunc 45 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name $name | trunc 45 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "atlas-iac-operator.account" -}}
{{- if .Values.serviceAccount.name }}{{ .Values.serviceAccount.name }}
{{- else if .Values.serviceAccount.create }}{{ include "atlas-iac-operator.name" . }}
{{- else }}default
{{- end }}
{{- end }}

{{/* Namespaces that are watched, separated by commas, whether they are given so or as a list. Empty: all. */}}
{{- define "atlas-iac-operator.watched" -}}
{{- $names := .Values.watchNamespaces }}
{{- if not (kindIs "string" $names) }}{{ $names = join "," $names }}{{ end }}
{{- without ($names | nospace | splitList ",") "" | uniq | join "," }}
{{- end }}
`;

const DEFINITIONS = `{{- if .Values.crds.create }}
{{- range $path, $_ := .Files.Glob "files/crds/*.yaml" }}
---
{{- $definition := $.Files.Get $path | fromYaml }}
{{- if $.Values.crds.keep }}
{{- $_ := set $definition.metadata "annotations" (dict "helm.sh/resource-policy" "keep") }}
{{- end }}
{{ toYaml $definition }}
{{- end }}
{{- end }}
`;

/** The operator's own Secret, where its content is given as values. */
const SECRET = `{{- $content := dict }}
{{- range $key, $value := .Values.globalConnectionSecret }}
{{- if $value }}
{{- $_ := set $content $key ($value | b64enc) }}
{{- end }}
{{- end }}
{{- if $content }}
apiVersion: v1
kind: Secret
metadata:
  name: {{ default (printf "%s-api-key" (include "atlas-iac-operator.name" .)) .Values.globalSecretName }}
  namespace: {{ .Release.Namespace }}
  labels:
    atlas.mongodb.com/type: credentials
data:
  {{- toYaml $content | nindent 2 }}
{{- end }}
`;

const DEV_DATABASE_RULES = [
  "{{- if $.Values.devDatabases }}",
  ...stringify(devDatabaseRules).trimEnd().split("\n"),
  "{{- end }}",
];

const SHARD_RULES = ["{{- if $.Values.shards }}", ...stringify(shardRules).trimEnd().split("\n"), "{{- end }}"];

const SHARD_LEASES = [
  "{{- with $.Values.shards }}",
  "- apiGroups: [coordination.k8s.io]",
  "  resources: [leases]",
  "  resourceNames:",
  "    {{- range . }}",
  `    - ${shardLease("{{ . }}")}`,
  "    {{- end }}",
  "  verbs: [get, update]",
  "{{- end }}",
];

/** Files of `templates/`, by name. */
export function templates(kinds: readonly RuledKind[]): Record<string, string> {
  const template = new Template();
  const name = template.inline('include "atlas-iac-operator.name" $');
  const namespace = template.inline("$.Release.Namespace");
  const globalSecretName = template.inline(
    `default (printf "%s-api-key" (include "atlas-iac-operator.name" $)) $.Values.globalSecretName`,
  );
  const watched = template.inline("$watched");
  const install = settled({ name, namespace, aggregateClusterRoles: true, serviceMonitor: true });
  const whole = new Manifests(manifestsOf({ ...install, globalSecretName }, kinds), template);
  const narrow = new Manifests(manifestsOf({ ...install, watchNamespaces: [watched] }, kinds), template);
  const withRules = (role: Json, ...lines: string[][]): Json => {
    const rules = at(role, "rules");
    put(role, "rules", [...(Array.isArray(rules) ? rules : []), ...lines.map((some) => template.lines(...some))]);
    return role;
  };
  const each = template.write(
    withRules(narrow.take("Role", name), DEV_DATABASE_RULES),
    "---",
    narrow.take("RoleBinding", name),
  );
  const account = whole.take("ServiceAccount");
  put(account, "metadata.name", template.inline('include "atlas-iac-operator.account" $'));
  put(account, "metadata.annotations", template.block("$.Values.serviceAccount.annotations"));
  const rbac = [
    "{{- if .Values.rbac.create }}",
    '{{- range $watched := without (splitList "," (include "atlas-iac-operator.watched" $)) "" }}',
    `---\n${each}`,
    "{{- else }}",
    "---",
    withRules(whole.take("ClusterRole"), DEV_DATABASE_RULES, SHARD_RULES),
    "---",
    whole.take("ClusterRoleBinding"),
    "{{- end }}",
    "---",
    withRules(whole.take("Role", `${name}-own`), SHARD_LEASES),
    "---",
    whole.take("RoleBinding", `${name}-own`),
    "{{- end }}",
    "{{- if .Values.rbac.aggregateClusterRoles }}",
    "---",
    whole.take("ClusterRole", `${name}-view`),
    "---",
    whole.take("ClusterRole", `${name}-edit`),
    "{{- end }}",
  ];
  const when = (value: string, manifest: Json): string =>
    `${template.write(`{{- if .Values.${value} }}`, manifest, "{{- end }}")}\n`;
  return {
    "_names.tpl": HELPERS,
    "crds.yaml": DEFINITIONS,
    "deployment.yaml": `${deploymentTemplate(whole.take("Deployment"), template)}\n`,
    "disruption-budget.yaml": when("podDisruptionBudget.enabled", whole.take("PodDisruptionBudget")),
    "rbac.yaml": `${template.write(...rbac)}\n`,
    "secret.yaml": SECRET,
    "service.yaml": when("metrics.service.enabled", whole.take("Service")),
    "service-account.yaml": when("serviceAccount.create", account),
    "service-monitor.yaml": when("metrics.serviceMonitor.enabled", whole.take("ServiceMonitor")),
  };
}

/** The manifests of an installation, to be changed. */
class Manifests {
  constructor(
    private readonly manifests: readonly Manifest[],
    private readonly template: Template,
  ) {}

  take(kind: string, name?: string): Json {
    const found = this.manifests.find((one) => one.kind === kind && (name === undefined || one.metadata.name === name));
    if (!found) throw new Error(`an installation has no ${kind} ${name ?? ""}`);
    const manifest: Json = structuredClone({ ...found });
    // The account may be another's.
    if (kind.endsWith("Binding")) {
      put(manifest, "subjects.0.name", this.template.inline('include "atlas-iac-operator.account" $'));
    }
    return manifest;
  }
}
