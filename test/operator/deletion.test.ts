import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { SECRETS } from "../../provider/operator/cluster/secret";
import { CREDENTIALS_FINALIZER } from "../../provider/operator/credentials/holder";
import type { KindName } from "../../sdk/model/kinds";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, World } from "./harness/world";
import { until } from "./runtime/harness/until";

/** A kind whose objects are deleted under every circumstance. */
interface Subject {
  kind: KindName;
  /** A declaration within the project, with credentials of its own. */
  spec(groupId: string, groupName: string, secret: string): object;
  /** Reads the thing in Atlas; throws when it is not there. */
  read: { operation: string; params: Record<string, string> };
}

const credentials = (groupId: string, name: string) => ({
  externalProjectRef: { id: groupId },
  connectionSecret: { name },
});

const subjects: Subject[] = [
  {
    kind: "AtlasProject",
    spec: (_groupId, groupName, name) => ({ name: groupName, connectionSecretRef: { name } }),
    read: { operation: "getGroup", params: {} },
  },
  {
    kind: "AtlasDatabaseUser",
    spec: (groupId, _groupName, name) => ({
      ...credentials(groupId, name),
      username: "CN=app",
      databaseName: "$external",
      x509Type: "MANAGED",
      roles: [{ roleName: "read", databaseName: "shop" }],
    }),
    read: { operation: "getGroupDatabaseUser", params: { databaseName: "$external", username: "CN=app" } },
  },
  {
    kind: "AtlasDeployment",
    spec: (groupId, _groupName, name) => ({
      ...credentials(groupId, name),
      flexSpec: { name: "flex", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } },
    }),
    read: { operation: "getGroupFlexCluster", params: { name: "flex" } },
  },
  {
    kind: "AtlasIPAccessList",
    spec: (groupId, _groupName, name) => ({
      ...credentials(groupId, name),
      entries: [{ cidrBlock: "192.0.2.0/24" }],
    }),
    read: { operation: "getGroupAccessListEntry", params: { entryValue: "192.0.2.0/24" } },
  },
  {
    kind: "AtlasNetworkContainer",
    spec: (groupId, _groupName, name) => ({
      ...credentials(groupId, name),
      provider: "AWS",
      region: "EU_WEST_1",
      cidrBlock: "10.8.0.0/21",
    }),
    read: { operation: "listGroupContainers", params: {} },
  },
];

const annotations: Readonly<Record<string, Record<string, string>>> = {
  none: {},
  keep: { "mongodb.com/atlas-resource-policy": "keep" },
  delete: { "mongodb.com/atlas-resource-policy": "delete" },
  skip: { "mongodb.com/atlas-reconciliation-policy": "skip", "mongodb.com/atlas-resource-policy": "delete" },
};

interface Case {
  policy: string;
  access: "there" | "gone";
  name: string;
  groupId: string;
}

describeWithEngine("kubernetes", "what becomes of a deleted object", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterEach(() => world?.stopOperators());
  afterAll(() => world?.stop());

  const table = subjects.flatMap((subject) =>
    [true, false].map((protection) => ({ subject, kind: subject.kind, protection })),
  );

  it.each(table)(
    "$kind with deletion protection $protection, for every policy, with and without credentials",
    async ({ subject, protection }) => {
      const { kind, spec } = subject;
      world.operator({ deletionProtection: protection });
      const prefix = `${kind.toLowerCase()}-${protection ? "on" : "off"}`;
      const cases: Case[] = [];
      for (const policy of Object.keys(annotations)) {
        for (const access of ["there", "gone"] as const) {
          const name = `${prefix}-${policy}-${access}`;
          const made = world.atlas.behindTheBack("createGroup", { body: { name, orgId: world.atlas.orgId } });
          const groupId = String(Reflect.get(Object(made), "id"));
          await world.credentials("default", `${name}-key`);
          await world.create(kind, "default", name, spec(groupId, name, `${name}-key`));
          cases.push({ policy, access, name, groupId });
        }
      }
      for (const { name } of cases) await world.ready(kind, "default", name);
      for (const { name, policy } of cases) {
        await world.patch(kind, "default", name, { metadata: { annotations: annotations[policy] } });
      }
      await Promise.all(cases.filter(({ access }) => access === "gone").map((one) => loseCredentials(one, protection)));

      for (const { name } of cases) await world.delete(kind, "default", name);
      const outcomes = await Promise.all(cases.map((one) => outcomeOf(subject, one)));
      const expected = cases.map(({ policy, access }) => {
        const deletes = policy === "delete" || (policy === "none" && !protection);
        if (!deletes) return "released, kept";
        return access === "there" ? "released, deleted" : "held, kept, and told how to be released";
      });
      expect(Object.fromEntries(cases.map(({ name }, index) => [name, outcomes[index]]))).toEqual(
        Object.fromEntries(cases.map(({ name }, index) => [name, expected[index]])),
      );

      // What is held is released as its condition says.
      for (const [index, { name }] of cases.entries()) {
        if (outcomes[index]?.startsWith("held")) {
          await world.patch(kind, "default", name, { metadata: { annotations: annotations.keep } });
          await world.gone(kind, "default", name);
        }
      }
    },
    120_000,
  );

  /** Somebody takes the Secret away by force: what holds it is removed as well. */
  async function loseCredentials({ name, policy }: Case, protection: boolean): Promise<void> {
    const key = `default/${name}-key`;
    const needed = policy === "delete" || (policy === "none" && !protection);
    if (needed) {
      await until(`${key} is held`, async () =>
        (await world.kube.get(SECRETS, key))?.metadata.finalizers?.includes(CREDENTIALS_FINALIZER),
      );
    }
    await world.kube.delete(SECRETS, key);
    if (needed) await world.kube.mergePatch(SECRETS, key, { metadata: { finalizers: null } });
  }

  async function outcomeOf({ kind, read }: Subject, { name, groupId }: Case): Promise<string> {
    const told = await until(`${kind} ${name} is gone, or says why not`, async () => {
      const object = await world.get(kind, "default", name);
      if (!object) return "released";
      const problem = object.status?.conditions?.find(({ reason }) => reason === "AtlasAPIAccessNotConfigured");
      return problem?.message?.includes("annotate it with mongodb.com/atlas-resource-policy: keep") && "held";
    });
    const there = isThere(read, groupId);
    if (told === "released") return there ? "released, kept" : "released, deleted";
    const object = await world.get(kind, "default", name);
    expect(object && conditionOf(object, "Ready")?.status).toBe("False");
    return `held, ${there ? "kept" : "deleted"}, and told how to be released`;
  }

  function isThere({ operation, params }: Subject["read"], groupId: string): boolean {
    try {
      const answer: unknown = world.atlas.behindTheBack(operation, { params: { groupId, ...params } });
      const results: unknown = Reflect.get(Object(answer), "results");
      return !Array.isArray(results) || results.length > 0;
    } catch (error) {
      expect(String(error)).toMatch(/NOT_FOUND|NOT_IN_GROUP|not/i);
      return false;
    }
  }
});
