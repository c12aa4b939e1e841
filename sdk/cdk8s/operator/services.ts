import { PORTS } from "./deployment";
import { type SettledInstall, selectorLabels } from "./install";
import type { Manifest } from "./manifest";

/** Lets nodes be drained of all pods but one at a time; of a single one too, as it starts again elsewhere and loses nothing. */
export function disruptionBudget(install: SettledInstall): Manifest {
  const labels = selectorLabels(install);
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: install.name, namespace: install.namespace, labels },
    spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
  };
}

/** Where `/metrics` is found, also of pods that are not ready: those are the ones to be looked at. */
export function metricsService(install: SettledInstall): Manifest {
  const labels = selectorLabels(install);
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: `${install.name}-metrics`, namespace: install.namespace, labels },
    spec: {
      selector: labels,
      ports: [{ name: "metrics", port: PORTS.metrics, targetPort: "metrics" }],
      publishNotReadyAddresses: true,
    },
  };
}

/** Tells Prometheus Operator of it. */
export function serviceMonitor(install: SettledInstall): Manifest {
  const labels = selectorLabels(install);
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "ServiceMonitor",
    metadata: { name: install.name, namespace: install.namespace, labels },
    spec: { selector: { matchLabels: labels }, endpoints: [{ port: "metrics", path: "/metrics" }] },
  };
}

/** The namespace, in which only pods may run that ask for as little as the operator's. */
export function namespaceManifest({ namespace }: SettledInstall): Manifest {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: namespace, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
  };
}
