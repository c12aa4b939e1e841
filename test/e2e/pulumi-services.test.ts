import { afterAll, beforeAll, expect, it } from "vitest";
import type { PulumiRunResult } from "../../tools/engines/pulumi-stack";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { type AtlasStack, atlasStack, type Declared } from "./pulumi/atlas-stack";

const role = "arn:aws:iam::123456789012:role/atlas";

/** Secrets of the stack; whatever shows one of these words shows a secret. */
const secrets = {
  slack: "canary-slack-0001",
  pagerDuty: "canary-pagerduty-0002",
  rotated: "canary-pagerduty-rotated-0003",
  scraper: "canary-scraper-0004",
  webhook: "https://example.com/canary-hook-0005",
  signature: "canary-signature-0006",
  key: "canary-key-of-aws-0007",
  contact: "canary-contact@example.com",
  authority: "-----BEGIN CERTIFICATE-----\ncanaryAAAA\n-----END CERTIFICATE-----\n",
};
type Secret = keyof typeof secrets;
const secret = (name: Secret) => ({ $secret: name });

const project = {
  name: "shop",
  cloudProviderIntegrations: [{ providerName: "AWS", iamAssumedRoleArn: role }, { providerName: "AWS" }],
  alertConfigurationSyncEnabled: true,
  alertConfigurations: [
    {
      eventTypeName: "NO_PRIMARY",
      enabled: true,
      notifications: [
        { typeName: "SLACK", channelName: "alerts", intervalMin: 10, apiTokenRef: secret("slack") },
        { typeName: "GROUP", emailEnabled: true, intervalMin: 60 },
      ],
    },
  ],
  integrations: [
    { type: "PAGER_DUTY", region: "EU", serviceKeyRef: secret("pagerDuty") },
    {
      type: "PROMETHEUS",
      username: "scraper",
      passwordRef: secret("scraper"),
      enabled: true,
      serviceDiscovery: "http",
    },
  ],
  encryptionAtRest: {
    awsKms: {
      enabled: true,
      region: "EU_WEST_1",
      secretRef: { CustomerMasterKeyID: secret("key"), RoleID: role },
    },
  },
  auditing: { enabled: true, auditFilter: "{}" },
  x509CertRef: secret("authority"),
};
const projectRef = { $ref: "shop" };

/** A project with these sections and the kinds beside it, with what differs from the above. */
function services(more: { project?: object; role?: object; settings?: object; pagerDuty?: Secret } = {}): Declared[] {
  const [pagerDuty, ...others] = project.integrations;
  const serviceKeyRef = secret(more.pagerDuty ?? "pagerDuty");
  const customRole = { name: "auditor", inheritedRoles: [{ name: "read", database: "shop" }], ...more.role };
  const integrations = [{ ...pagerDuty, serviceKeyRef }, ...others];
  return [
    { kind: "AtlasProject", name: "shop", args: { ...project, integrations, ...more.project } },
    { kind: "AtlasCustomRole", name: "auditor", args: { projectRef, role: customRole } },
    {
      kind: "AtlasThirdPartyIntegration",
      name: "hook",
      args: {
        projectRef,
        type: "WEBHOOK",
        webhook: { urlSecretRef: { url: secret("webhook"), secret: secret("signature") } },
      },
    },
    {
      kind: "AtlasOrgSettings",
      name: "company",
      args: { multiFactorAuthRequired: true, securityContact, ...more.settings },
    },
  ];
}

/** No secret to us: the program makes one of it. */
const securityContact = secret("contact");
const everything = services().length;

describeWithEngine("pulumi", "the services of a project through the real Pulumi engine", () => {
  let bench: AtlasStack;
  const shown: string[] = [];
  const run = async (outcome: PromiseLike<PulumiRunResult>): Promise<PulumiRunResult> => {
    const result = await outcome;
    shown.push(result.stdout, result.stderr);
    return result;
  };
  const orgID = () => ({ settings: { orgID: bench.simulator.orgId } });

  beforeAll(async () => {
    const config = Object.entries(secrets).map(([name, value]) => [`test:${name}`, { secret: value }] as const);
    bench = await atlasStack({ config: Object.fromEntries(config) });
    await bench.declare(...services(orgID()));
  });
  afterAll(() => bench?.close());

  it("are announced without a write, and made", async () => {
    const preview = await run(bench.stack.preview());
    expect(preview.changes, preview.stdout + preview.stderr).toEqual({ create: everything + 1 });
    expect(bench.writes()).toEqual([]);
    const up = await run(bench.stack.up());
    expect(up.changes, up.stdout + up.stderr).toEqual({ create: everything + 1 });
    const [group] = bench.simulator.state.groups();
    const types = bench.simulator.state.integrations(group?.id ?? "").map(({ type }) => type);
    expect(types.sort()).toEqual(["PAGER_DUTY", "PROMETHEUS", "WEBHOOK"]);
    bench.writes();
  });

  it("are left alone when nothing changed, and show no drift", async () => {
    const up = await run(bench.stack.up());
    expect(up.changes, up.stdout + up.stderr).toEqual({ same: everything + 1 });
    const refresh = await run(bench.stack.refresh({ args: ["--expect-no-changes"] }));
    expect(refresh.exitCode, refresh.stdout + refresh.stderr).toBe(0);
    expect(bench.writes()).toEqual([]);
  });

  it("are sent a secret that was rotated, and only that", async () => {
    await bench.declare(...services({ ...orgID(), pagerDuty: "rotated" }));
    const preview = await run(bench.stack.preview());
    expect(preview.changes, preview.stdout + preview.stderr).toEqual({ update: 1, same: everything });
    const up = await run(bench.stack.up());
    expect(up.changes, up.stdout + up.stderr).toEqual({ update: 1, same: everything });
    expect(bench.writes()).toEqual(["updateGroupIntegration"]);
    const again = await run(bench.stack.up());
    expect(again.changes, again.stdout + again.stderr).toEqual({ same: everything + 1 });
  });

  it("are mended once a refresh has found drift", async () => {
    const [group] = bench.simulator.state.groups();
    const params = { groupId: group?.id ?? "" };
    bench.simulator.behindTheBack("updateGroupAuditLog", { params, body: { enabled: false } });
    const refresh = await run(bench.stack.refresh());
    expect(refresh.changes, refresh.stdout + refresh.stderr).toMatchObject({ update: 1 });
    const up = await run(bench.stack.up());
    expect(up.changes, up.stdout + up.stderr).toMatchObject({ update: 1 });
    expect(bench.writes()).toEqual(["updateGroupAuditLog"]);
  });

  it("have a role of another name replaced, and settings changed in place", async () => {
    const settings = { ...orgID().settings, multiFactorAuthRequired: false, genAIFeaturesEnabled: false };
    await bench.declare(...services({ pagerDuty: "rotated", role: { name: "inspector" }, settings }));
    const up = await run(bench.stack.up());
    expect(up.changes, up.stdout + up.stderr).toMatchObject({ replace: 1, update: 1 });
    expect(bench.writes().sort()).toEqual([
      "createGroupCustomDbRoleRole",
      "deleteGroupCustomDbRoleRole",
      "updateOrgSettings",
    ]);
  });

  it("show what of a list changes, though it holds a secret, and their status", async () => {
    const [alert] = project.alertConfigurations;
    const [slack] = alert?.notifications ?? [];
    const alertConfigurations = [{ ...alert, notifications: [{ ...slack, channelName: "night-watch" }] }];
    await bench.declare(...services({ ...orgID(), pagerDuty: "rotated", project: { alertConfigurations } }));
    const preview = await run(bench.stack.preview({ args: ["--diff"] }));
    expect(preview.stdout).toMatch(/channelName\s*: "alerts" => "night-watch"/);
    const { resources = [] } = (await bench.stack.exportState()).deployment;
    const shop = resources.find(({ urn }) => urn.endsWith("::shop"))?.outputs;
    expect(shop).toMatchObject({
      alertConfigurations: [{ notifications: [{ channelName: "alerts" }, { typeName: "GROUP" }] }],
      integrations: [{ type: "PAGER_DUTY" }, { type: "PROMETHEUS" }],
      status: { id: expect.stringMatching(/^[0-9a-f]{24}$/) },
    });
  });

  it("are refused by the preview where they ask for what is no more", async () => {
    const gone = { integrations: [{ type: "FLOWDOCK", flowName: "shop" }] };
    await bench.declare(...services({ ...orgID(), project: gone }));
    const preview = await run(bench.stack.preview());
    expect(preview.exitCode).not.toBe(0);
    expect(preview.stdout + preview.stderr).toContain("Flowdock, which is no more");
    expect(bench.writes()).toEqual([]);
  });

  it("show no secret in state, in what was printed, or in an address", async () => {
    const state = JSON.stringify(await bench.stack.exportState());
    const addresses = bench.simulator.requests.map(({ path, query }) => `${path}?${query}`).join("\n");
    const bodies = JSON.stringify(bench.simulator.requests.map(({ body }) => body));
    expect(state).toContain("__owned");
    expect(addresses).toContain("/integrations/PAGER_DUTY");
    for (const place of [state, shown.join("\n"), addresses, decodeURIComponent(addresses)]) {
      expect(place).not.toMatch(/canary/i);
      for (const value of Object.values(secrets)) expect(place).not.toContain(Buffer.from(value).toString("base64"));
    }
    expect(bodies, "nor does the simulator keep those it was sent").not.toMatch(
      /canary-(slack|pagerduty|scraper|signature)/,
    );
  });

  it("are removed; settings of the organisation stay", async () => {
    await bench.declare();
    const up = await run(bench.stack.up());
    expect(up.changes, up.stdout + up.stderr).toMatchObject({ delete: everything });
    expect(bench.writes().at(-1)).toBe("deleteGroup");
    expect(bench.simulator.state.groups()).toEqual([]);
    expect(bench.simulator.state.orgs()[0]?.settings).toMatchObject({ genAIFeaturesEnabled: false });
  });
});
