import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";
import { AtlasIacError } from "../../../../sdk/model/errors";
import { KubeUnreachableError } from "./errors";

/** One HTTP request to the API server. */
export interface KubeRequest {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** From the server's root: `/api/v1/configmaps`. */
  path: string;
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  body?: unknown;
  /** Defaults to `application/json`. */
  contentType?: string;
  /** Form of the answer. Defaults to `application/json`. */
  accept?: string;
}

/** An answer whose body is still to be read. Whoever gets it reads it to the end or destroys it. */
export interface KubeResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: IncomingMessage;
}

/** The kubeconfig names no cluster to talk to. */
class NoClusterError extends AtlasIacError {
  readonly code = "KubernetesNoCluster";

  constructor() {
    super("The kubeconfig has no current cluster", {
      hint: "Set KUBECONFIG, choose a context (kubectl config use-context), or run inside a cluster.",
    });
  }
}

/**
 * Sends requests with the credentials of a kubeconfig over connections that are kept.
 *
 * Of client-node this takes what is hard and sound: finding and reading kubeconfigs, exec plugins, token files that rotate,
 * proxies. Its generated API classes and its Watch are not used: in 2.0 every request of theirs builds an HTTP agent of its own,
 * so nothing is kept alive and every call pays a TLS handshake; they hide Retry-After; and they parse into classes that turn dates
 * into objects, which would differ from what was sent.
 */
export class KubeTransport {
  private readonly agents = {
    "http:": new HttpAgent({ keepAlive: true, keepAliveMsecs: 30_000 }),
    "https:": new HttpsAgent({ keepAlive: true, keepAliveMsecs: 30_000 }),
  };

  constructor(
    private readonly config: KubeConfig,
    private readonly userAgent: string,
  ) {}

  /** Host and port of the API server, for metrics. */
  get host(): string {
    return this.base().host;
  }

  /**
   * Resolves when the headers are there; `signal` also ends the body.
   * @throws KubeUnreachableError, or the signal's reason
   */
  async send(request: KubeRequest, signal: AbortSignal): Promise<KubeResponse> {
    signal.throwIfAborted();
    const url = this.url(request);
    const body = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body));
    const options = await this.options(request, url, body?.length);
    return new Promise((resolve, reject) => {
      const outgoing = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, options);
      const onAbort = (): void => {
        outgoing.destroy(new Error("aborted"));
      };
      signal.addEventListener("abort", onAbort, { once: true });
      outgoing.on("close", () => signal.removeEventListener("abort", onAbort));
      outgoing.on("error", (cause) =>
        reject(signal.aborted ? signal.reason : new KubeUnreachableError(request, cause.message, { cause })),
      );
      outgoing.on("response", (incoming) =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: incoming }),
      );
      outgoing.end(body);
    });
  }

  /** Closes the kept connections. */
  close(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  private url({ path, query = {} }: KubeRequest): URL {
    const base = this.base();
    const url = new URL(base.pathname.replace(/\/$/, "") + path, base);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return url;
  }

  private async options(request: KubeRequest, url: URL, length: number | undefined): Promise<RequestOptions> {
    const options: RequestOptions = { method: request.method };
    await this.config.applyToHTTPSOptions(options);
    // Through a proxy, client-node's agent knows the way. Its direct agents keep no connection, so ours take over.
    if (!this.config.getCurrentCluster()?.proxyUrl) {
      options.agent = url.protocol === "https:" ? this.agents["https:"] : this.agents["http:"];
    }
    options.headers = {
      ...options.headers,
      accept: request.accept ?? "application/json",
      "user-agent": this.userAgent,
      // The length is always said: for a DELETE, Node would send a body without telling where it ends.
      ...(length === undefined
        ? {}
        : { "content-type": request.contentType ?? "application/json", "content-length": length }),
    };
    return options;
  }

  private base(): URL {
    const cluster = this.config.getCurrentCluster();
    if (!cluster) throw new NoClusterError();
    return new URL(cluster.server);
  }
}
