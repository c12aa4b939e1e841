import { packageVersion } from "./package-files";

/** An entry of a container's `env`, as Kubernetes has it. */
export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: object;
}

/** A volume of a pod, as Kubernetes has it: a name and one source. */
export interface Volume {
  readonly name: string;
  readonly [source: string]: unknown;
}

/** Where a container sees a volume, as Kubernetes has it. */
export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly [option: string]: unknown;
}

/** How the operator is installed in a cluster. Everything has a default. */
export interface OperatorInstall {
  /** Of the Deployment and of everything beside it. The operator's own Secret is called `<name>-api-key`. Default `atlas-iac-operator`. */
  readonly name?: string;
  /** Where it runs. Default `atlas-system`. */
  readonly namespace?: string;
  /** Whether the namespace is made too, with the restricted Pod Security Standard. Default false: it is there. */
  readonly createNamespace?: boolean;
  /** Repository and tag, or digest. Default `atlas-iac-operator:<version of this package>`, as the Dockerfile's builds are called. */
  readonly image?: string;
  /** Default `IfNotPresent`. */
  readonly imagePullPolicy?: "Always" | "IfNotPresent" | "Never";
  /** Names of Secrets with which the image is pulled. */
  readonly imagePullSecrets?: readonly string[];
  /** Only objects in these namespaces, with rights in these only. Absent or empty: all. */
  readonly watchNamespaces?: readonly string[];
  /**
   * Shards beside the default one: replicas share namespaces by their label `atlas-iac/shard`. Needs election, and all namespaces.
   * Default none.
   */
  readonly shards?: readonly string[];
  /** Whether the custom resource definitions are part of it. Default true. */
  readonly crds?: boolean;
  /** Whether the cluster's roles `view`, `edit` and `admin` cover the kinds too: for people, not for the operator. Default false. */
  readonly aggregateClusterRoles?: boolean;
  /** Pods. One acts, the others wait. Default 1. */
  readonly replicas?: number;
  /** Whether pods elect the one that acts. Default true; several need it. */
  readonly leaderElection?: boolean;
  /** Address of Atlas. Default: the operator's own, https://cloud.mongodb.com/. */
  readonly atlasDomain?: string;
  /** Name of the Secret with the operator's own credentials. Default `<name>-api-key`. */
  readonly globalSecretName?: string;
  /** Whether what is in Atlas stays when its object is deleted and says nothing about it. Default true. */
  readonly objectDeletionProtection?: boolean;
  /** Of database objects, only those with these labels, as kubectl's `-l`. Absent: all. */
  readonly labelSelector?: string;
  /** Whether dev databases that cannot be had in process (MySQL, MariaDB) are started as Deployments, which takes the right to make some. Default false. */
  readonly devDatabases?: boolean;
  /** Whether a dev database keeps its pod when nothing is planned. Default true. */
  readonly prewarmDevDB?: boolean;
  /** Whether database objects may bring a project file, which may read what the operator's pod may read. Default false. */
  readonly allowCustomConfig?: boolean;
  /**
   * Path of the official `atlas` command line in the pod, which serves databases and registries that the embedded engine does not. It
   * comes with the image or a volume. Absent: `atlas` on PATH, if there is one.
   */
  readonly atlasCommand?: string;
  /** Least that is logged. Default `info`. */
  readonly logLevel?: "debug" | "info" | "warn" | "error" | "fatal";
  /** More flags of `atlas-iac operator`. */
  readonly extraArgs?: readonly string[];
  /** More environment, such as ATLAS_TOKEN or HTTPS_PROXY. */
  readonly extraEnvs?: readonly EnvVar[];
  /** More volumes of the pod. */
  readonly extraVolumes?: readonly Volume[];
  /** Where the operator sees them. */
  readonly extraVolumeMounts?: readonly VolumeMount[];
  /** Requests and limits. Default 100m and 256Mi, at most 1536Mi of memory. */
  readonly resources?: object;
  /** Seconds from SIGTERM to SIGKILL, at least 30: the operator takes up to 25 to end what it has begun. Default 35. */
  readonly terminationGracePeriodSeconds?: number;
  /** Labels that a node must have. */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints that its pods stand, as Kubernetes has them. */
  readonly tolerations?: readonly object[];
  /** On which nodes they prefer to be, as Kubernetes has it. */
  readonly affinity?: object;
  /** Absent: the cluster's default. */
  readonly priorityClassName?: string;
  /** More labels of the pods. */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Annotations of the pods. */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** Annotations of the ServiceAccount: cloud identities are bound by them. */
  readonly serviceAccountAnnotations?: Readonly<Record<string, string>>;
  /** Whether Prometheus Operator is told of the metrics by a ServiceMonitor. Default false: its definition must be there. */
  readonly serviceMonitor?: boolean;
}

type Optional =
  | "atlasCommand"
  | "atlasDomain"
  | "globalSecretName"
  | "objectDeletionProtection"
  | "logLevel"
  | "labelSelector"
  | "nodeSelector"
  | "affinity"
  | "priorityClassName";

/** The same with every default in place. What is still absent is the operator's or the cluster's own business. */
export type SettledInstall = Required<Omit<OperatorInstall, Optional>> & Pick<OperatorInstall, Optional>;

/** Seconds that a pod must be given to end: draining takes 20, and saying how far it came 5 more. */
export const SHORTEST_GRACE_SECONDS = 30;

/** Without databases a quarter of the limit is enough; while they are worked on, their process and the in-process PostgreSQL take the rest. */
const RESOURCES = { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "1536Mi" } };

/** What follows when a key is absent, or undefined. */
const defaults = (): Omit<SettledInstall, Optional> => ({
  name: "atlas-iac-operator",
  namespace: "atlas-system",
  createNamespace: false,
  image: `atlas-iac-operator:${packageVersion()}`,
  imagePullPolicy: "IfNotPresent",
  imagePullSecrets: [],
  watchNamespaces: [],
  shards: [],
  crds: true,
  aggregateClusterRoles: false,
  replicas: 1,
  leaderElection: true,
  devDatabases: false,
  prewarmDevDB: true,
  allowCustomConfig: false,
  extraArgs: [],
  extraEnvs: [],
  extraVolumes: [],
  extraVolumeMounts: [],
  resources: RESOURCES,
  terminationGracePeriodSeconds: 35,
  tolerations: [],
  podLabels: {},
  podAnnotations: {},
  serviceAccountAnnotations: {},
  serviceMonitor: false,
});

/** Puts the defaults in place. */
export function settled(install: OperatorInstall): SettledInstall {
  const given = Object.fromEntries(Object.entries(install).filter(([, value]) => value !== undefined));
  return { ...defaults(), ...given };
}

/** Labels by which the pods are found: they never change, as a Deployment refuses that. */
export const selectorLabels = ({ name }: { readonly name: string }): Record<string, string> => ({
  "app.kubernetes.io/name": "atlas-iac-operator",
  "app.kubernetes.io/instance": name,
});
