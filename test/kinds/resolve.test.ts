import { describe, expect, it } from "vitest";
import { resolveReferences } from "../../provider/kinds/resolve";
import { credentialsSecretOf, objectsNamedBy } from "../../provider/kinds/resolve-credentials";
import type { Found, Lookup } from "../../provider/kinds/resolve-lookup";

const there: Readonly<Record<string, string | Record<string, string>>> = {
  "AtlasProject prod/shop": "project-id",
  "AtlasProject other/shop": "other-id",
  "AtlasTeam prod/devs": "team-id",
  "Secret prod/app": { password: "p", more: "m" },
  "Secret prod/pager": { VictorOpsAPIKey: "k" },
  "Secret prod/empty": {},
};

function find<Value>(kind: string, name: string, namespace: string): Found<Value> {
  const value: unknown = there[`${kind} ${namespace}/${name}`];
  if (value === undefined) return { missing: { reason: "absent", message: `no ${kind} ${namespace}/${name}` } };
  return { value: value as Value };
}

const lookup: Lookup = {
  resource: async (kind, name, namespace) => find(kind, name, namespace),
  embedded: async (kind, name, namespace) => find(kind, name, namespace),
  secret: async (name, namespace) => find("Secret", name, namespace),
  configMap: async (name, namespace) => find("ConfigMap", name, namespace),
};

const notification = (fields: object) => ({ alertConfigurations: [{ notifications: [fields] }] });

describe("a spec's references", () => {
  it.each<{
    because: string;
    kind: "AtlasDatabaseUser" | "AtlasProject" | "AtlasSchema";
    spec: object;
    resolved: object;
    unresolved?: object[];
  }>([
    {
      because: "a resource is its id and a Secret of one key its value",
      kind: "AtlasDatabaseUser",
      spec: { username: "app", projectRef: { name: "shop" }, passwordSecretRef: { name: "app" } },
      resolved: { username: "app", projectRef: "project-id", passwordSecretRef: "p" },
    },
    {
      because: "a reference may name another namespace where its type has one",
      kind: "AtlasDatabaseUser",
      spec: { projectRef: { name: "shop", namespace: "other" } },
      resolved: { projectRef: "other-id" },
    },
    {
      because: "lists are walked",
      kind: "AtlasProject",
      spec: { teams: [{ teamRef: { name: "devs" }, roles: ["GROUP_OWNER"] }] },
      resolved: { teams: [{ teamRef: "team-id", roles: ["GROUP_OWNER"] }] },
    },
    {
      because: "of several keys those that are there count",
      kind: "AtlasProject",
      spec: notification({ victorOpsSecretRef: { name: "pager" } }),
      resolved: notification({ victorOpsSecretRef: { VictorOpsAPIKey: "k" } }),
    },
    {
      because: "credentials are named, not read",
      kind: "AtlasProject",
      spec: { connectionSecretRef: { name: "key" } },
      resolved: { connectionSecretRef: "prod/key" },
    },
    {
      because: "what cannot be found is left out and told",
      kind: "AtlasDatabaseUser",
      spec: { projectRef: { name: "lost" }, passwordSecretRef: { name: "empty" } },
      resolved: {},
      unresolved: [
        { path: "spec.projectRef", kind: "AtlasProject", name: "lost", namespace: "prod", reason: "absent" },
        {
          path: "spec.passwordSecretRef",
          kind: "Secret",
          name: "empty",
          reason: "incomplete",
          message: "Secret prod/empty lacks password; it is empty",
        },
      ],
    },
    {
      because: "what may be missing is not missed",
      kind: "AtlasSchema",
      spec: { urlFrom: { secretKeyRef: { name: "lost", key: "url", optional: true } } },
      resolved: { urlFrom: {} },
    },
    {
      because: "a reference without a name refers to nothing",
      kind: "AtlasSchema",
      spec: { urlFrom: { secretKeyRef: { key: "url" } } },
      resolved: { urlFrom: {} },
      unresolved: [{ path: "spec.urlFrom.secretKeyRef", reason: "absent", message: "names no Secret" }],
    },
  ])("are what they stand for: $because", async ({ kind, spec, resolved, unresolved = [] }) => {
    const before = structuredClone(spec);
    const resolution = await resolveReferences(kind, spec, "prod", lookup);
    expect(resolution.spec).toEqual(resolved);
    expect(resolution.unresolved).toMatchObject(unresolved);
    expect(resolution.unresolved).toHaveLength(unresolved.length);
    expect(spec).toEqual(before);
  });

  it("within an embedded object are told with the way to them", async () => {
    const policy = { path: "spec.policy", kind: "AtlasBackupPolicy", name: "lost", namespace: "prod", message: "lost" };
    const embedding: Lookup = {
      ...lookup,
      embedded: async (_kind, name) => ({
        value: { id: name, spec: { restoreWindowDays: 2 } },
        unresolved: [{ ...policy, reason: "absent" }],
      }),
    };
    const spec = { backupRef: { name: "nightly" } };
    const resolution = await resolveReferences("AtlasDeployment", spec, "prod", embedding);
    expect(resolution.spec).toEqual({ backupRef: { id: "nightly", spec: { restoreWindowDays: 2 } } });
    expect(resolution.unresolved).toMatchObject([{ ...policy, path: "spec.backupRef.spec.policy" }]);
  });

  it("tell whose credentials an object uses, and what it belongs to", () => {
    const spec = { projectRef: { name: "shop" }, connectionSecret: { name: "key", namespace: "ignored" } };
    expect(credentialsSecretOf("AtlasDatabaseUser", spec, "prod")).toEqual({ name: "key", namespace: "prod" });
    expect(credentialsSecretOf("AtlasDatabaseUser", {}, "prod")).toBeUndefined();
    expect(objectsNamedBy("AtlasDatabaseUser", spec, "prod", "AtlasProject")).toEqual([
      { name: "shop", namespace: "prod" },
    ]);
  });
});
