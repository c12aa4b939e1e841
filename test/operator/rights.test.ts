import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { handledKinds } from "../../provider/kinds/registry";
import { databaseKindNames } from "../../provider/kinds/sql/names";
import { embeddedKinds } from "../../provider/operator/cluster/references";
import {
  DATABASE_LEASE_NAME as DATABASE_PREDECESSOR_LEASE,
  LEASE_NAME as PREDECESSOR_LEASE,
} from "../../provider/operator/predecessor/predecessor";
import { leaseNameOf } from "../../provider/operator/shards/shards";
import type { Manifest } from "../../sdk/cdk8s/operator/manifest";
import { operatorManifests } from "../../sdk/cdk8s/operator/manifests";
import {
  DATABASE_LEASE_NAME,
  devDatabaseRules,
  LEASE_NAME,
  ownRules,
  type Rule,
  shardLease,
  shardRules,
  workingRules,
} from "../../sdk/cdk8s/operator/rules";
import { kindInfo, kindNames } from "../../sdk/model/kinds";

const sources = join(__dirname, "../../provider/operator");
const read = (file: string): string => readFileSync(join(sources, file), "utf8");
const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

/** One right, and the call for which the operator needs it: `call` stands in `file` of provider/operator. */
interface Need {
  where: "work" | "own";
  resource: string;
  verb: string;
  file: string;
  call: string;
}

const needs: Need[] = [
  ...["KIND", "secrets"].flatMap((resource) =>
    (["list", "watch"] as const).map((verb) => ({
      where: "work" as const,
      resource,
      verb,
      file: "runtime/watch/watcher.ts",
      call: `this.kube.${verb}(this.resource`,
    })),
  ),
  { where: "work", resource: "KIND", verb: "get", file: "runtime/kube/edit.ts", call: "kube.get(resource" },
  { where: "work", resource: "KIND", verb: "patch", file: "controllers/subject.ts", call: "this.source.edit(" },
  {
    where: "work",
    resource: "KIND/status",
    verb: "patch",
    file: "runtime/kube/status.ts",
    call: 'subresource: "status"',
  },
  { where: "work", resource: "secrets", verb: "get", file: "cluster/cluster.ts", call: "this.kube.get(SECRETS" },
  { where: "work", resource: "secrets", verb: "list", file: "credentials/release.ts", call: "kube.list(SECRETS" },
  {
    where: "work",
    resource: "secrets",
    verb: "create",
    file: "databases/former-directory.ts",
    call: "kube.create(SECRETS",
  },
  {
    where: "work",
    resource: "secrets",
    verb: "patch",
    file: "databases/former-directory.ts",
    call: "kube.mergePatch(SECRETS",
  },
  {
    where: "work",
    resource: "secrets",
    verb: "delete",
    file: "connection-secrets/write.ts",
    call: "kube.delete(SECRETS",
  },
  {
    where: "work",
    resource: "configmaps",
    verb: "watch",
    file: "runtime/watch/watcher.ts",
    call: "this.kube.watch(this.resource",
  },
  { where: "work", resource: "configmaps", verb: "list", file: "databases/lookup.ts", call: "kube.list(CONFIG_MAPS" },
  { where: "work", resource: "configmaps", verb: "get", file: "databases/lookup.ts", call: "kube.get(CONFIG_MAPS" },
  ...(
    [
      ["deployments", "get", "kube.get(DEPLOYMENTS"],
      ["deployments", "create", "kube.create(DEPLOYMENTS"],
      ["deployments", "patch", "kube.mergePatch(DEPLOYMENTS"],
      ["deployments", "delete", "kube.delete(DEPLOYMENTS"],
      ["pods", "list", "kube.list(PODS"],
    ] as const
  ).map(([resource, verb, call]) => ({
    where: "work" as const,
    resource,
    verb,
    file: "databases/dev/pods.ts",
    call,
  })),
  {
    where: "work",
    resource: "events",
    verb: "create",
    file: "runtime/kube/events.ts",
    call: "this.kube.create(EVENTS",
  },
  { where: "work", resource: "events", verb: "get", file: "runtime/kube/events.ts", call: "this.kube.get(EVENTS" },
  { where: "work", resource: "events", verb: "patch", file: "runtime/kube/events.ts", call: "edit(this.kube, EVENTS" },
  ...(["work", "own"] as const).flatMap((where) =>
    ["list", "watch"].map((verb) => ({
      where,
      resource: "leases",
      verb,
      file: "predecessor/predecessor.ts",
      call: "resource: LEASES",
    })),
  ),
  { where: "own", resource: "leases", verb: "get", file: "runtime/leader/lease.ts", call: "this.kube.get(LEASES" },
  {
    where: "own",
    resource: "leases",
    verb: "create",
    file: "runtime/leader/lease.ts",
    call: "this.kube.create(LEASES",
  },
  {
    where: "own",
    resource: "leases",
    verb: "update",
    file: "runtime/leader/lease.ts",
    call: "this.kube.replace(LEASES",
  },
  ...["list", "watch"].map((verb) => ({
    where: "work" as const,
    resource: "namespaces",
    verb,
    file: "shards/shards.ts",
    call: "resource: NAMESPACES",
  })),
  {
    where: "work",
    resource: "namespaces",
    verb: "get",
    file: "runtime/watch/source.ts",
    call: "this.kube.get(this.resource",
  },
  { where: "own", resource: "secrets", verb: "get", file: "cluster/cluster.ts", call: "this.kube.get(SECRETS" },
  ...["list", "watch"].map((verb) => ({
    where: "own" as const,
    resource: "secrets",
    verb,
    file: "cluster/cluster.ts",
    call: "also: globalSecret",
  })),
];

const plurals = new Set(kindNames.map((kind) => kindInfo(kind).plural));
const rightsIn = (rules: readonly Rule[]): string[] =>
  rules.flatMap(({ resources, verbs }) =>
    resources.flatMap((resource) => {
      const [plural = "", subresource] = resource.split("/");
      const name = plurals.has(plural) ? ["KIND", subresource].filter(Boolean).join("/") : resource;
      return verbs.map((verb) => `${verb} ${name}`);
    }),
  );
const rules = {
  work: workingRules(kindNames.map(kindInfo), ...devDatabaseRules, ...shardRules),
  own: ownRules("operator-api-key", ["a"]),
};

describe("the rights that the installation gives the operator", () => {
  it.each(["work", "own"] as const)("are those that a call needs, and no others (%s)", (where) => {
    const needed = needs.filter((need) => need.where === where).map(({ verb, resource }) => `${verb} ${resource}`);
    expect([...new Set(rightsIn(rules[where]))].sort()).toEqual([...new Set(needed)].sort());
  });

  it.each(needs)("$where: $verb $resource is needed by $call", ({ file, call }) => {
    expect(read(file)).toContain(call);
  });

  it("cover every call on a resource by its name", () => {
    const named = /kube\.\w+\((?:\w+, )?([A-Z][A-Z_]+)\b/g;
    const calls = files.flatMap((file) => [...read(file).matchAll(named)].map(([call]) => ({ file, call })));
    expect(calls.length).toBeGreaterThan(6);
    expect(calls.filter(({ call }) => !needs.some((need) => need.call.endsWith(call)))).toEqual([]);
  });

  it("cover every resource that is declared", () => {
    const declared = files.flatMap((file) => [...read(file).matchAll(/plural: "(\w+)"/g)].map(([, plural]) => plural));
    const known = ["configmaps", "deployments", "events", "leases", "namespaces", "pods", "secrets"];
    expect([...new Set(declared)].sort()).toEqual(known);
  });

  it("cover every kind that is served", () => {
    const granted = new Set(rules.work.flatMap(({ resources }) => resources));
    for (const kind of [...handledKinds, ...embeddedKinds, ...databaseKindNames])
      expect(granted).toContain(kindInfo(kind).plural);
  });

  it("include none to run anything unless dev databases are asked for", () => {
    const without = rightsIn(workingRules(kindNames.map(kindInfo)));
    expect(without.filter((right) => / (deployments|pods)$/.test(right))).toEqual([]);
  });

  it("include none on namespaces unless there are shards, whose Leases are then named", () => {
    expect(rightsIn(workingRules(kindNames.map(kindInfo))).filter((right) => right.endsWith(" namespaces"))).toEqual(
      [],
    );
    expect(["a", "b"].map(shardLease)).toEqual(["a", "b"].map(leaseNameOf));
    const named = ownRules("operator-api-key", ["a"]).flatMap(({ resourceNames = [] }) => resourceNames);
    expect(named).toContain(leaseNameOf("a"));
  });

  it("name the Leases that are stood for and looked at", () => {
    expect(LEASE_NAME).toBe(PREDECESSOR_LEASE);
    expect(DATABASE_LEASE_NAME).toBe(DATABASE_PREDECESSOR_LEASE);
  });

  it.each([
    { install: {}, because: "it looks after the whole cluster" },
    { install: { watchNamespaces: ["a"] }, because: "it watches one namespace" },
  ])("hold no wildcard where $because", ({ install }) => {
    const roles = operatorManifests(install).filter(({ kind }) => kind.endsWith("Role"));
    expect(roles.length).toBe(2);
    const words = roles.flatMap((role: Manifest) => JSON.stringify(role.rules));
    expect(words.join("")).not.toContain("*");
  });

  it("narrow what can be narrowed by name in the operator's own namespace", () => {
    const open = rules.own.filter(({ resourceNames }) => resourceNames === undefined);
    expect(open.flatMap(({ resources, verbs }) => verbs.map((verb) => `${verb} ${resources}`))).toEqual([
      "create leases",
    ]);
  });
});
