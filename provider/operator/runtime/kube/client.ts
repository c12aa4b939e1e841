import type { IncomingMessage } from "node:http";
import type { KubeConfig } from "@kubernetes/client-node";
import type { RuntimeMetrics } from "../process/metrics";
import { isExpired, isNotFound } from "./errors";
import { type ClientLimits, KubeExchange } from "./exchange";
import type { KubeObject, ObjectKey } from "./object";
import { acceptOf, collectionPath, objectPath, type Resource } from "./resource";
import { KubeTransport } from "./transport";

const DEFAULT_LIMITS: ClientLimits = { qps: 50, burst: 100, attempts: 4, attemptTimeoutMs: 30_000 };
const PAGE_SIZE = 500;

export interface KubeClientOptions {
  config: KubeConfig;
  /** Owner of the fields that are written: one name a component, for ever. */
  fieldManager: string;
  /** Defaults to the field manager. */
  userAgent?: string;
  limits?: Partial<ClientLimits>;
  metrics?: RuntimeMetrics;
}

export interface CallOptions {
  signal?: AbortSignal;
}

/** Which objects of a resource: all, or those of a namespace, with these labels. */
export interface Selection {
  namespace?: string;
  /** As kubectl's `-l`. */
  labelSelector?: string;
  /** As kubectl's `--field-selector`: the API serves it for names everywhere. */
  fieldSelector?: string;
}

export interface PatchOptions extends CallOptions {
  subresource?: "status";
  /** Only with server-side apply: also take fields that others own. */
  force?: boolean;
}

/** Talks to the API server in plain JSON, about any resource. */
export class KubeClient {
  readonly fieldManager: string;
  private readonly transport: KubeTransport;
  private readonly limits: ClientLimits;
  private readonly exchange: KubeExchange;

  constructor(
    private readonly options: KubeClientOptions,
    transport?: KubeTransport,
  ) {
    this.fieldManager = options.fieldManager;
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.transport = transport ?? new KubeTransport(options.config, options.userAgent ?? options.fieldManager);
    this.exchange = new KubeExchange(this.transport, this.limits, options.metrics);
  }

  /** The same connections with limits of its own: for what must not wait behind the rest (leases) or not delay it (events). */
  withLimits(limits: Partial<ClientLimits>): KubeClient {
    return new KubeClient({ ...this.options, limits: { ...this.limits, ...limits } }, this.transport);
  }

  /** Answers `undefined` when there is no such object. */
  async get<T extends KubeObject>(
    resource: Resource<T>,
    key: ObjectKey,
    { signal }: CallOptions = {},
  ): Promise<T | undefined> {
    try {
      const accept = acceptOf(resource, "one");
      return await this.exchange.json<T>({ method: "GET", path: objectPath(resource, key), accept }, signal);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** All objects of a selection, read page by page, and the version of the whole list. */
  async list<T extends KubeObject>(
    resource: Resource<T>,
    selection: Selection = {},
    options: CallOptions = {},
  ): Promise<{ items: T[]; resourceVersion: string }> {
    try {
      return await this.listPages(resource, selection, PAGE_SIZE, options);
    } catch (error) {
      if (!isExpired(error)) throw error;
      // The pages' common version was compacted away half-way: one answer with everything cannot be.
      return this.listPages(resource, selection, undefined, options);
    }
  }

  /** @throws KubeApiError, see `isAlreadyExists` */
  create<T extends KubeObject>(resource: Resource<T>, object: T, { signal }: CallOptions = {}): Promise<T> {
    const path = collectionPath(resource, object.metadata.namespace);
    return this.exchange.json<T>({ method: "POST", path, body: object, query: this.writer() }, signal);
  }

  /** Replaces the version that `object` carries. @throws ConflictError when there is another by now */
  replace<T extends KubeObject>(
    resource: Resource<T>,
    key: ObjectKey,
    object: T,
    { signal }: CallOptions = {},
  ): Promise<T> {
    const path = objectPath(resource, key);
    return this.exchange.json<T>({ method: "PUT", path, body: object, query: this.writer() }, signal);
  }

  /** JSON merge patch (RFC 7386). @throws ConflictError when it carries a version that is not the current one */
  mergePatch<T extends KubeObject>(
    resource: Resource<T>,
    key: ObjectKey,
    patch: unknown,
    { subresource, signal }: Omit<PatchOptions, "force"> = {},
  ): Promise<T> {
    const path = objectPath(resource, key, subresource);
    const contentType = "application/merge-patch+json";
    return this.exchange.json<T>({ method: "PATCH", path, body: patch, contentType, query: this.writer() }, signal);
  }

  /** Server-side apply. @throws ConflictError when others own fields of it with other values, unless forced */
  applyPatch<T extends KubeObject>(
    resource: Resource<T>,
    key: ObjectKey,
    intent: unknown,
    { subresource, force, signal }: PatchOptions = {},
  ): Promise<T> {
    const path = objectPath(resource, key, subresource);
    const query = { ...this.writer(), force };
    const contentType = "application/apply-patch+yaml";
    return this.exchange.json<T>({ method: "PATCH", path, body: intent, contentType, query }, signal);
  }

  /**
   * Asks for deletion; what is gone already is fine. With `uid`, only of that very object; with `resourceVersion`, only as it is in that.
   * @throws ConflictError when there is another by now
   */
  async delete(
    resource: Resource,
    key: ObjectKey,
    { signal, uid, resourceVersion }: CallOptions & { uid?: string; resourceVersion?: string } = {},
  ): Promise<void> {
    const body = uid || resourceVersion ? { preconditions: { uid, resourceVersion } } : undefined;
    try {
      await this.exchange.json({ method: "DELETE", path: objectPath(resource, key), body }, signal);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  /** Opens a watch: lines of JSON until the server's timeout or the signal ends it. One attempt: the caller starts anew. */
  watch(
    resource: Resource,
    { namespace, labelSelector, fieldSelector }: Selection,
    position: { resourceVersion: string; timeoutSeconds: number },
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const query = { watch: true, allowWatchBookmarks: true, labelSelector, fieldSelector, ...position };
    const accept = acceptOf(resource, "one");
    return this.exchange.stream({ method: "GET", path: collectionPath(resource, namespace), query, accept }, signal);
  }

  /** Closes the kept connections, also those of clients made by `withLimits`. */
  close(): void {
    this.transport.close();
  }

  private writer(): { fieldManager: string } {
    return { fieldManager: this.fieldManager };
  }

  private async listPages<T extends KubeObject>(
    resource: Resource<T>,
    { namespace, labelSelector, fieldSelector }: Selection,
    limit: number | undefined,
    { signal }: CallOptions,
  ): Promise<{ items: T[]; resourceVersion: string }> {
    const path = collectionPath(resource, namespace);
    const items: T[] = [];
    let next: string | undefined;
    for (;;) {
      const query = { labelSelector, fieldSelector, limit, continue: next };
      const accept = acceptOf(resource, "many");
      const page = await this.exchange.json<Page<T>>({ method: "GET", path, query, accept }, signal);
      items.push(...(page.items ?? []));
      next = page.metadata?.continue || undefined;
      if (next === undefined) return { items, resourceVersion: page.metadata?.resourceVersion ?? "" };
    }
  }
}

interface Page<T> {
  items?: T[];
  metadata?: { resourceVersion?: string; continue?: string };
}
