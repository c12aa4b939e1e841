import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { datadogIntegration, prometheusIntegration } from "./conformance/fixtures/third-party-integration";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";
import { contractFaults } from "./held-to-contract";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const digest = (secret: string): string => createHash("sha256").update(secret).digest("hex");

interface Example {
  spec: { type: string };
}

const file = join(__dirname, "../../examples/kinds/AtlasThirdPartyIntegration/full.yaml");
const examples: Example[] = parseAllDocuments(readFileSync(file, "utf8")).map((one) => one.toJS());

/** What each Secret of the examples holds, and what Atlas must be sent of it. */
const secrets: Record<string, { block: object; sent: Record<string, string> }> = {
  DATADOG: { block: { apiKeySecretRef: "datadog-key-0001" }, sent: { apiKey: "datadog-key-0001" } },
  MICROSOFT_TEAMS: {
    block: { urlSecretRef: "https://teams.example.com/hook-0002" },
    sent: { microsoftTeamsWebhookUrl: "https://teams.example.com/hook-0002" },
  },
  NEW_RELIC: {
    block: {
      credentialsSecretRef: {
        accountId: "a".repeat(40),
        licenseKey: "b".repeat(40),
        readToken: "read-token-0003",
        writeToken: "write-token-0004",
      },
    },
    sent: { licenseKey: "b".repeat(40), readToken: "read-token-0003", writeToken: "write-token-0004" },
  },
  OPS_GENIE: { block: { apiKeySecretRef: "opsgenie-key-0005" }, sent: { apiKey: "opsgenie-key-0005" } },
  PAGER_DUTY: { block: { serviceKeySecretRef: "pagerduty-key-0006" }, sent: { serviceKey: "pagerduty-key-0006" } },
  PROMETHEUS: {
    block: { prometheusCredentialsSecretRef: { username: "scraper", password: "scraper-word-0007" } },
    sent: { password: "scraper-word-0007" },
  },
  SLACK: { block: { apiTokenSecretRef: "slack-token-0008" }, sent: { apiToken: "slack-token-0008" } },
  VICTOR_OPS: { block: { apiKeySecretRef: "victorops-key-0009" }, sent: { apiKey: "victorops-key-0009" } },
  WEBHOOK: {
    block: { urlSecretRef: { url: "https://example.com/hook-0010", secret: "hook-secret-0011" } },
    sent: { url: "https://example.com/hook-0010", secret: "hook-secret-0011" },
  },
};

/** What Atlas shows of the examples as it was sent. */
const shown: Record<string, object> = {
  DATADOG: {
    region: "EU",
    sendCollectionLatencyMetrics: true,
    sendDatabaseMetrics: true,
    sendQueryStatsMetrics: false,
    sendUserProvidedResourceTags: true,
  },
  MICROSOFT_TEAMS: {},
  NEW_RELIC: { accountId: "a".repeat(40) },
  OPS_GENIE: { region: "EU" },
  PAGER_DUTY: { region: "US" },
  PROMETHEUS: { enabled: true, serviceDiscovery: "http", username: "scraper" },
  SLACK: { channelName: "alerts", teamName: "shop" },
  VICTOR_OPS: { routingKey: "database" },
  WEBHOOK: {},
};

describe.each(examples.map(({ spec }) => spec))("an integration of type $type", (spec) => {
  const { type } = spec;
  const [[block = "", fields] = []] = Object.entries(spec).filter(
    ([name, value]) => typeof value === "object" && !/Ref$|^connectionSecret$/.test(name),
  );
  const declared = { projectRef: "$project", type, [block]: { ...Object(fields), ...secrets[type]?.block } };
  const fixture = { ...datadogIntegration, base: declared };

  it("sends every field as the contract has it, and reads it back", async () => {
    const subject = await Subject.fresh(world, fixture);
    world.simulator.clearRequests();
    const { observed } = await subject.up(subject.spec());
    // The log blackens the licence key, for which the contract has a pattern.
    if (type !== "NEW_RELIC") expect(contractFaults(world.simulator)).toEqual([]);
    const [there] = world.simulator.state.integrations(subject.names.$project);
    expect(there?.settings).toEqual(shown[type]);
    const sent = Object.entries(there?.secrets ?? {}).map(([name, secret]) => [name, secret.digest]);
    const wanted = Object.entries(secrets[type]?.sent ?? {}).map(([name, secret]) => [name, digest(secret)]);
    expect(Object.fromEntries(sent)).toEqual(Object.fromEntries(wanted));
    const plain = Object.entries(Object(fields)).filter(([, value]) => typeof value === "string");
    const readable = plain.filter(([name]) => name !== "routingKey");
    expect(subject.handler.toSpec(observed)).toMatchObject({ type, [block]: Object.fromEntries(readable) });
    expect(subject.handler.status(observed)).toEqual({ id: there?.id });
  });

  it("keeps no secret in what it remembers or shows, and nothing is left to do", async () => {
    const subject = await Subject.fresh(world, fixture);
    const { plan } = await subject.preview(subject.spec());
    const { owned, observed, applied } = await subject.up(subject.spec());
    const kept = JSON.stringify([plan, owned, observed, applied]);
    for (const secret of Object.values(secrets[type]?.sent ?? {})) expect(kept).not.toContain(secret);
    expect(kept).not.toContain("a".repeat(40));
    const again = await subject.up(subject.spec());
    expect(again.applied).toEqual([]);
    expect(again.owned, "seals stay, so that nothing has to be saved").toEqual(owned);
  });
});

describe("a secret of an integration", () => {
  it("is sent again when it was rotated, once, and when it is rotated back", async () => {
    const subject = await Subject.fresh(world, datadogIntegration);
    await subject.up(subject.spec());
    const rotated = subject.spec(datadogIntegration.mutations[1]?.set);
    expect(await subject.writesOf(() => subject.up(rotated))).toEqual(["updateGroupIntegration"]);
    expect(await subject.writesOf(() => subject.up(rotated))).toEqual([]);
    const [there] = world.simulator.state.integrations(subject.names.$project);
    expect(there?.secrets.apiKey?.digest).toBe(digest("second-key-of-datadog-0002"));
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual(["updateGroupIntegration"]);
  });

  it("is sent again after a call of which nobody knows whether it went through, also when it was rotated back meanwhile", async () => {
    const subject = await Subject.fresh(world, datadogIntegration);
    await subject.up(subject.spec());
    world.simulator.faults.inject({ kind: "reset-after", match: { operation: "updateGroupIntegration" }, times: 50 });
    const rotated = subject.spec(datadogIntegration.mutations[1]?.set);
    await expect(subject.up(rotated)).rejects.toMatchObject({ code: "ConvergeFailed" });
    world.simulator.faults.clear();
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual(["updateGroupIntegration"]);
    const [there] = world.simulator.state.integrations(subject.names.$project);
    expect(there?.secrets.apiKey?.digest).toBe(digest("first-key-of-datadog-0001"));
  });

  it("that Atlas shows is compared with what is there", async () => {
    const subject = await Subject.fresh(world, prometheusIntegration);
    const { observed } = await subject.up(subject.spec());
    expect(JSON.stringify(observed)).not.toContain("scraper");
    const look = await subject.handler.observe(subject.api, subject.saved.id ?? {}, {});
    expect(look, "looking twice finds no difference").toEqual(observed);
  });

  it("is quoted by no error, although the service quotes what it was sent", async () => {
    const subject = await Subject.fresh(world, datadogIntegration);
    const wrong = subject.spec({ datadog: { apiKeySecretRef: "canary-key-0001", region: "canary-key-0001" } });
    const failure = await subject.up(wrong).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: "ConvergeFailed" });
    expect(String(failure)).not.toContain("canary-key-0001");
    expect(String(failure)).toContain("INVALID_ENUM_VALUE");
  });
});
