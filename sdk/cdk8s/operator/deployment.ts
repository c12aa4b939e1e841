import { type EnvVar, type SettledInstall, selectorLabels } from "./install";
import type { Manifest } from "./manifest";

/** Where the operator serves, as its flags default to. */
export const PORTS = { metrics: 8080, probes: 8081 } as const;

/** Not root, and nobody else's either: the user of the image. */
const USER = 65_532;

/** What the pod tells the operator, and the names that `extraEnvs` may therefore not use. */
export const ownEnvironment: readonly EnvVar[] = [
  { name: "OPERATOR_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
  { name: "OPERATOR_POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
  // Half of what the process needs at rest would else be space for young objects, of which it has few.
  { name: "NODE_OPTIONS", value: "--max-semi-space-size=8" },
];

/** The operator's pods. */
export function deployment(install: SettledInstall): Manifest {
  const { name, namespace, replicas } = install;
  const labels = selectorLabels(install);
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: podMetadata(install), spec: podSpec(install) },
    },
  };
}

function podMetadata(install: SettledInstall): object {
  const { podAnnotations: annotations, podLabels } = install;
  return withoutEmpty({ labels: { ...podLabels, ...selectorLabels(install) }, annotations });
}

function podSpec(install: SettledInstall): object {
  const { name, imagePullSecrets, nodeSelector, tolerations, affinity, priorityClassName } = install;
  return {
    serviceAccountName: name,
    terminationGracePeriodSeconds: install.terminationGracePeriodSeconds,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [container(install)],
    // The only place that can be written to.
    volumes: [{ name: "tmp", emptyDir: {} }, ...install.extraVolumes],
    ...withoutEmpty({
      imagePullSecrets: imagePullSecrets.map((secret) => ({ name: secret })),
      nodeSelector,
      tolerations,
      affinity,
      priorityClassName,
    }),
  };
}

function container(install: SettledInstall): object {
  const probe = (path: string): object => ({ httpGet: { path, port: "probes" } });
  return {
    name: "operator",
    image: install.image,
    imagePullPolicy: install.imagePullPolicy,
    args: flags(install),
    env: [...ownEnvironment, ...install.extraEnvs],
    ports: [
      { name: "metrics", containerPort: PORTS.metrics },
      { name: "probes", containerPort: PORTS.probes },
    ],
    livenessProbe: { ...probe("/healthz"), initialDelaySeconds: 15, periodSeconds: 20, timeoutSeconds: 5 },
    readinessProbe: { ...probe("/readyz"), initialDelaySeconds: 5, periodSeconds: 10, timeoutSeconds: 5 },
    resources: install.resources,
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [{ name: "tmp", mountPath: "/tmp" }, ...install.extraVolumeMounts],
  };
}

/** Arguments of `atlas-iac operator`, which the image runs. What is not said is left to its defaults. */
function flags(install: SettledInstall): string[] {
  const { watchNamespaces, leaderElection, objectDeletionProtection, atlasDomain, globalSecretName, logLevel } =
    install;
  const flag = (name: string, value: unknown): string[] => (value === undefined ? [] : [`--${name}=${value}`]);
  return [
    ...flag("leader-elect", leaderElection),
    ...flag("watch-namespaces", watchNamespaces.length > 0 ? [...new Set(watchNamespaces)].join(",") : undefined),
    ...flag("shards", install.shards.length > 0 ? install.shards.join(",") : undefined),
    ...flag("atlas-domain", atlasDomain),
    ...flag("global-api-secret-name", globalSecretName),
    ...flag("object-deletion-protection", objectDeletionProtection),
    ...flag("label-selector", install.labelSelector),
    ...flag("dev-databases", install.devDatabases || undefined),
    ...flag("prewarm-dev-db", install.prewarmDevDB ? undefined : false),
    ...flag("allow-custom-config", install.allowCustomConfig || undefined),
    ...flag("atlas-command", install.atlasCommand),
    ...flag("log-level", logLevel),
    ...install.extraArgs,
  ];
}

/** Without what says nothing: a manifest shows what was decided. */
function withoutEmpty(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const says = (value: unknown): boolean =>
    typeof value === "object" && value !== null ? Object.keys(value).length > 0 : value !== undefined;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => says(value)));
}
