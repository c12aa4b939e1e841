import { describe, expect, it } from "vitest";
import { claimsOf } from "../../sdk/model/claims-of";
import { type KindName, kindInfo, kindNames } from "../../sdk/model/kinds";
import { describeManifestFault, validateManifests } from "../../sdk/model/manifest";
import { fullExamples } from "./examples";

const groupId = "0123456789abcdef01234567";
const projectRef = { name: "shop" };
const external = { externalProjectRef: { id: groupId }, connectionSecret: { name: "keys" } };

function manifest(kind: string, name: string, spec: object, metadata: object = {}): string {
  return JSON.stringify({ apiVersion: "atlas.mongodb.com/v1", kind, metadata: { name, ...metadata }, spec });
}

const project = (spec: object, metadata: object = {}) =>
  manifest("AtlasProject", "shop", { name: "shop", ...spec }, metadata);

/** Faults of objects that are applied together, each in a file of its own. */
function faultsOf(...texts: readonly string[]): string[] {
  const files = texts.map((text, index) => ({ file: `${"abc"[index]}.json`, text }));
  return validateManifests(files).faults.map(describeManifestFault);
}

const accessList = (entries: object[], more: object = { projectRef }) =>
  manifest("AtlasIPAccessList", "office", { ...more, entries });
const vpc = { awsAccountId: "123456789012", vpcId: "vpc-1" };
const routed = { accepterRegionName: "eu-west-1", routeTableCidrBlock: "10.0.0.0/16", ...vpc };
const peering = (name: string, containerRef: object, awsConfiguration: object = routed) =>
  manifest("AtlasNetworkPeering", name, { projectRef, containerRef, provider: "AWS", awsConfiguration });
const user = (name: string, spec: object, metadata: object = {}) =>
  manifest("AtlasDatabaseUser", name, { projectRef, username: "app", roles, ...spec }, metadata);
const auditor = { name: "auditor", inheritedRoles: [{ name: "read", database: "shop" }] };
const roles = [{ roleName: "read", databaseName: "shop" }];
const flexSpec = { name: "main", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } };
const orgSettings = (name: string) => manifest("AtlasOrgSettings", name, { orgID: groupId });

describe("two declarations of one thing are a fault", () => {
  it.each([
    {
      because: "an address is a block of full length",
      texts: [
        project({ projectIpAccessList: [{ cidrBlock: "10.0.0.0/8" }, { ipAddress: "203.0.113.7" }] }),
        accessList([{ cidrBlock: "203.0.113.7/32" }]),
      ],
      says: 'AtlasIPAccessList/office spec.entries[0]: IP access list entry "203.0.113.7/32" is declared by AtlasProject/shop (a.json:1) too, in spec.projectIpAccessList[1]',
    },
    {
      because: "IPv6 is written in many ways",
      texts: [
        accessList([{ ipAddress: "2001:DB8:0::1" }]),
        manifest("AtlasIPAccessList", "home", { projectRef, entries: [{ cidrBlock: "2001:db8::1/128" }] }),
      ],
      says: 'AtlasIPAccessList/home spec.entries[0]: IP access list entry "2001:db8::1/128"',
    },
    {
      because: "a custom role has one name in its project",
      texts: [
        project({ customRoles: [auditor] }),
        manifest("AtlasCustomRole", "auditor", { projectRef, role: auditor }),
      ],
      says: 'spec.role.name: custom role "auditor" is declared by AtlasProject/shop (a.json:1) too, in spec.customRoles[0]',
    },
    {
      because: "there is one integration of a type",
      texts: [
        project({ integrations: [{ type: "DATADOG", apiKeyRef: { name: "datadog" }, region: "EU" }] }),
        manifest("AtlasThirdPartyIntegration", "dd", {
          projectRef,
          type: "DATADOG",
          datadog: { apiKeySecretRef: { name: "datadog" }, region: "EU" },
        }),
      ],
      says: 'spec.type: third-party integration "DATADOG"',
    },
    {
      because: "there is one private endpoint service in a region, whichever way it is written",
      texts: [
        project({ privateEndpoints: [{ provider: "AWS", region: "EU_WEST_1" }] }),
        manifest("AtlasPrivateEndpoint", "pe", { projectRef, provider: "AWS", region: "eu-west-1" }),
      ],
      says: 'spec.region: private endpoint service "AWS eu-west-1"',
    },
    {
      because: "a project finds its peerings by one's own network",
      texts: [project({ networkPeers: [{ providerName: "AWS", ...routed }] }), peering("p", { name: "c" })],
      says: 'spec: network peering "AWS 123456789012/vpc-1" is declared by AtlasProject/shop (a.json:1) too, in spec.networkPeers[0]',
    },
    {
      because: "one network of Atlas is peered with one's own once",
      texts: [peering("one", { name: "c" }), peering("two", { name: "c" })],
      says: "AtlasNetworkPeering/one (a.json:1) too",
    },
    {
      because: "a network of Google Cloud spans all regions",
      texts: ["one", "two"].map((name) =>
        manifest("AtlasNetworkContainer", name, { projectRef, provider: "GCP", cidrBlock: "10.8.0.0/18" }),
      ),
      says: 'spec.provider: network container "GCP"',
    },
    {
      because: "a user without a database is one of admin",
      texts: [user("one", {}), user("two", { databaseName: "admin" })],
      says: 'spec.username: database user "admin/app"',
    },
    {
      because: "deployments of all shapes share their names",
      texts: [
        manifest("AtlasDeployment", "one", { projectRef, flexSpec }),
        manifest("AtlasCluster", "two", {
          projectRef,
          name: "main",
          providerSettings: { providerName: "AWS", instanceSizeName: "M10", regionName: "EU_WEST_1" },
        }),
      ],
      says: 'AtlasCluster/two spec.name: deployment "main" is declared by AtlasDeployment/one (a.json:1) too, in spec.flexSpec.name',
    },
    {
      because: "an organisation has one set of settings",
      texts: [orgSettings("one"), orgSettings("two")],
      says: `spec.orgID: settings of organisation "${groupId}"`,
    },
    {
      because: "a project that is known by its id is one, too",
      texts: [
        accessList([{ ipAddress: "1.2.3.4" }], external),
        manifest("AtlasIPAccessList", "b", { ...external, entries: [{ ipAddress: "1.2.3.4" }] }),
      ],
      says: 'IP access list entry "1.2.3.4"',
    },
    {
      because: "project names are unique in an organisation",
      texts: [project({}), manifest("AtlasProject", "again", { name: "shop" })],
      says: 'AtlasProject/again spec.name: project "shop"',
    },
    {
      because: "an object without a namespace is in the one called default",
      texts: [
        project({ customRoles: [auditor] }, { namespace: "default" }),
        manifest("AtlasCustomRole", "auditor", { projectRef, role: auditor }),
      ],
      says: 'spec.role.name: custom role "auditor" is declared by AtlasProject/default/shop (a.json:1) too',
    },
    {
      because: "a reference may name the namespace that everything is in",
      texts: [user("one", {}), user("two", { projectRef: { name: "shop", namespace: "default" } })],
      says: 'spec.username: database user "admin/app"',
    },
    {
      because: "one object is written down twice",
      texts: [project({}), project({}, { namespace: "default" })],
      says: "AtlasProject/shop metadata.name: is declared already at a.json:1",
    },
  ])("$because", ({ texts, says }) => {
    const faults = faultsOf(...texts);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(says);
  });
});

describe("two declarations are let through", () => {
  it.each([
    {
      because: "they are of two projects",
      texts: [accessList([{ ipAddress: "1.2.3.4" }], external), accessList([{ ipAddress: "1.2.3.4" }])].map(
        (text, index) => text.replace('"office"', `"list-${index}"`),
      ),
    },
    {
      because: "projects of equal names in two namespaces are two",
      texts: ["eu", "us"].flatMap((namespace) => [user("app", {}, { namespace })]),
    },
    {
      because: "one's own network may be peered with several of Atlas's",
      texts: [peering("one", { name: "c" }), peering("two", { name: "d" })],
    },
    {
      because: "one is to be left alone, as it is moved to the other",
      texts: [
        project(
          { projectIpAccessList: [{ ipAddress: "1.2.3.4" }] },
          { annotations: { "mongodb.com/atlas-reconciliation-policy": "skip" } },
        ),
        accessList([{ ipAddress: "1.2.3.4" }]),
      ],
    },
    {
      because: "projects of two organisations may have one name",
      texts: [project({}), manifest("AtlasProject", "b", { name: "shop", connectionSecretRef: { name: "other" } })],
    },
    {
      because: "federation settings that are not enabled are put down only",
      texts: ["one", "two"].map((name) => manifest("AtlasFederatedAuth", name, { enabled: false })),
    },
  ])("$because", ({ texts }) => {
    expect(faultsOf(...texts)).toEqual([]);
  });
});

it("tells namespaces apart by the one that manifests are applied in", () => {
  const texts = [user("one", {}, { namespace: "default" }), user("two", {}, { namespace: "eu" }), user("three", {})];
  const files = texts.map((text, index) => ({ file: `${index}`, text }));
  const { faults } = validateManifests(files, "eu");
  expect(faults.map(({ subject, message }) => [subject, message.slice(0, 60)])).toEqual([
    ["AtlasDatabaseUser/three", 'database user "admin/app" is declared by AtlasDatabaseUser/e'],
  ]);
});

describe("claims", () => {
  const inAtlas = kindNames.filter((kind) => kindInfo(kind).group === "atlas.mongodb.com" && !kindInfo(kind).embedded);

  it.each(inAtlas)("of an %s are there, and lie at fields of it", (kind: KindName) => {
    for (const { spec } of fullExamples(kind)) {
      const claims = claimsOf(kind, spec);
      expect(claims).not.toEqual([]);
      for (const { path } of claims) expect(path).toMatch(/^spec/);
    }
  });

  it("are not made by what is not known yet", () => {
    const unknown = "?";
    const isUnknown = (value: unknown) => value === unknown;
    const entries = [unknown, { ipAddress: unknown }, { cidrBlock: "10.0.0.0/8" }];
    const claims = claimsOf("AtlasIPAccessList", { projectRef: unknown, entries }, isUnknown);
    expect(claims.map(({ path }) => path)).toEqual(["spec.entries[2]"]);
    expect(claimsOf("AtlasIPAccessList", { projectRef: unknown, entries: unknown }, isUnknown)).toEqual([]);
  });
});
