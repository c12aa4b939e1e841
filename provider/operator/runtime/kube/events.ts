import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { describeError, type Logger } from "../process/log";
import { sleep } from "../time";
import type { KubeClient } from "./client";
import { edit } from "./edit";
import { isAlreadyExists } from "./errors";
import { type KubeObject, keyOf } from "./object";
import type { Resource } from "./resource";

/** An Event of `events.k8s.io/v1`. */
export interface KubeEvent extends KubeObject {
  eventTime: string;
  type: "Normal" | "Warning";
  reason: string;
  note?: string;
  action: string;
  reportingController: string;
  reportingInstance: string;
  regarding: object;
  series?: { count: number; lastObservedTime: string };
}

export const EVENTS: Resource<KubeEvent> = {
  group: "events.k8s.io",
  version: "v1",
  kind: "Event",
  plural: "events",
  namespaced: true,
};

/** What is told to the people who look at an object. */
export interface Happening {
  /** CamelCase word, the same as in the condition that says so. */
  reason: string;
  /** One sentence; cut at the API's limit of 1024 bytes. */
  note: string;
  /** CamelCase verb of what was done or tried. Default `Reconcile`. */
  action?: string;
}

export interface EventRecorderOptions {
  /** Who tells: a qualified name, as `example.com/operator`. */
  controller: string;
  /** Which one of them. Default the host's name, which is the pod's. */
  instance?: string;
  /** Takes secrets out of a note. */
  redact?: (text: string) => string;
  /** While a failure lasts, it is told again this often, in milliseconds, before the API server forgets it. Default 30 minutes. */
  remindMs?: number;
}

const NOTE_BYTES = 1024;
const MOST_WAITING = 1_000;
const MOST_REMEMBERED = 20_000;

/**
 * Tells people what happens to an object: what was done (Normal) each time; what fails (Warning) when it starts failing and when
 * the reason or the declaration changes, not on every try. What was told before in the same words, also by an earlier process,
 * becomes a series of one event. Nothing waits for events, and no work fails because of them.
 */
export class EventRecorder {
  private readonly kube: KubeClient;
  private readonly failing = new Map<string, { reason: string; generation?: number; toldAt: number }>();
  private writes: Promise<void> = Promise.resolve();
  private waiting = 0;

  constructor(
    kube: KubeClient,
    private readonly log: Logger,
    private readonly options: EventRecorderOptions,
  ) {
    this.kube = kube.withLimits({ qps: 10, burst: 50, attempts: 2, attemptTimeoutMs: 10_000 });
  }

  /** Something was done. */
  normal(object: KubeObject, happening: Happening): void {
    this.tell(object, "Normal", happening);
  }

  /** Something fails. To be called on every try: says so only when that is news. */
  warning(object: KubeObject, happening: Happening): void {
    const id = object.metadata.uid ?? keyOf(object);
    const { remindMs = 30 * 60_000 } = this.options;
    const { generation } = object.metadata;
    const before = this.failing.get(id);
    const now = performance.now();
    const known = before?.reason === happening.reason && before.generation === generation;
    if (known && now - before.toldAt < remindMs) return;
    this.failing.delete(id);
    this.failing.set(id, { reason: happening.reason, generation, toldAt: now });
    // Insertion order: the first is the one told of longest ago.
    for (const oldest of this.failing.keys()) {
      if (this.failing.size <= MOST_REMEMBERED) break;
      this.failing.delete(oldest);
    }
    this.tell(object, "Warning", happening);
  }

  /** Nothing fails any more: the next failure is news, even with the same reason. */
  settled(object: KubeObject): void {
    this.failing.delete(object.metadata.uid ?? keyOf(object));
  }

  /** Waits until what was told is written, at most so long. */
  async flush(timeoutMs: number): Promise<void> {
    const done = new AbortController();
    const written = this.writes.then(() => done.abort());
    await Promise.race([written, sleep(timeoutMs, done.signal).catch(() => undefined)]);
  }

  private tell(object: KubeObject, type: KubeEvent["type"], happening: Happening): void {
    if (this.waiting >= MOST_WAITING) {
      this.log.warn({ object: keyOf(object), reason: happening.reason }, "event left out: too many wait to be written");
      return;
    }
    const event = this.eventOf(object, type, happening);
    this.waiting++;
    this.writes = this.writes
      .then(() => this.write(event))
      .catch((error: unknown) => {
        this.log.warn({ object: keyOf(object), err: describeError(error) }, "event was not written");
      })
      .finally(() => {
        this.waiting--;
      });
  }

  private eventOf(object: KubeObject, type: KubeEvent["type"], { reason, note, action }: Happening): KubeEvent {
    const { controller, instance = hostname(), redact = (text) => text } = this.options;
    const { name, namespace, uid, resourceVersion } = object.metadata;
    const said = { type, reason, action: action ?? "Reconcile", note: cut(redact(note)) };
    const identity = createHash("sha256").update(JSON.stringify([controller, uid ?? keyOf(object), said]));
    return {
      // The same words about the same object have the same name: telling them twice cannot make two events.
      metadata: {
        name: `${name.slice(0, 200)}.${identity.digest("hex").slice(0, 16)}`,
        namespace: namespace ?? "default",
      },
      ...said,
      eventTime: microTime(),
      reportingController: controller,
      reportingInstance: instance.slice(0, 128),
      regarding: { apiVersion: object.apiVersion, kind: object.kind, name, namespace, uid, resourceVersion },
    };
  }

  private async write(event: KubeEvent): Promise<void> {
    try {
      await this.kube.create(EVENTS, event);
      return;
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
    }
    const earlier = await this.kube.get(EVENTS, keyOf(event));
    if (!earlier) return;
    const count = (current: KubeEvent): number => (current.series?.count ?? 1) + 1;
    await edit(this.kube, EVENTS, earlier, (current) => ({
      ...current,
      series: { count: count(current), lastObservedTime: event.eventTime },
    }));
  }
}

/** As `metav1.MicroTime` is written. */
function microTime(): string {
  return new Date().toISOString().replace("Z", "000Z");
}

function cut(note: string): string {
  const bytes = Buffer.from(note);
  if (bytes.length <= NOTE_BYTES) return note;
  // A character that was cut in two decodes to U+FFFD, which is left out too.
  return `${bytes
    .subarray(0, NOTE_BYTES - 3)
    .toString()
    .replace(/\uFFFD+$/, "")}…`;
}
