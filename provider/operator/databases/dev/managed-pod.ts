import type { Json } from "../../cluster/managed-object";
import type { DevDriver } from "./drivers";

/** Enough for a server that holds one empty schema. */
const RESOURCES = { requests: { cpu: "50m", memory: "256Mi" }, limits: { memory: "1Gi" } };

/**
 * The pod of a dev database (core/v1 PodSpec). It satisfies the restricted Pod Security Standard, has no way to the API server, and its
 * data goes with it.
 */
export function managedPod(name: string, driver: DevDriver, bound: boolean): Json {
  const { image, port, uid, data, args, env, probe } = driver;
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, runAsUser: uid, fsGroup: uid, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name,
        image,
        ...(args && { args }),
        env: Object.entries(env(bound)).map(([variable, value]) => ({ name: variable, value })),
        ports: [{ name, containerPort: port }],
        // Five minutes for an image that makes its files first.
        startupProbe: { exec: { command: probe }, failureThreshold: 150, periodSeconds: 2 },
        resources: RESOURCES,
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        volumeMounts: [{ name: "data", mountPath: data }],
      },
    ],
    volumes: [{ name: "data", emptyDir: {} }],
  };
}
