import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import { splitProperties } from "../../provider/pulumi/inputs";
import {
  AtlasMigration,
  AtlasProject,
  AtlasSchema,
  AtlasStreamConnection,
  AtlasStreamInstance,
} from "../../sdk/pulumi";
import { ignoring } from "../../sdk/pulumi/options";

const registered = new Map<string, Record<string, unknown>>();

beforeEach(async () => {
  registered.clear();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => {
        registered.set(name, inputs);
        return { id: `${name}-id`, state: inputs };
      },
      call: () => ({}),
    },
    "shop",
    "dev",
  );
});

/** What was registered of a resource, and which of it is secret. */
async function registeredOf(resource: pulumi.CustomResource, name: string) {
  await new Promise((resolve) => resource.id.apply(resolve));
  const inputs = registered.get(name) ?? {};
  const secret = Object.keys(inputs).filter((field) =>
    JSON.stringify(inputs[field]).includes('"1b47061264138c4ac30d75fd1eb44270"'),
  );
  return { inputs, secret };
}

/** Inputs as a provider gets them: secrets in the clear. */
function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== "object" || value === null) return value;
  if ("4dabf18193072939515e22adb298388d" in value && "value" in value) return unwrapped(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unwrapped(inner)]));
}

const slack = { typeName: "SLACK", channelName: "alerts", apiTokenRef: "hush" };
const group = { typeName: "GROUP", emailEnabled: true };
const declared = { eventTypeName: "NO_PRIMARY", notifications: [group, slack] };

describe("a secret in a list", () => {
  it.each([
    { because: "all is known", alerts: () => [declared] },
    {
      because: "the secret is an output",
      alerts: () => [{ ...declared, notifications: [group, { ...slack, apiTokenRef: pulumi.secret("hush") }] }],
    },
    { because: "the list is an output", alerts: () => pulumi.output([declared]) },
    { because: "the list is a promise", alerts: () => Promise.resolve([declared]) },
    {
      because: "a list in it is an output",
      alerts: () => [{ ...declared, notifications: pulumi.output([group, slack]) }],
    },
  ])("leaves the list readable, and reaches the provider in its place, where $because", async ({ alerts }) => {
    const project = new AtlasProject("shop", { name: "shop", alertConfigurations: alerts() });
    const { inputs, secret } = await registeredOf(project, "shop");
    expect(secret).toEqual(["__secrets"]);
    expect(JSON.stringify(inputs.alertConfigurations)).toContain("alerts");
    expect(JSON.stringify(inputs.alertConfigurations)).not.toContain("hush");
    expect(splitProperties(unwrapped(inputs)).spec).toEqual({ name: "shop", alertConfigurations: [declared] });
  });

  it("may be of several keys, and beside a credential that is written down in the list", async () => {
    const integrations = [
      { type: "MICROSOFT_TEAMS" as const, microsoftTeamsWebhookUrl: "https://example.com/hush" },
      { type: "PROMETHEUS" as const, username: "scraper", passwordRef: "hush", enabled: true },
    ];
    const { inputs, secret } = await registeredOf(new AtlasProject("shop", { name: "shop", integrations }), "shop");
    expect(secret).toEqual(["__secrets"]);
    expect(splitProperties(unwrapped(inputs)).spec.integrations).toEqual(integrations);
  });

  it("is ignored where changes of its list are", () => {
    const ignored = ["name", "alertConfigurations", "integrations[0].passwordRef"];
    expect(ignoring(ignored, ["alertConfigurations"])).toEqual([...ignored, "__secrets.alertConfigurations"]);
    expect(ignoring(undefined, ["alertConfigurations"])).toBeUndefined();
  });
});

describe("a secret that is none to us", () => {
  const repeating = ["__database", "__identity", "__observed", "__owned", "status"];

  it.each([
    { because: "a field is secret", args: () => ({ name: pulumi.secret("shop") }), fields: ["name"] },
    {
      because: "a field in a list is",
      args: () => ({ name: "shop", customRoles: [{ name: pulumi.secret("auditor") }] }),
      fields: ["customRoles"],
    },
    {
      because: "a list that is an output is",
      args: () => ({ name: "shop", customRoles: pulumi.secret([{ name: "auditor" }]) }),
      fields: ["customRoles"],
    },
  ])("makes secrets of all outputs that may repeat it: $because", async ({ args, fields }) => {
    const { secret } = await registeredOf(new AtlasProject("shop", args()), "shop");
    expect(secret.sort()).toEqual([...repeating, ...fields].sort());
  });

  it("is one also where it is part of what a resource embeds", async () => {
    const broker = new AtlasStreamConnection("broker", { name: pulumi.secret("broker"), type: "Sample" });
    const instance = new AtlasStreamInstance("streams", {
      name: "streams",
      projectRef: "5f00000000000000000000aa",
      clusterConfig: { provider: "AWS", region: "DUBLIN_IRL", tier: "SP30" },
      connectionRegistry: [broker],
    });
    expect((await registeredOf(instance, "streams")).secret).toEqual(expect.arrayContaining(repeating));
  });

  it("is not taken for one where the place is that of a secret anyway, or nothing is secret", async () => {
    const project = new AtlasProject("shop", {
      name: pulumi.output("shop"),
      x509CertRef: pulumi.secret("hush"),
      integrations: [{ type: "PROMETHEUS", username: "scraper", passwordRef: pulumi.secret("hush"), enabled: true }],
    });
    const { inputs, secret } = await registeredOf(project, "shop");
    expect(secret.sort()).toEqual(["__secrets", "x509CertRef"]);
    expect(inputs).not.toHaveProperty("status");
  });
});

describe("a database object", () => {
  const url = pulumi.secret("postgres://u:hush@db/shop");
  const local = { "1.sql": "create table t (id int);" };
  it.each([
    {
      because: "its schema is a secret",
      args: { url, schema: { sql: pulumi.secret("create table t (id int);") } },
      is: true,
    },
    { because: "all of its schema is", args: { url, schema: pulumi.secret({ sql: "" }) }, is: true },
    {
      because: "only its URL is a secret, of which plans tell nothing",
      args: { url, schema: { sql: "" } },
      is: undefined,
    },
  ])("tells whether its SQL may be shown: $because", async ({ args, is }) => {
    const { inputs } = await registeredOf(new AtlasSchema("shop", args), "shop");
    expect(unwrapped(inputs.__confidential)).toBe(is);
  });

  it("tells so of secret migrations too", async () => {
    const args = { url, dir: { local: pulumi.secret(local) } };
    const { inputs } = await registeredOf(new AtlasMigration("shop", args), "shop");
    expect(inputs.__confidential).toBe(true);
  });
});
