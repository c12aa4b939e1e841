import type { KubeClient } from "../kube/client";
import { type KubeObject, keyOf } from "../kube/object";
import { describeResource, type Resource } from "../kube/resource";
import type { Telemetry } from "../process/telemetry";
import { type Change, type IndexBy, Store } from "./store";
import { DEFAULT_WATCH_TUNING, Watcher, type WatchSink, type WatchTuning } from "./watcher";

export interface SourceSpec<T extends KubeObject, I extends string> {
  resource: Resource<T>;
  /** Only these; all namespaces when absent. */
  namespaces?: readonly string[];
  /** Only objects with these labels, as kubectl's `-l`. */
  labelSelector?: string;
  /** Ways to find objects in the store, by name. */
  indexes?: Readonly<Record<I, IndexBy<T>>>;
  tuning?: Partial<WatchTuning>;
}

/** What a source is to those who need not know what is in it. */
export interface AnySource {
  readonly name: string;
  /** Whether everything was listed once: before that, "not in the store" says nothing. */
  readonly synced: boolean;
  /** Resolves once it is synced. */
  readonly whenSynced: Promise<void>;
  /** What keeps it from following now, one sentence. */
  readonly problem: string | undefined;
  run(signal: AbortSignal, telemetry: Telemetry): Promise<void>;
}

/** The objects of one resource, kept up to date, and told of as they change. Shared by all who need them. */
export class Source<T extends KubeObject, I extends string = never> implements AnySource {
  readonly store: Store<T, I>;
  readonly resource: Resource<T>;
  private readonly watchers: Watcher<T>[];
  private readonly listeners = new Set<(change: Change<T>) => void>();
  private unlisted: number;
  private onSynced: () => void = () => undefined;
  readonly whenSynced = new Promise<void>((resolve) => {
    this.onSynced = resolve;
  });

  constructor(kube: KubeClient, spec: SourceSpec<T, I>) {
    this.resource = spec.resource;
    this.store = new Store<T, I>(spec.indexes ?? ({} as Record<I, IndexBy<T>>));
    const tuning = { ...DEFAULT_WATCH_TUNING, ...spec.tuning };
    const namespaces = spec.namespaces ?? [undefined];
    this.unlisted = namespaces.length;
    if (this.synced) this.onSynced();
    this.watchers = namespaces.map((namespace) => {
      const selection = { namespace, labelSelector: spec.labelSelector };
      return new Watcher(kube, spec.resource, selection, this.sinkOf(namespace), tuning);
    });
  }

  get name(): string {
    return describeResource(this.resource);
  }

  get synced(): boolean {
    return this.unlisted === 0;
  }

  get problem(): string | undefined {
    return this.watchers.map(({ problem }) => problem).find((problem) => problem !== undefined);
  }

  /** Has `listener` told of every change from now on. Returns how to stop it. */
  subscribe(listener: (change: Change<T>) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Takes in the API server's answer to a write of ours, so that the next look into the store sees it though the watch has not told
   * yet. Nobody is told: who wrote knows. Objects that are not in the store are left out; they may be gone by now.
   */
  learn(object: T | undefined): void {
    if (!object) return;
    const { managedFields: _, ...metadata } = object.metadata;
    const slim: T = { ...object, metadata };
    const known = this.store.get(keyOf(slim));
    if (known?.metadata.uid === slim.metadata.uid) this.store.put(slim);
  }

  /** Follows the resource until the signal is aborted; never throws. */
  async run(signal: AbortSignal, telemetry: Telemetry): Promise<void> {
    const stopAge = telemetry.metrics.beforeScrape(() => {
      const oldest = Math.max(...this.watchers.map(({ silenceMs }) => silenceMs));
      telemetry.metrics.lastEventAge.set({ resource: this.name }, oldest / 1000);
    });
    await Promise.all(this.watchers.map((watcher) => watcher.run(signal, telemetry)));
    stopAge();
  }

  private sinkOf(namespace: string | undefined): WatchSink<T> {
    let listed = false;
    return {
      listed: (objects) => {
        const changes = this.store.replace(objects, namespace);
        if (!listed) this.unlisted--;
        listed = true;
        if (this.synced) this.onSynced();
        for (const change of changes) this.tell(change);
      },
      changed: (object) => this.tell(this.store.put(object)),
      deleted: (object) => this.tell(this.store.delete(keyOf(object))),
    };
  }

  private tell(change: Change<T> | undefined): void {
    if (!change) return;
    for (const listener of this.listeners) listener(change);
  }
}
