import type { KubeConfig } from "@kubernetes/client-node";
import { FaultProxy } from "../runtime/harness/fault-proxy";
import { AtlasProxy } from "./atlas-proxy";
import { OWN_KEY } from "./declare";
import { type Cut, leavesTrace } from "./guillotine";

/** All that goes out for one object, and where it is cut. */
export interface Thread {
  cut: Cut;
  /** Writes so far: to Atlas, and to the API server those that are no events. */
  writes: string[];
  severed: boolean;
}

const never = new Promise<never>(() => undefined);

/**
 * Stands between an operator and both of its worlds, and cuts each of many objects off from both at a write of its own: for an object all
 * is as if the process had ended there, though that goes on with others. Whoever wants the end of the process waits until all are severed.
 */
export class Shears {
  readonly #threads = new Map<string, Thread>();

  private constructor(
    private readonly kube: FaultProxy,
    private readonly atlas: AtlasProxy,
  ) {}

  static async open(behind: KubeConfig, atlasUrl: string): Promise<Shears> {
    const shears = new Shears(await FaultProxy.start(behind), await AtlasProxy.start(atlasUrl));
    shears.#watchKube();
    shears.#watchAtlas();
    return shears;
  }

  get config(): KubeConfig {
    return this.kube.config;
  }

  get atlasUrl(): string {
    return this.atlas.url;
  }

  /**
   * Counts an object's writes from now on.
   * @param namespace Which has nothing in it that does not belong to the object.
   * @param publicKey Of credentials that only this one has. Absent: nothing is written to Atlas.
   */
  put(namespace: string, cut: Cut, publicKey?: string): Thread {
    const thread = { cut, writes: [], severed: false };
    this.#threads.set(namespace, thread);
    if (publicKey !== undefined) this.#threads.set(publicKey, thread);
    return thread;
  }

  /** Counts nothing any more: all that goes out gets through. */
  putAway(): void {
    this.#threads.clear();
  }

  /** Ends the life: nothing is heard or sent any more. */
  close(): void {
    this.kube.away();
    this.atlas.away();
  }

  async remove(): Promise<void> {
    await Promise.all([this.kube.stop(), this.atlas.stop()]);
  }

  #watchKube(): void {
    const due = new WeakMap<object, Thread>();
    this.kube.fault = (request) => {
      const path = request.url.split("?")[0] ?? "";
      const thread = this.#threads.get(/\/namespaces\/([^/]+)\//.exec(path)?.[1] ?? "");
      // Who tells of the others must not wait; and it is another one that holds the credentials, at a time of its own.
      if (!thread || path.includes("/events")) return undefined;
      if (thread.severed) return never;
      if (!leavesTrace(request) || path.endsWith(`/secrets/${OWN_KEY}`)) return undefined;
      if (!isDue(thread, `${request.method} ${path}`)) return undefined;
      if (thread.cut.when === "after") due.set(request, thread);
      else thread.severed = true;
      return thread.severed ? never : undefined;
    };
    this.kube.delayMs = (request) => {
      const thread = due.get(request);
      if (!thread) return 0;
      thread.severed = true;
      return never;
    };
  }

  #watchAtlas(): void {
    this.atlas.fate = ({ method, path, publicKey = "" }) => {
      const thread = this.#threads.get(publicKey);
      if (!thread) return "answered";
      if (thread.severed) return "unheard";
      if (method === "GET" || !isDue(thread, `atlas ${method} ${path}`)) return "answered";
      if (thread.cut.when === "after") return "unanswered";
      thread.severed = true;
      return "unheard";
    };
    this.atlas.onUnanswered = ({ publicKey = "" }) => {
      const thread = this.#threads.get(publicKey);
      if (thread) thread.severed = true;
    };
  }
}

/** Counts a write. @returns whether it is the one at which the thread is cut */
function isDue({ writes, cut }: Thread, write: string): boolean {
  writes.push(write);
  return writes.length === cut.at;
}
