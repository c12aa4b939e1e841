import { AtlasIacError } from "../../../../sdk/model/errors";
import { type KubeObject, type ObjectKey, parseKey } from "../kube/object";
import type { Resource } from "../kube/resource";
import type { AnySource, Source } from "../watch/source";
import type { Change } from "../watch/store";
import { Certainty } from "./certainty";
import type { Reconcile } from "./pass";
import type { Trigger } from "./trigger";

/** Namespaces of the cluster, of which nothing but their labels is asked for. */
export const NAMESPACES: Resource = {
  group: "",
  version: "v1",
  kind: "Namespace",
  plural: "namespaces",
  namespaced: false,
  metadataOnly: true,
};

export interface ScopeSpec {
  /** For logs and metrics. */
  name: string;
  /** All namespaces that there are. */
  namespaces: Source<KubeObject>;
  /** Whether one is in the scope. */
  belongs: (namespace: KubeObject) => boolean;
  /** How long one that comes from another scope is left alone, in milliseconds. */
  restMs: number;
  /** Age of what is known of a namespace, in milliseconds, by which nothing is done in it any more. Default 12 seconds: less than the rest. */
  certainMs?: number;
}

/** With a tenth of it between looks, and what a call takes that is under way, this is less than 15 seconds. */
const CERTAIN_MS = 12_000;

/** A namespace was given to another scope while a pass worked in it. */
class OutOfScopeError extends AtlasIacError {
  readonly code = "OutOfScope";
}

/**
 * The namespaces that a controller works in, where that is not all that its source follows. They may change hands at any time: who
 * loses one ends its passes there at once; who gets it lets it rest first, since the other may hear of it later. Who hears nothing asks.
 */
export class Scope {
  readonly name: string;
  /** By namespace: aborted when it is taken away. */
  readonly #held = new Map<string, AbortController>();
  readonly #resting = new Map<string, NodeJS.Timeout>();
  readonly #listeners = new Set<(entered: string) => void>();
  readonly #certainty: Certainty;

  constructor(private readonly spec: ScopeSpec) {
    this.name = spec.name;
    this.#certainty = new Certainty(spec.namespaces, spec.certainMs ?? CERTAIN_MS);
    spec.namespaces.subscribe((change) => this.#take(change));
  }

  /** Whether an object is in a namespace that may be worked in now. */
  has(key: ObjectKey): boolean {
    return this.#held.has(parseKey(key).namespace ?? "");
  }

  /** Calls for passes over everything in a namespace that comes into the scope. */
  entering(followed: { store: { keys(): ObjectKey[] } }): Trigger {
    const source: AnySource = this.spec.namespaces;
    return {
      source,
      subscribe: (add) => {
        const listener = (entered: string): void =>
          add(followed.store.keys().filter((key) => parseKey(key).namespace === entered));
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    };
  }

  /** The same passes, of objects in the scope only, and only for as long as they are in it. */
  within(reconcile: Reconcile): Reconcile {
    return async (key, context) => {
      const { namespace = "" } = parseKey(key);
      if (!this.#held.has(namespace)) return {};
      await this.#certainty.renew(namespace);
      const lost = this.#held.get(namespace)?.signal;
      if (!lost) return {};
      const certainty = this.#certainty.watch(namespace);
      const signal = AbortSignal.any([context.signal, lost, certainty.signal]);
      const writeSignal = AbortSignal.any([context.writeSignal, lost, certainty.signal]);
      try {
        return await reconcile(key, { ...context, signal, writeSignal });
      } catch (error) {
        if (!lost.aborted) throw error;
        context.log.info("left to another shard");
        return {};
      } finally {
        certainty.stop();
      }
    };
  }

  #take({ before, after }: Change<KubeObject>): void {
    const { belongs, restMs } = this.spec;
    const name = (after ?? before)?.metadata.name ?? "";
    const mine = after !== undefined && belongs(after);
    if (!mine) this.#release(name);
    else if (!before) this.#hold(name);
    else if (!belongs(before)) {
      const timer = setTimeout(() => this.#hold(name), restMs);
      // Nobody waits for it alone.
      this.#resting.set(name, timer.unref());
    }
  }

  #hold(name: string): void {
    this.#resting.delete(name);
    this.#held.set(name, new AbortController());
    for (const listener of this.#listeners) listener(name);
  }

  #release(name: string): void {
    clearTimeout(this.#resting.get(name));
    this.#resting.delete(name);
    this.#held.get(name)?.abort(new OutOfScopeError(`namespace ${name} is no longer in ${this.name}`));
    this.#held.delete(name);
    this.#certainty.forget(name);
  }
}
