import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import axios, { type AxiosInstance } from "axios";
import { userAgent } from "./user-agent";

/** One HTTP request, ready to be sent. */
export interface HttpRequest {
  method: string;
  /** Whole URL with query. */
  url: string;
  headers: Record<string, string>;
  /** Serialised body. */
  body?: string;
}

export interface HttpAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  text: string;
}

// Sockets outlive clients: engines make one client a resource.
const agents = {
  httpAgent: new HttpAgent({ keepAlive: true }),
  httpsAgent: new HttpsAgent({ keepAlive: true }),
};

/**
 * Sends single requests over axios. Answers of every status are answers; it rejects only when there is none, with axios's own error,
 * which must go through `Redactor.cause` before anyone else sees it.
 */
export class Transport {
  private readonly http: AxiosInstance;

  constructor(timeoutMs: number) {
    this.http = axios.create({
      ...agents,
      timeout: timeoutMs,
      transitional: { clarifyTimeoutError: true, silentJSONParsing: false, forcedJSONParsing: false },
      responseType: "text",
      maxRedirects: 0,
      validateStatus: () => true,
      transformRequest: (body: unknown) => body,
      transformResponse: (text: unknown) => text,
      headers: { common: { "User-Agent": userAgent } },
    });
  }

  async send(request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer> {
    signal?.throwIfAborted();
    try {
      const answer = await this.http.request<unknown>({
        method: request.method,
        url: request.url,
        headers: request.headers,
        data: request.body,
        signal,
      });
      const headers = Object.entries(answer.headers).map(([name, value]) => {
        return [name.toLowerCase(), Array.isArray(value) ? value.join(", ") : String(value)] as const;
      });
      return {
        status: answer.status,
        headers: Object.fromEntries(headers),
        text: typeof answer.data === "string" ? answer.data : "",
      };
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  }
}
