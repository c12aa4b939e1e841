import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { KubeConfig } from "@kubernetes/client-node";

/** One answer: or none at all, when the connection is to break. */
export type Answer =
  | { status: number; headers?: Record<string, string>; body?: unknown }
  | "break the connection"
  | "say nothing";

export interface Asked {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
  at: number;
}

export interface ScriptedApi {
  config: KubeConfig;
  asked: Asked[];
  close(): Promise<void>;
}

/** A server that answers as told, in turn; the last answer is repeated. */
export async function scriptedApi(...answers: Answer[]): Promise<ScriptedApi> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    const { method = "", url = "", headers } = request;
    asked.push({ method, url, headers, body: await text(request), at: performance.now() });
    if (answer === "say nothing") return;
    if (answer === undefined || answer === "break the connection") return void request.socket.destroy();
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    config: plainConfig(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A kubeconfig for a server without TLS and without credentials. */
export function plainConfig(server: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromClusterAndUser({ name: "test", server, skipTLSVerify: true }, { name: "test" });
  return config;
}
