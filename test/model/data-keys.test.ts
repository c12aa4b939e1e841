import { describe, expect, it } from "vitest";
import { describeManifestFault, validateManifests } from "../../sdk/model/manifest";

const manifest = (kind: string, name: string, spec: object, apiVersion = "atlas.mongodb.com/v1") =>
  JSON.stringify({ apiVersion, kind, metadata: { name }, spec });
const data = (kind: string, name: string, fields: object, namespace?: string) =>
  JSON.stringify({ apiVersion: "v1", kind, metadata: { name, ...(namespace && { namespace }) }, ...fields });

const user = manifest("AtlasDatabaseUser", "app", {
  projectRef: { name: "shop" },
  username: "app",
  passwordSecretRef: { name: "app" },
  roles: [{ roleName: "read", databaseName: "shop" }],
});
const project = manifest("AtlasProject", "shop", {
  name: "shop",
  connectionSecretRef: { name: "keys", namespace: "platform" },
});
const schema = (optional = false) =>
  manifest(
    "AtlasSchema",
    "orders",
    {
      urlFrom: { secretKeyRef: { name: "orders", key: "url", optional } },
      schema: { configMapKeyRef: { name: "orders", key: "orders.sql" } },
    },
    "db.atlasgo.io/v1alpha1",
  );

function faultsOf(...texts: readonly string[]): string[] {
  const files = texts.map((text, index) => ({ file: `${"abc"[index]}.json`, text }));
  return validateManifests(files).faults.map(describeManifestFault);
}

describe("a Secret or ConfigMap among the manifests that lacks what it is referred to for is a fault", () => {
  it.each([
    {
      because: "a key is misspelled, in a file that comes later",
      texts: [user, data("Secret", "app", { stringData: { pasword: "canary" } })],
      says: [
        "a.json:1:145 AtlasDatabaseUser/app spec.passwordSecretRef: Secret default/app lacks password; it has pasword",
      ],
    },
    {
      because: "half an API key is none",
      texts: [project, data("Secret", "keys", { data: { orgId: "eA==", publicApiKey: "eA==" } }, "platform")],
      says: [
        "spec.connectionSecretRef: Secret platform/keys lacks publicApiKey and privateApiKey, or clientId and clientSecret; it has orgId, publicApiKey",
      ],
    },
    {
      because: "a ConfigMap is looked at as a Secret is",
      texts: [
        schema(),
        data("Secret", "orders", { stringData: { uri: "x" } }),
        data("ConfigMap", "orders", { data: { "a.sql": "" } }),
      ],
      says: [
        "spec.urlFrom.secretKeyRef: Secret default/orders lacks url; it has uri",
        "spec.schema.configMapKeyRef: ConfigMap default/orders lacks orders.sql; it has a.sql",
      ],
    },
  ])("as $because", ({ texts, says }) => {
    const faults = faultsOf(...texts);
    expect(faults).toHaveLength(says.length);
    for (const text of says) expect(faults.join("\n")).toContain(text);
    expect(faults.join()).not.toContain("canary");
  });
});

describe("nothing is said", () => {
  it.each([
    { because: "the Secret is kept elsewhere", texts: [user] },
    {
      because: "the Secret is of another namespace",
      texts: [user, data("Secret", "app", { data: { x: "" } }, "other")],
    },
    { because: "something else fills the Secret", texts: [user, data("Secret", "app", {})] },
    {
      because: "the Secret is a place for something else to put data in",
      texts: [user, data("Secret", "app", { data: {}, stringData: {} })],
    },
    {
      because: "the ConfigMap is such a place",
      texts: [schema(), data("ConfigMap", "orders", { data: {} })],
    },
    {
      because: "a service account does as well",
      texts: [project, data("Secret", "keys", { stringData: { clientId: "x", clientSecret: "x" } }, "platform")],
    },
    {
      because: "the key may be missing",
      texts: [schema(true), data("Secret", "orders", { stringData: { other: "x" } })],
    },
  ])("where $because", ({ texts }) => {
    expect(faultsOf(...texts)).toEqual([]);
  });
});
