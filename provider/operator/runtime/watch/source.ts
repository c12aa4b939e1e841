import type { CallOptions, KubeClient, Selection } from "../kube/client";
import { type EditOptions, type Editor, edit } from "../kube/edit";
import { type KubeObject, keyOf, type ObjectKey, parseKey } from "../kube/object";
import { describeResource, type Resource } from "../kube/resource";
import { VainPatches } from "../kube/vain-patches";
import type { Telemetry } from "../process/telemetry";
import { type Change, type IndexBy, Store, sameVersion } from "./store";
import { trimmed } from "./trimmed";
import { DEFAULT_WATCH_TUNING, Watcher, type WatchSink, type WatchTuning } from "./watcher";

export interface SourceSpec<T extends KubeObject, I extends string> {
  resource: Resource<T>;
  /** Only these; all namespaces when absent. */
  namespaces?: readonly string[];
  /** Beside those of `namespaces`, single objects of others. Selected by name: a right to objects of that name is enough. */
  also?: readonly ObjectKey[];
  /** Only objects with these labels, as kubectl's `-l`. */
  labelSelector?: string;
  /** Only objects with these fields, as kubectl's `--field-selector`. */
  fieldSelector?: string;
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
export class Source<T extends KubeObject, I extends string = never> implements AnySource, Editor<T> {
  readonly store: Store<T, I>;
  readonly resource: Resource<T>;
  private readonly watchers: Watcher<T>[];
  private readonly listeners = new Set<(change: Change<T>) => void>();
  /** By key of an object that is being edited: what the watch said of it meanwhile. */
  private readonly held = new Map<ObjectKey, (() => void)[]>();
  private readonly vain = new VainPatches();
  private unlisted: number;
  private onSynced: () => void = () => undefined;
  readonly whenSynced = new Promise<void>((resolve) => {
    this.onSynced = resolve;
  });

  constructor(
    private readonly kube: KubeClient,
    spec: SourceSpec<T, I>,
  ) {
    this.resource = spec.resource;
    this.store = new Store<T, I>(spec.indexes ?? ({} as Record<I, IndexBy<T>>));
    const tuning = { ...DEFAULT_WATCH_TUNING, ...spec.tuning };
    const selections = selectionsOf(spec);
    this.unlisted = selections.length;
    if (this.synced) this.onSynced();
    this.watchers = selections.map(
      (selection) => new Watcher(kube, spec.resource, selection, this.sinkOf(selection.namespace), tuning),
    );
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

  /** Milliseconds since anything was heard of what was silent longest. */
  get silenceMs(): number {
    return Math.max(...this.watchers.map(({ silenceMs }) => silenceMs));
  }

  /** Has `listener` told of every change from now on. Returns how to stop it. */
  subscribe(listener: (change: Change<T>) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Edits an object for the controller that looks after it: see `edit`. The store has the outcome at once, and the echo of it in the
   * watch calls for no further pass, while others who watch are told. What somebody else changed meanwhile is told to all.
   */
  async edit(seen: T, change: (current: T) => T, options: EditOptions = {}): Promise<T | undefined> {
    const key = keyOf(seen);
    if (this.held.has(key)) return edit(this.kube, this.resource, seen, change, options);
    const held: (() => void)[] = [];
    let written: { base: T; answer: T } | undefined;
    // What the watch says of the object waits for the answer: an echo that came first could not be told from foreign news.
    this.held.set(key, held);
    try {
      return await edit(this.kube, this.resource, seen, change, {
        ...options,
        vain: this.vain,
        onWritten: (base, answer) => {
          written = { base, answer: trimmed(answer, this.resource) };
        },
      });
    } finally {
      this.held.delete(key);
      if (written) this.learn(written.base, written.answer);
      for (const take of held) take();
    }
  }

  /**
   * Makes an object. The store has it at once, so that nobody who looks right after misses it; the echo in the watch is no news.
   * @throws KubeApiError, see `isAlreadyExists`
   */
  async create(object: T, options: CallOptions = {}): Promise<T> {
    const key = keyOf(object);
    if (this.held.has(key)) return this.kube.create(this.resource, object, options);
    const held: (() => void)[] = [];
    let made: T | undefined;
    // Somebody may delete it before the answer is here: the watch's word on that comes after it.
    this.held.set(key, held);
    try {
      made = await this.kube.create(this.resource, object, options);
      return made;
    } finally {
      this.held.delete(key);
      if (made) this.tell(this.store.put(trimmed(made, this.resource)));
      for (const take of held) take();
    }
  }

  /** Reads one object now, and tells of it what the watch has not: that may be behind, or dead. @throws KubeApiError, KubeUnreachableError */
  async look(key: ObjectKey, options: CallOptions = {}): Promise<void> {
    const found = await this.kube.get(this.resource, key, options);
    const take = () => (found ? this.store.put(trimmed(found, this.resource)) : this.store.delete(key));
    this.orHold(key, () => this.tell(take()));
  }

  /** Only on top of the version that it was decided on: otherwise something foreign came between, and the watch brings both. */
  private learn(base: T, answer: T): void {
    const known = this.store.get(keyOf(answer));
    if (!known || !sameVersion(known, base)) return;
    const change = this.store.put(answer);
    if (change) this.tell({ ...change, own: true });
  }

  private orHold(key: ObjectKey, take: () => void): void {
    const held = this.held.get(key);
    if (held) held.push(take);
    else take();
  }

  /** Follows the resource until the signal is aborted; never throws. */
  async run(signal: AbortSignal, telemetry: Telemetry): Promise<void> {
    const stopAge = telemetry.metrics.beforeScrape(() => {
      telemetry.metrics.lastEventAge.set({ resource: this.name }, this.silenceMs / 1000);
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
      changed: (object) => this.orHold(keyOf(object), () => this.tell(this.store.put(object))),
      deleted: (object) => this.orHold(keyOf(object), () => this.tell(this.store.delete(keyOf(object)))),
    };
  }

  private tell(change: Change<T> | undefined): void {
    if (!change) return;
    if (!change.after) this.vain.forget(change.key);
    for (const listener of this.listeners) listener(change);
  }
}

function selectionsOf<T extends KubeObject, I extends string>({
  namespaces,
  also = [],
  labelSelector,
  fieldSelector,
}: SourceSpec<T, I>): Selection[] {
  const followed = (namespaces ?? [undefined]).map((namespace) => ({ namespace, labelSelector, fieldSelector }));
  const others = also
    .map(parseKey)
    .filter(({ namespace }) => namespaces !== undefined && namespace !== undefined && !namespaces.includes(namespace))
    .map(({ namespace, name }) => ({ namespace, fieldSelector: `metadata.name=${name}` }));
  return [...followed, ...others];
}
