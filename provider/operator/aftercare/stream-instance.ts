import type { Json } from "../cluster/managed-object";
import type { Aftercare } from "./aftercare";

/** Which objects declare the connections of a stream instance: handlers know their names, the cluster knows where they are. */
export const streamInstanceAftercare: Aftercare = {
  status({ subject, handler }, desired, { observed }) {
    const { connections } = handler.status(observed);
    if (!Array.isArray(connections)) return {};
    const references = listOf(subject.spec.connectionRegistry);
    // References are resolved where they stand, so that both lists go in step.
    const namespaces = new Map(
      listOf(desired.connectionRegistry).map(({ spec }, index) => {
        const name: unknown = Reflect.get(Object(spec), "name");
        return [name, references[index]?.namespace || subject.namespace];
      }),
    );
    return {
      connections: listOf(connections).map(({ name, resourceRef }) => ({
        name,
        resourceRef: { ...Object(resourceRef), namespace: namespaces.get(name) ?? subject.namespace },
      })),
    };
  },
};

const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.map((item) => Object(item)) : []);
