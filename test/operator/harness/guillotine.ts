import type { KubeConfig } from "@kubernetes/client-node";
import { FaultProxy } from "../runtime/harness/fault-proxy";
import { AtlasProxy } from "./atlas-proxy";

/** Where a life ends: at the n-th call that matters, before the other side has heard of it or after. */
export interface Cut {
  at: number;
  when: "before" | "after";
  /** Only calls like these count. Default all. */
  of?: RegExp;
}

/** Whether a call to the API server leaves something behind: it is a write, and no event. */
export const leavesTrace = ({ method, url }: { method: string; url: string }): boolean =>
  method !== "GET" && !url.includes("/events");

/**
 * Stands between an operator and both of its worlds, and cuts it off from both at one chosen call, as the end of its process would: what
 * was sent before has happened, nothing is heard or sent any more.
 */
export class Guillotine {
  /** Calls so far: every one to Atlas, and writes to the API server that are no events. */
  readonly calls: string[] = [];
  fallen = false;

  private constructor(
    readonly cut: Cut,
    private readonly kube: FaultProxy,
    private readonly atlas: AtlasProxy,
  ) {}

  static async raise(behind: KubeConfig, atlasUrl: string, cut: Cut): Promise<Guillotine> {
    const guillotine = new Guillotine(cut, await FaultProxy.start(behind), await AtlasProxy.start(atlasUrl));
    guillotine.#watchKube();
    guillotine.#watchAtlas();
    return guillotine;
  }

  get config(): KubeConfig {
    return this.kube.config;
  }

  get atlasUrl(): string {
    return this.atlas.url;
  }

  fall(): void {
    this.fallen = true;
    this.kube.away();
    this.atlas.away();
  }

  async remove(): Promise<void> {
    this.fall();
    await Promise.all([this.kube.stop(), this.atlas.stop()]);
  }

  #watchKube(): void {
    const { cut, kube } = this;
    const counted = new WeakMap<object, boolean>();
    kube.fault = (request) => {
      if (!leavesTrace(request)) return undefined;
      const due = this.#count(`${request.method} ${request.url.split("?")[0]}`);
      counted.set(request, due);
      if (due && cut.when === "before") this.fall();
      return due && cut.when === "before" ? { status: 500 } : undefined;
    };
    kube.delayMs = (request) => {
      if (counted.get(request)) this.fall();
      return 0;
    };
  }

  #watchAtlas(): void {
    const { cut, atlas } = this;
    atlas.fate = ({ method, path }) => {
      if (!this.#count(`atlas ${method} ${path}`)) return "answered";
      if (cut.when === "after") return "unanswered";
      this.fall();
      return "unheard";
    };
    atlas.onUnanswered = () => this.fall();
  }

  /** @returns whether this is the call at which it falls */
  #count(call: string): boolean {
    if (this.cut.of && !this.cut.of.test(call)) return false;
    this.calls.push(call);
    return this.calls.length === this.cut.at;
  }
}
