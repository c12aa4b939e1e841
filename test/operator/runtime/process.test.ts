import { afterEach, describe, expect, it } from "vitest";
import { ListenError, type PageServer, servePages } from "../../../provider/operator/runtime/process/http-server";
import { createLog, describeError } from "../../../provider/operator/runtime/process/log";
import { RuntimeMetrics } from "../../../provider/operator/runtime/process/metrics";
import { probePage } from "../../../provider/operator/runtime/process/probes";
import { ValidationError } from "../../../sdk/model/errors";

const servers: PageServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(address: string, body: () => Promise<string>): Promise<PageServer> {
  const server = await servePages(address, {
    "/page": async () => ({ status: 200, contentType: "text/plain", body: await body() }),
  });
  servers.push(server);
  return server;
}

describe("the log", () => {
  it("lets no secret through, wherever in a line it is", () => {
    const lines: string[] = [];
    const log = createLog({
      redact: (line) => line.replaceAll("hunter2", "(secret)"),
      destination: { write: (line: string) => void lines.push(line) },
    });
    const error = new Error("login with hunter2 failed", { cause: new Error("hunter2 is wrong") });
    log.child({ name: "hunter2" }).error({ err: error, deep: { er: ["hunter2"] } }, "saying hunter2");
    expect(lines.join("")).not.toContain("hunter2");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: "error", name: "(secret)", msg: "saying (secret)" },
    ]);
  });

  it("tells of an error what we made it say, and never what libraries hang on it", () => {
    const foreign = Object.assign(new Error("request failed"), { config: { headers: { authorization: "Bearer x" } } });
    expect(JSON.stringify(describeError(foreign))).not.toContain("Bearer");
    const ours = new ValidationError("Widget/a", [{ path: "spec.text", message: "is missing" }], {
      hint: "Give it.",
      cause: foreign,
    });
    expect(describeError(ours)).toEqual({
      code: "ValidationFailed",
      message: "Widget/a spec.text: is missing",
      hint: "Give it.",
      stack: undefined,
      causes: ["request failed"],
    });
    expect(describeError("text")).toEqual({ code: "NotAnError", message: "text" });
  });
});

describe("a served page", () => {
  it("is answered to those who read, and to nobody else", async () => {
    const { port } = await serve("127.0.0.1:0", async () => "hello");
    const url = `http://127.0.0.1:${port}`;
    expect(await (await fetch(`${url}/page`)).text()).toBe("hello");
    expect((await fetch(`${url}/page`, { method: "POST" })).status).toBe(405);
    expect((await fetch(`${url}/other`)).status).toBe(404);
  });

  it("says that it failed instead of hanging", async () => {
    const { port } = await serve("127.0.0.1:0", () => Promise.reject(new Error("no numbers")));
    const answer = await fetch(`http://127.0.0.1:${port}/page`);
    expect([answer.status, await answer.text()]).toEqual([500, "Error: no numbers\n"]);
  });

  it("is refused on an address that is taken or none", async () => {
    const { port } = await serve("127.0.0.1:0", async () => "first");
    await expect(serve(`127.0.0.1:${port}`, async () => "second")).rejects.toThrow(ListenError);
    await expect(serve("8080", async () => "none")).rejects.toThrow('"8080" is no address to listen on');
  });
});

describe("a probe", () => {
  it("is well when all its checks are, and names those that are not", () => {
    expect(probePage({ ping: () => undefined })).toMatchObject({ status: 200, body: "[+]ping ok\nok\n" });
    expect(probePage({ ping: () => undefined, widgets: () => "not listed yet" })).toMatchObject({
      status: 503,
      body: "[+]ping ok\n[-]widgets failed: not listed yet\nnot ok\n",
    });
  });
});

describe("the metrics", () => {
  it("have the names that dashboards for controller-runtime expect", async () => {
    const scraped = await new RuntimeMetrics().scrape();
    for (const name of [
      "controller_runtime_reconcile_total",
      "controller_runtime_reconcile_errors_total",
      "controller_runtime_terminal_reconcile_errors_total",
      "controller_runtime_reconcile_time_seconds",
      "controller_runtime_active_workers",
      "controller_runtime_max_concurrent_reconciles",
      "workqueue_depth",
      "workqueue_adds_total",
      "workqueue_queue_duration_seconds",
      "workqueue_retries_total",
      "leader_election_master_status",
      "rest_client_requests_total",
      "watch_restarts_total",
      "watch_last_event_age_seconds",
    ]) {
      expect(scraped).toContain(`# TYPE ${name} `);
    }
  });

  it("are brought up to date before every scrape, until nobody wants that any more", async () => {
    const metrics = new RuntimeMetrics();
    let asked = 0;
    const stop = metrics.beforeScrape(() => asked++);
    await metrics.scrape();
    stop();
    await metrics.scrape();
    expect(asked).toBe(1);
  });
});
