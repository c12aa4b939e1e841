{{/* Name of the Deployment and of what is beside it; its pods, Secret and Service add to it. */}}
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
