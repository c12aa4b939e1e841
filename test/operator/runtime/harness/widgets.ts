import type { Condition } from "../../../../provider/operator/runtime/kube/conditions";
import type { KubeObject } from "../../../../provider/operator/runtime/kube/object";
import type { Resource } from "../../../../provider/operator/runtime/kube/resource";

/** The kind that the tests work with: see fixtures/widgets.yaml. */
export interface Widget extends KubeObject {
  spec: { text: string; settings?: string };
  status?: { observedGeneration?: number; itemId?: string; conditions?: Condition[] };
}

export const WIDGETS: Resource<Widget> = {
  group: "test.example.com",
  version: "v1",
  kind: "Widget",
  plural: "widgets",
  namespaced: true,
};

export interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
}

export const CONFIG_MAPS: Resource<ConfigMap> = {
  group: "",
  version: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  namespaced: true,
};

export function widget(name: string, text = "hello", more: Partial<Widget["metadata"]> = {}): Widget {
  return {
    apiVersion: "test.example.com/v1",
    kind: "Widget",
    metadata: { name, namespace: "default", ...more },
    spec: { text },
  };
}
