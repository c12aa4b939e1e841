import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { Caller, each } from "./caller";

let simulator: Simulator;
let caller: Caller;
let project: string;
beforeEach(async () => {
  simulator = await startSimulator();
  caller = await Caller.as(simulator);
  project = await caller.project(simulator.orgId);
});
afterEach(() => simulator.stop());

const put = (path: string, body: unknown) => caller.send("PUT", path, { body });
const group = { typeName: "GROUP", intervalMin: 5, emailEnabled: true };

describe("alert configurations", () => {
  it("are there from the beginning, unless the project was made without them", async () => {
    const { body } = await caller.get(`${project}/alertConfigs`);
    expect(each(body.results, "eventTypeName")).toContain("NO_PRIMARY");
    const bare = await caller.post("/groups", {
      name: "bare",
      orgId: simulator.orgId,
      withDefaultAlertsSettings: false,
    });
    const none = await caller.get(`/groups/${bare.body.id}/alertConfigs`);
    expect(none.body.results).toEqual([]);
  });

  it("are answered with the service's defaults, and with secrets blackened", async () => {
    const slack = { typeName: "SLACK", channelName: "alerts", apiToken: "xoxb-secret-1234" };
    const { status, body } = await caller.post(`${project}/alertConfigs`, {
      eventTypeName: "NO_PRIMARY",
      notifications: [group, slack],
    });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        enabled: false,
        matchers: [],
        notifications: [
          { delayMin: 0, smsEnabled: false },
          { apiToken: "************1234", intervalMin: 60 },
        ],
      },
    });
  });

  it("are switched, replaced and deleted by their id", async () => {
    const made = await caller.post(`${project}/alertConfigs`, { eventTypeName: "NO_PRIMARY", notifications: [group] });
    const path = `${project}/alertConfigs/${made.body.id}`;
    expect((await caller.patch(path, { enabled: true })).body).toMatchObject({ enabled: true });
    const replaced = await put(path, { eventTypeName: "HOST_DOWN", notifications: [group] });
    expect(replaced.body).toMatchObject({ id: made.body.id, eventTypeName: "HOST_DOWN", enabled: false });
    expect((await caller.delete(path)).status).toBe(204);
    expect((await caller.get(path)).body.errorCode).toBe("ALERT_CONFIG_NOT_FOUND");
  });

  const refused = [
    { body: { notifications: [group] }, code: "MISSING_ATTRIBUTE", because: "it watches for nothing" },
    { body: { eventTypeName: "NO_PRIMARY" }, code: "MISSING_NOTIFICATIONS", because: "nobody is told" },
    {
      body: { eventTypeName: "NO_SUCH_EVENT", notifications: [group] },
      code: "INVALID_ATTRIBUTE",
      because: "there is no such event",
    },
    {
      body: { eventTypeName: "OUTSIDE_METRIC_THRESHOLD", notifications: [group] },
      code: "MISSING_METRIC_THRESHOLD",
      because: "a metric needs a threshold",
    },
    {
      body: { eventTypeName: "NO_PRIMARY", notifications: [{ ...group, intervalMin: 1 }] },
      code: "NOTIFICATION_INTERVAL_OUT_OF_RANGE",
      because: "it would be told too often",
    },
    {
      body: { eventTypeName: "NO_PRIMARY", notifications: [{ typeName: "GROUP" }] },
      code: "EMAIL_OR_SMS_REQUIRED_FOR_GROUP_NOTIFICATION",
      because: "people are told by one of the two",
    },
    {
      body: { eventTypeName: "NO_PRIMARY", notifications: [{ typeName: "SLACK", channelName: "x" }] },
      code: "MISSING_ATTRIBUTE",
      because: "Slack wants a token",
    },
  ];
  it.each(refused)("are refused with $code, because $because", async ({ body, code }) => {
    const answer = await caller.post(`${project}/alertConfigs`, body);
    expect(answer.body.errorCode).toBe(code);
  });
});

describe("integrations", () => {
  const datadog = { type: "DATADOG", apiKey: "0123456789abcdef", region: "EU" };

  it("are one of a type, replaced as a whole, and answered as a list", async () => {
    const path = `${project}/integrations/DATADOG`;
    const made = await caller.post(path, { ...datadog, sendDatabaseMetrics: true });
    expect(made.body.results).toMatchObject([{ apiKey: "************cdef", sendDatabaseMetrics: true }]);
    expect((await caller.post(path, datadog)).body.errorCode).toBe("INTEGRATION_ALREADY_CONFIGURED");
    expect((await put(path, datadog)).body.results).toMatchObject([{ sendDatabaseMetrics: false }]);
    expect((await caller.delete(path)).status).toBe(204);
    expect((await caller.delete(path)).body.errorCode).toBe("INTEGRATION_NOT_CONFIGURED");
  });

  it("never show the password of Prometheus", async () => {
    const prometheus = { type: "PROMETHEUS", enabled: true, serviceDiscovery: "http", username: "u", password: "p" };
    const { body } = await caller.post(`${project}/integrations/PROMETHEUS`, prometheus);
    expect(body.results).toMatchObject([{ username: "u" }]);
    expect(JSON.stringify(body)).not.toContain("password");
  });

  it("do not take their own blackened secrets for new ones", async () => {
    await caller.post(`${project}/integrations/DATADOG`, datadog);
    const { body } = await put(`${project}/integrations/DATADOG`, { ...datadog, apiKey: "************cdef" });
    expect(body.errorCode).toBe("INVALID_ATTRIBUTE");
  });
});

describe("accesses to cloud providers", () => {
  const path = () => `${project}/cloudProviderAccess`;
  const arn = "arn:aws:iam::123456789012:role/atlas";

  it("to AWS are prepared, then authorised, and not taken away while a key uses them", async () => {
    const { body } = await caller.post(path(), { providerName: "AWS" });
    expect(body).toMatchObject({ authorizedDate: null, iamAssumedRoleArn: null });
    const key = { enabled: true, customerMasterKeyID: "key", region: "EU_WEST_1", roleId: body.roleId };
    const early = await caller.patch(`${project}/encryptionAtRest`, { awsKms: key });
    expect(early.body.errorCode).toBe("CLOUD_PROVIDER_ACCESS_ROLE_NOT_AUTHORIZED");
    const wrong = await caller.patch(`${path()}/${body.roleId}`, { providerName: "AWS", iamAssumedRoleArn: `x${arn}` });
    expect(wrong.body.errorCode).toBe("CANNOT_ASSUME_ROLE");
    const done = await caller.patch(`${path()}/${body.roleId}`, { providerName: "AWS", iamAssumedRoleArn: arn });
    expect(done.body).toMatchObject({ iamAssumedRoleArn: arn, authorizedDate: expect.stringMatching(/Z$/) });
    const encrypted = await caller.patch(`${project}/encryptionAtRest`, { awsKms: key });
    expect(encrypted.body).toMatchObject({ awsKms: { enabled: true, valid: true, customerMasterKeyID: "key" } });
    expect(JSON.stringify(encrypted.body)).not.toContain("roleId");
    expect((await caller.get(`${path()}/${body.roleId}`)).body.featureUsages).toMatchObject([
      { featureType: "ENCRYPTION_AT_REST" },
    ]);
    const used = await caller.delete(`${path()}/AWS/${body.roleId}`);
    expect(used.body.errorCode).toBe("CLOUD_PROVIDER_ACCESS_ROLE_IN_USE");
    await caller.patch(`${project}/encryptionAtRest`, { awsKms: { enabled: false } });
    expect((await caller.delete(`${path()}/AWS/${body.roleId}`)).status).toBe(204);
  });

  it("to Google Cloud get an account after a while", async () => {
    const { body } = await caller.post(path(), { providerName: "GCP" });
    expect(body).toMatchObject({ status: "IN_PROGRESS", gcpServiceAccountForAtlas: null });
    simulator.clock.advance(60_000);
    expect((await caller.get(path())).body.gcpServiceAccounts).toMatchObject([
      { status: "COMPLETE", gcpServiceAccountForAtlas: expect.stringMatching(/^mongodb-atlas-[0-9a-z]{16}@p-/) },
    ]);
  });

  it("to Azure name an application, its principal and their tenant", async () => {
    const id = "11111111-1111-4111-8111-111111111111";
    const azure = { providerName: "AZURE", atlasAzureAppId: id, servicePrincipalId: id };
    expect((await caller.post(path(), azure)).body.errorCode).toBe("MISSING_ATTRIBUTE");
    const { body } = await caller.post(path(), { ...azure, tenantId: id });
    expect(body).toMatchObject({ _id: expect.stringMatching(/^[0-9a-f]{24}$/), tenantId: id });
  });
});

describe("encryption at rest", () => {
  it("begins off, and wants everything it needs before it is on", async () => {
    expect((await caller.get(`${project}/encryptionAtRest`)).body).toMatchObject({
      awsKms: { enabled: false, valid: false },
      azureKeyVault: { enabled: false },
      googleCloudKms: { enabled: false },
    });
    const google = { enabled: true, serviceAccountKey: "{}" };
    const missing = await caller.patch(`${project}/encryptionAtRest`, { googleCloudKms: google });
    expect(missing.body).toMatchObject({ errorCode: "MISSING_ATTRIBUTE", parameters: ["keyVersionResourceID"] });
  });
});

describe("logging in and auditing", () => {
  it("takes a certificate authority that is one, and gives it up", async () => {
    const path = `${project}/userSecurity`;
    const cas = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    expect((await caller.patch(path, { customerX509: { cas: "none" } })).body.errorCode).toBe(
      "INVALID_CUSTOMER_CERTIFICATE",
    );
    expect((await caller.patch(path, { customerX509: { cas } })).body.customerX509).toEqual({ cas });
    expect((await caller.delete(`${path}/customerX509`)).body.customerX509).toEqual({});
  });

  it("takes no audit filter that is no JSON", async () => {
    const path = `${project}/auditLog`;
    expect((await caller.patch(path, { auditFilter: "{" })).body.errorCode).toBe("INVALID_JSON_ATTRIBUTE");
    expect((await caller.patch(path, { auditFilter: "{}", enabled: true })).body).toMatchObject({
      configurationType: "FILTER_JSON",
    });
  });
});

describe("settings of an organisation", () => {
  it("change one by one, within their bounds", async () => {
    const path = `/orgs/${simulator.orgId}/settings`;
    const { body } = await caller.patch(path, { genAIFeaturesEnabled: false });
    expect(body).toMatchObject({ genAIFeaturesEnabled: false, maxServiceAccountSecretValidityInHours: 8760 });
    const short = await caller.patch(path, { maxServiceAccountSecretValidityInHours: 7 });
    expect(short.body.errorCode).toBe("INVALID_ATTRIBUTE");
  });
});

it("forgets all of it with the project", async () => {
  await caller.post(`${project}/integrations/PAGER_DUTY`, { type: "PAGER_DUTY", serviceKey: "key" });
  await caller.post(`${project}/cloudProviderAccess`, { providerName: "AWS" });
  const groupId = project.replace("/groups/", "");
  await caller.delete(project);
  const { state } = simulator;
  expect([state.alertConfigs(groupId), state.integrations(groupId), state.cloudAccess(groupId)]).toEqual([[], [], []]);
});
