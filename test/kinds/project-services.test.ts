import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handlerOf } from "../../provider/kinds/registry";
import type { Fixture, Spec } from "./conformance/fixture";
import { projectServices } from "./conformance/fixtures/project-services";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";
import { contractFaults } from "./held-to-contract";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const bare: Fixture = { ...projectServices, base: { name: "bare-$unique" } };
const digest = (secret: string): string => createHash("sha256").update(secret).digest("hex");

async function made(base: Spec) {
  const subject = await Subject.fresh(world, { ...bare, base: { ...bare.base, ...base } });
  await subject.up(subject.spec());
  const groupId = subject.handler.atlasId(subject.saved.observed ?? {});
  const meddle = (operation: string, params: Record<string, string>, body?: object) =>
    world.simulator.behindTheBack(operation, {
      params: { groupId, ...params },
      ...(body && { body: JSON.parse(JSON.stringify(body)) }),
    });
  return { subject, groupId, meddle };
}

const group = { typeName: "GROUP", intervalMin: 60, delayMin: 5, emailEnabled: true };
const alertOf = (eventTypeName: string, more: object = {}) => ({
  eventTypeName,
  enabled: true,
  notifications: [group],
  ...more,
});
const inStep = (...alertConfigurations: object[]) => ({ alertConfigurationSyncEnabled: true, alertConfigurations });

describe("a project with all these sections", () => {
  it("sends them as the contract has them, keeps no secret, and costs one read a section when in sync", async () => {
    const subject = await Subject.fresh(world, projectServices);
    world.simulator.clearRequests();
    const { owned, observed, applied } = await subject.up(subject.spec());
    // The contract's units of metrics contradict each other, and the service's recorded answers (`RAW`).
    expect(contractFaults(world.simulator).filter((fault) => !fault.includes("AlertConfig"))).toEqual([]);
    const kept = JSON.stringify([owned, observed, applied]);
    const texts = ["first-password", "first-service-key", "first-hook", "first-slack", "first-key", "firstAAAA"];
    expect(texts.filter((text) => kept.includes(text))).toEqual([]);
    world.simulator.clearRequests();
    const again = await subject.up(subject.spec());
    expect(again.owned, "seals stay, so that nothing has to be saved").toEqual(owned);
    const asked = world.simulator.requests.flatMap(({ operation, principal }) => (principal ? [operation] : []));
    expect(asked.sort()).toEqual([
      "getGroup",
      "getGroupAuditLog",
      "getGroupEncryptionAtRest",
      "getGroupUserSecurity",
      "listGroupAlertConfigs",
      "listGroupCloudProviderAccess",
      "listGroupIntegrations",
    ]);
  });

  it("tells of them in its status", async () => {
    const subject = await Subject.fresh(world, projectServices);
    const { observed } = await subject.up(subject.spec());
    expect(subject.handler.status(observed)).toMatchObject({
      authModes: ["SCRAM", "X509"],
      prometheus: {
        scheme: "http",
        prometheusDiscoveryURL: `${world.simulator.url}/prometheus/v1.0/groups/${subject.handler.atlasId(observed)}/discovery`,
      },
      cloudProviderIntegrations: expect.arrayContaining([
        expect.objectContaining({ status: "AUTHORIZED", iamAssumedRoleArn: expect.stringContaining(":role/atlas") }),
        expect.objectContaining({ status: "CREATED", atlasAWSAccountArn: expect.stringContaining("arn:aws:iam") }),
      ]),
      alertConfigurations: expect.arrayContaining([
        expect.objectContaining({
          eventTypeName: "OUTSIDE_METRIC_THRESHOLD",
          metricThreshold: expect.objectContaining({ threshold: "250.5" }),
          severityOverride: "WARNING",
        }),
      ]),
    });
  });

  it("reports each by a condition of its own, while it is declared", () => {
    const { conditions } = handlerOf("AtlasProject");
    expect(conditions?.({ name: "shop" })).toEqual([]);
    expect(conditions?.(projectServices.base)).toEqual([
      "CloudProviderIntegrationReady",
      "AlertConfigurationReady",
      "ThirdPartyIntegrationReady",
      "EncryptionAtRestReady",
      "AuditingReady",
      "X509AuthReady",
    ]);
  });

  it("tells a project without them that passwords are the way to log in", async () => {
    const { subject } = await made({});
    expect(subject.handler.status(subject.saved.observed ?? {})).toMatchObject({ authModes: ["SCRAM"] });
  });
});

describe("alerts", () => {
  it("of Atlas and of others stay, and those of ours that are taken out go", async () => {
    const { subject, groupId, meddle } = await made(inStep(alertOf("HOST_DOWN"), alertOf("NO_PRIMARY")));
    const defaults = world.simulator.state.alertConfigs(groupId).length - 2;
    expect(defaults).toBeGreaterThan(5);
    meddle("createGroupAlertConfig", {}, alertOf("PRIMARY_ELECTED"));
    const { applied, notes } = await subject.up(subject.spec());
    expect(applied).toEqual([]);
    expect(notes.join()).toMatch(/left alone.*alerts/);
    const fewer = subject.spec(inStep(alertOf("HOST_DOWN")));
    expect(await subject.writesOf(() => subject.up(fewer))).toEqual(["deleteGroupAlertConfig"]);
    const left = world.simulator.state.alertConfigs(groupId);
    expect(left).toHaveLength(defaults + 2);
    expect(left.filter(({ settings }) => settings.eventTypeName === "NO_PRIMARY")).toHaveLength(1);
  });

  it("of ours that somebody changed are changed back in place, although Atlas has one of the same event", async () => {
    const { subject, groupId, meddle } = await made(inStep(alertOf("NO_PRIMARY")));
    const ours = world.simulator.state.alertConfigs(groupId).at(-1);
    meddle("updateGroupAlertConfig", { alertConfigId: ours?.id ?? "" }, { ...alertOf("NO_PRIMARY"), enabled: false });
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual(["updateGroupAlertConfig"]);
    const all = world.simulator.state
      .alertConfigs(groupId)
      .filter(({ settings }) => settings.eventTypeName === "NO_PRIMARY");
    expect(all.map(({ settings }) => settings.enabled)).toEqual([true, true]);
    expect(all.at(-1)?.id).toBe(ours?.id);
  });

  it("are told apart by what was declared, where no ids were kept", async () => {
    const { subject } = await made(inStep(alertOf("HOST_DOWN")));
    const { ids: _, ...owned } = subject.saved.owned ?? { spec: {} };
    subject.saved.owned = owned;
    expect(await subject.writesOf(() => subject.up(subject.spec(inStep())))).toEqual(["deleteGroupAlertConfig"]);
  });

  it("are neither read nor changed where the switch is off", async () => {
    const { subject } = await made({ alertConfigurations: [alertOf("HOST_DOWN")] });
    world.simulator.clearRequests();
    await subject.up(subject.spec());
    const asked = world.simulator.requests.flatMap(({ operation, principal }) => (principal ? [operation] : []));
    expect(asked).toEqual(["getGroup"]);
  });

  it("stay when only the switch is taken away", async () => {
    const { subject } = await made(inStep(alertOf("HOST_DOWN")));
    const off = subject.spec({ alertConfigurationSyncEnabled: false });
    expect(await subject.writesOf(() => subject.up(off))).toEqual([]);
  });

  const kinds = [
    { notification: { typeName: "EMAIL", emailAddress: "alice@example.com" }, secret: {} },
    { notification: { typeName: "SMS", mobileNumber: "2125550100" }, secret: {} },
    { notification: { typeName: "ORG", smsEnabled: true, roles: ["ORG_OWNER"] }, secret: {} },
    { notification: { typeName: "TEAM", teamId: "$teamA", emailEnabled: true }, secret: {} },
    { notification: { typeName: "USER", username: "alice@example.com", emailEnabled: true }, secret: {} },
    {
      notification: { typeName: "SLACK", channelName: "alerts", apiTokenRef: "token-of-slack" },
      secret: { apiToken: "token-of-slack" },
    },
    {
      notification: { typeName: "DATADOG", datadogRegion: "EU", datadogAPIKeyRef: "key-of-datadog" },
      secret: { datadogApiKey: "key-of-datadog" },
    },
    {
      notification: { typeName: "OPS_GENIE", opsGenieRegion: "EU", opsGenieApiKeyRef: "key-of-opsgenie" },
      secret: { opsGenieApiKey: "key-of-opsgenie" },
    },
    {
      notification: { typeName: "PAGER_DUTY", serviceKeyRef: "key-of-pagerduty" },
      secret: { serviceKey: "key-of-pagerduty" },
    },
    {
      notification: {
        typeName: "VICTOR_OPS",
        victorOpsSecretRef: { VictorOpsAPIKey: "key-of-victorops", VictorOpsRoutingKey: "route-of-victorops" },
      },
      secret: { victorOpsApiKey: "key-of-victorops", victorOpsRoutingKey: "route-of-victorops" },
    },
  ];
  it.each(kinds)("send every field of a notification by $notification.typeName", async ({ notification, secret }) => {
    const matchers = [{ fieldName: "TYPE_NAME", operator: "EQUALS", value: "PRIMARY" }];
    const alert = alertOf("HOST_DOWN", {
      matchers,
      severityOverride: "CRITICAL",
      notifications: [{ ...notification, delayMin: 3, intervalMin: 7 }],
    });
    world.simulator.clearRequests();
    const { subject, groupId } = await made(inStep(alert));
    expect(contractFaults(world.simulator).filter((fault) => !fault.startsWith("createGroup:"))).toEqual([]);
    const there = world.simulator.state.alertConfigs(groupId).at(-1);
    expect(there?.settings).toMatchObject({ matchers, severityOverride: "CRITICAL", enabled: true });
    const plain = Object.entries(notification).filter(([name]) => !name.endsWith("Ref"));
    const wanted = JSON.parse(JSON.stringify(Object.fromEntries(plain)).replace("$teamA", subject.names.$teamA));
    expect(there?.notifications[0]?.settings).toMatchObject({ ...wanted, delayMin: 3, intervalMin: 7 });
    const sent = Object.entries(there?.notifications[0]?.secrets ?? {}).map(([name, kept]) => [name, kept.digest]);
    expect(Object.fromEntries(sent)).toEqual(
      Object.fromEntries(Object.entries(secret).map(([name, value]) => [name, digest(value)])),
    );
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
  });

  it("with a threshold that is no number are refused by its field", async () => {
    const subject = await Subject.fresh(world, bare);
    const wrong = subject.spec(inStep(alertOf("HOST_DOWN", { threshold: { threshold: "many" } })));
    await expect(subject.up(wrong)).rejects.toMatchObject({
      message: expect.stringContaining('spec.alertConfigurations[0].threshold.threshold: is "many"'),
    });
  });
});

describe("integrations", () => {
  it("of other types, made elsewhere, stay and are told of", async () => {
    const { subject, groupId, meddle } = await made({
      integrations: [{ type: "OPS_GENIE", region: "EU", apiKeyRef: "key-of-opsgenie" }],
    });
    meddle("createGroupIntegration", { integrationType: "WEBHOOK" }, { type: "WEBHOOK", url: "https://example.com/x" });
    const { applied, notes } = await subject.up(subject.spec());
    expect(applied).toEqual([]);
    expect(notes.join()).toContain("left alone, as this object does not declare them: integrations WEBHOOK");
    expect(await subject.writesOf(() => subject.up(subject.spec({ integrations: [] })))).toEqual([
      "deleteGroupIntegration",
    ]);
    expect(world.simulator.state.integrations(groupId).map(({ type }) => type)).toEqual(["WEBHOOK"]);
  });

  const items: { item: Spec; settings: Spec; secrets: Record<string, string> }[] = [
    {
      item: { type: "SLACK", apiTokenRef: "slack-token-1", channelName: "alerts", teamName: "shop" },
      settings: { channelName: "alerts", teamName: "shop" },
      secrets: { apiToken: "slack-token-1" },
    },
    {
      item: { type: "DATADOG", apiKeyRef: "datadog-key-2", region: "US3" },
      settings: { region: "US3" },
      secrets: { apiKey: "datadog-key-2" },
    },
    {
      item: {
        type: "NEW_RELIC",
        accountId: "c".repeat(40),
        licenseKeyRef: "d".repeat(40),
        readTokenRef: "read-3",
        writeTokenRef: "write-4",
      },
      settings: { accountId: "c".repeat(40) },
      secrets: { licenseKey: "d".repeat(40), readToken: "read-3", writeToken: "write-4" },
    },
    {
      item: { type: "VICTOR_OPS", apiKeyRef: "victorops-key-5", routingKeyRef: "route-6" },
      settings: { routingKey: "route-6" },
      secrets: { apiKey: "victorops-key-5" },
    },
    {
      item: { type: "MICROSOFT_TEAMS", microsoftTeamsWebhookUrl: "https://teams.example.com/hook-7" },
      settings: {},
      secrets: { microsoftTeamsWebhookUrl: "https://teams.example.com/hook-7" },
    },
  ];
  it.each(items)("of type $item.type have all their fields sent, once", async ({ item, settings, secrets }) => {
    const { subject, groupId } = await made({ integrations: [item] });
    const [there] = world.simulator.state.integrations(groupId);
    expect(there?.settings).toEqual(settings);
    const sent = Object.entries(there?.secrets ?? {}).map(([name, kept]) => [name, kept.digest]);
    const wanted = Object.entries(secrets).map(([name, value]) => [name, digest(value)]);
    expect(Object.fromEntries(sent)).toEqual(Object.fromEntries(wanted));
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
  });

  it.each([
    { because: "as an integration", set: { integrations: [{ type: "FLOWDOCK", flowName: "shop", orgName: "o" }] } },
    { because: "in an alert", set: inStep(alertOf("HOST_DOWN", { notifications: [{ typeName: "FLOWDOCK" }] })) },
  ])("refuse Flowdock $because before anything is sent", async ({ set }) => {
    const subject = await Subject.fresh(world, bare);
    const writes = await subject.writesOf(() =>
      expect(subject.up(subject.spec(set))).rejects.toMatchObject({
        code: "ValidationFailed",
        message: expect.stringContaining("Flowdock, which is no more"),
      }),
    );
    expect(writes).toEqual([]);
  });
});

describe("accesses to cloud providers", () => {
  const role = "arn:aws:iam::123456789012:role/shop";

  it("that are prepared are told of and waited for by nobody, and take the role that is declared later", async () => {
    const { subject, groupId } = await made({ cloudProviderIntegrations: [{ providerName: "AWS" }] });
    const { notes, pending } = await subject.up(subject.spec());
    expect(pending).toBeUndefined();
    expect(notes.join()).toMatch(/waits for a role: one that trusts arn:aws:iam::\d+:root with external id/);
    const [before] = world.simulator.state.cloudAccess(groupId);
    await subject.up(subject.spec({ cloudProviderIntegrations: [{ providerName: "AWS", iamAssumedRoleArn: role }] }));
    expect(world.simulator.state.cloudAccess(groupId)).toMatchObject([{ id: before?.id, iamAssumedRoleArn: role }]);
  });

  it("of others stay, and ours go when they are taken out", async () => {
    const { subject, groupId, meddle } = await made({
      cloudProviderIntegrations: [{ providerName: "AWS", iamAssumedRoleArn: role }, { providerName: "AWS" }],
    });
    meddle("createGroupCloudProviderAccess", {}, { providerName: "AWS" });
    const foreign = world.simulator.state.cloudAccess(groupId).at(-1);
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
    const none = subject.spec({ cloudProviderIntegrations: [] });
    expect(await subject.writesOf(() => subject.up(none))).toEqual([
      "deauthorizeGroupCloudProviderAccessRole",
      "deauthorizeGroupCloudProviderAccessRole",
    ]);
    expect(world.simulator.state.cloudAccess(groupId).map(({ id }) => id)).toEqual([foreign?.id]);
  });

  it("are prepared once although a call breaks off after its effect", async () => {
    const subject = await Subject.fresh(world, bare);
    world.simulator.faults.inject({
      kind: "reset-after",
      match: { operation: "createGroupCloudProviderAccess" },
      times: 1,
    });
    await subject.up(subject.spec({ cloudProviderIntegrations: [{ providerName: "AWS" }, { providerName: "AWS" }] }));
    const groupId = subject.handler.atlasId(subject.saved.observed ?? {});
    expect(world.simulator.state.cloudAccess(groupId)).toHaveLength(2);
  });

  it("to other providers are refused by their field", async () => {
    const subject = await Subject.fresh(world, bare);
    const wrong = subject.spec({ cloudProviderIntegrations: [{ providerName: "GCP" }] });
    await expect(subject.up(wrong)).rejects.toMatchObject({
      message: expect.stringContaining('spec.cloudProviderIntegrations[0].providerName: is "GCP"'),
    });
  });
});

describe("encryption at rest", () => {
  const azure = {
    azureKeyVault: {
      enabled: true,
      azureEnvironment: "AZURE",
      clientID: "11111111-1111-4111-8111-111111111111",
      tenantID: "22222222-2222-4222-8222-222222222222",
      resourceGroupName: "keys",
      secretRef: {
        SubscriptionID: "33333333-3333-4333-8333-333333333333",
        KeyVaultName: "vault",
        KeyIdentifier: "https://vault.example.com/keys/one",
        Secret: "first-azure-secret",
      },
    },
  };
  const google = {
    googleCloudKms: {
      enabled: true,
      secretRef: { ServiceAccountKey: '{"private_key":"first"}', KeyVersionResourceID: "projects/p/key/1" },
    },
  };

  it.each([
    { provider: "Azure", set: azure, settings: { subscriptionID: "33333333-3333-4333-8333-333333333333" } },
    { provider: "Google Cloud", set: google, settings: { keyVersionResourceID: "projects/p/key/1" } },
  ])("with a key of $provider sends every field, and a rotated secret", async ({ set, settings }) => {
    const { subject, groupId } = await made({ encryptionAtRest: set });
    const [[block = "", declared] = []] = Object.entries(set);
    const there = world.simulator.state.group(groupId)?.encryption?.[block];
    const { secretRef, ...plain } = Object(declared);
    expect(there?.settings).toMatchObject({ ...plain, ...settings });
    const hidden = block === "azureKeyVault" ? "Secret" : "ServiceAccountKey";
    expect(Object.values(there?.secrets ?? {}).map((kept) => kept.digest)).toEqual([digest(secretRef[hidden])]);
    const rotated = { [block]: { ...plain, secretRef: { ...secretRef, [hidden]: "second" } } };
    const again = subject.spec({ encryptionAtRest: rotated });
    expect(await subject.writesOf(() => subject.up(again))).toEqual(["updateGroupEncryptionAtRest"]);
    expect(await subject.writesOf(() => subject.up(again))).toEqual([]);
  });

  it("turns the provider off that another one takes the place of, in one call", async () => {
    const { subject, groupId } = await made({ encryptionAtRest: google });
    const other = subject.spec({ encryptionAtRest: azure });
    expect(await subject.writesOf(() => subject.up(other))).toEqual(["updateGroupEncryptionAtRest"]);
    const { googleCloudKms, azureKeyVault } = world.simulator.state.group(groupId)?.encryption ?? {};
    expect([googleCloudKms?.settings.enabled, azureKeyVault?.settings.enabled]).toEqual([false, true]);
  });

  it("says which data keys its Secret lacks", async () => {
    const subject = await Subject.fresh(world, bare);
    const wrong = subject.spec({ encryptionAtRest: { awsKms: { enabled: true, secretRef: { RoleID: "x" } } } });
    await expect(subject.up(wrong)).rejects.toMatchObject({
      message: expect.stringContaining("spec.encryptionAtRest.awsKms.secretRef: lacks CustomerMasterKeyID"),
    });
  });

  it("tells when Atlas can no longer use the key", async () => {
    const subject = await Subject.fresh(world, projectServices);
    await subject.up(subject.spec());
    const groupId = subject.handler.atlasId(subject.saved.observed ?? {});
    const client = world.clientFor(subject.names);
    const look = await client.send({ operation: "getGroupEncryptionAtRest", params: { groupId } });
    expect(look.awsKms).toMatchObject({ enabled: true, valid: true, customerMasterKeyID: "0a1b2c3d-first-key" });
    const parts = Object(subject.saved.observed).parts;
    const observed = {
      ...Object(subject.saved.observed),
      parts: { ...parts, encryption: withoutUse(parts.encryption) },
    };
    const input = { desired: subject.spec(), observed, owned: subject.saved.owned };
    const { notes = [] } = subject.handler.plan(input, subject.saved.id ?? {}, new Date());
    expect(notes).toContain("Atlas cannot use the key of encryptionAtRest.awsKms");
  });

  const withoutUse = ({ awsKms, ...rest }: Record<string, object>) => ({
    ...rest,
    awsKms: { ...awsKms, valid: false },
  });

  it("names the role that Atlas may not assume", async () => {
    const subject = await Subject.fresh(world, bare);
    const secretRef = { CustomerMasterKeyID: "key", RoleID: "arn:aws:iam::123456789012:role/unknown" };
    const wrong = subject.spec({ encryptionAtRest: { awsKms: { enabled: true, region: "EU_WEST_1", secretRef } } });
    await expect(subject.up(wrong)).rejects.toMatchObject({
      message: expect.stringContaining("RoleID names a role that Atlas may not assume"),
    });
  });
});

describe("auditing", () => {
  it("is left as it is where it is not declared", async () => {
    const { subject, groupId, meddle } = await made({});
    meddle("updateGroupAuditLog", {}, { enabled: true, auditFilter: "{}" });
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
    expect(world.simulator.state.group(groupId)?.auditing).toMatchObject({ enabled: true });
  });

  it.each([
    { declared: '{ "b": 1, "a": 2 }', there: '{"a":2,"b":1}', because: "order and space mean nothing in JSON" },
    { declared: "", there: "{}", because: "no filter and an empty one let everything through" },
  ])("makes no difference between filters that say the same: $because", async ({ declared, there }) => {
    const { subject, meddle } = await made({ auditing: { enabled: true, auditFilter: declared } });
    meddle("updateGroupAuditLog", {}, { auditFilter: there });
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
  });
});

describe("the certificate authority of X.509 users", () => {
  const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

  it.each([
    { because: "it is PEM", text: pem },
    { because: "lines may end as on Windows", text: pem.replaceAll("\n", "\r\n") },
    { because: "the frame may be missing", text: "MIIB\n" },
    { because: "it may be the certificate itself", text: "0\x82\x01" },
  ])("is set as PEM, because $because", async ({ text }) => {
    const { subject, groupId } = await made({ x509CertRef: text });
    expect(world.simulator.state.group(groupId)?.customerCas).toBe(pem);
    expect(await subject.writesOf(() => subject.up(subject.spec({ x509CertRef: pem })))).toEqual([]);
  });

  it("is refused where its Secret is empty", async () => {
    const subject = await Subject.fresh(world, bare);
    await expect(subject.up(subject.spec({ x509CertRef: "\n" }))).rejects.toMatchObject({
      message: expect.stringContaining("spec.x509CertRef: is empty"),
    });
  });

  it("stays where it was set by others", async () => {
    const { subject, groupId, meddle } = await made({});
    meddle("updateGroupUserSecurity", {}, { customerX509: { cas: pem } });
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
    expect(world.simulator.state.group(groupId)?.customerCas).toBe(pem);
  });
});
