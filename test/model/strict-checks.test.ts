import { describe, expect, it } from "vitest";
import { adviseSpec, checkSpec, type KindName, type SpecOf, validateSpec } from "../../sdk/model";

const projectRef = { name: "shop" };
const role = (declared: object) => ({ projectRef, role: { name: "auditor", ...declared } });
const actions = (...resources: object[]) => [{ name: "FIND", resources }];
const analyzer = (parts: object) => ({ analyzers: [{ name: "own", tokenizer: { type: "standard" }, ...parts }] });
const orgID = "5f0c1b2a3d4e5f6071829304";
const stream = (...connectionRegistry: object[]) => ({
  projectRef,
  name: "flow",
  clusterConfig: { provider: "AWS", region: "DUBLIN_IRL", tier: "SP10" },
  connectionRegistry,
});
const user = (declared: object) => ({
  projectRef,
  username: "app",
  roles: [{ roleName: "read", databaseName: "shop" }],
  ...declared,
});
const geo = (declared: object) => ({
  projectRef,
  deploymentSpec: {
    name: "main",
    clusterType: "GEOSHARDED",
    replicationSpecs: [{ zoneName: "Europe" }, { zoneName: "America" }],
    ...declared,
  },
});

interface Case {
  because: string;
  kind: KindName;
  spec: object;
  says: string[];
}

/** A cluster of these regions, each with its priority and its electable nodes. */
const regions = (...given: [priority: number, electable: number][]) => ({
  projectRef,
  deploymentSpec: {
    name: "main",
    clusterType: "REPLICASET",
    replicationSpecs: [
      {
        regionConfigs: given.map(([priority, nodeCount], index) => ({
          providerName: "AWS",
          regionName: ["EU_WEST_1", "EU_CENTRAL_1", "EU_NORTH_1"][index],
          priority,
          electableSpecs: { instanceSize: "M10", nodeCount },
        })),
      },
    ],
  },
});
const regionConfigs = "spec.deploymentSpec.replicationSpecs[0].regionConfigs";
const flexSpec = { name: "small", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } };
const free = {
  name: "free",
  clusterType: "REPLICASET",
  replicationSpecs: [
    {
      regionConfigs: [
        {
          ...{ providerName: "TENANT", backingProviderName: "AWS", regionName: "EU_WEST_1" },
          electableSpecs: { instanceSize: "M0" },
        },
      ],
    },
  ],
};

const refused: Case[] = [
  {
    because: "the highest priority is 7",
    kind: "AtlasDeployment",
    spec: regions([8, 3]),
    says: [`${regionConfigs}[0].priority: must be 0 to 7, not 8`],
  },
  {
    because: "one region is elected before the other",
    kind: "AtlasDeployment",
    spec: regions([7, 2], [7, 1]),
    says: [
      `${regionConfigs}[1].priority: 7 is that of ${regionConfigs}[0] already; each region with electable nodes has its own`,
    ],
  },
  {
    because: "an even number of votes decides nothing",
    kind: "AtlasDeployment",
    spec: regions([7, 2], [6, 2]),
    says: [`${regionConfigs}: must have 3, 5 or 7 electable nodes in all, not 4`],
  },
  {
    because: "regions that only serve reads may share the lowest priority",
    kind: "AtlasDeployment",
    spec: regions([7, 3], [0, 0], [0, 0]),
    says: [],
  },
  {
    because: "Atlas sets up the server of a Flex cluster",
    kind: "AtlasDeployment",
    spec: { projectRef, flexSpec, processArgs: { javascriptEnabled: false } },
    says: ["spec.processArgs: a Flex deployment has none: take it out"],
  },
  {
    because: "Atlas sets up the server of a free cluster",
    kind: "AtlasDeployment",
    spec: { projectRef, deploymentSpec: free, processArgs: { javascriptEnabled: false } },
    says: ["spec.processArgs: a free deployment has none: take it out"],
  },
  {
    because: "settings of former servers are sent to nobody",
    kind: "AtlasDeployment",
    spec: { projectRef, deploymentSpec: free, processArgs: { failIndexKeyTooLong: true } },
    says: [],
  },
  {
    because: "nodes of former releases vote as well",
    kind: "AtlasCluster",
    spec: {
      projectRef,
      name: "main",
      providerSettings: { providerName: "AWS", instanceSizeName: "M10" },
      replicationSpecs: [
        {
          regionsConfig: {
            EU_WEST_1: { electableNodes: 3, priority: 7 },
            EU_CENTRAL_1: { electableNodes: 1, priority: 7 },
          },
        },
      ],
    },
    says: [
      "spec.replicationSpecs[0].regionsConfig.EU_CENTRAL_1.priority: 7 is that of spec.replicationSpecs[0].regionsConfig.EU_WEST_1 already; each region with electable nodes has its own",
      "spec.replicationSpecs[0].regionsConfig: must have 3, 5 or 7 electable nodes in all, not 4",
    ],
  },
  {
    because: "a day is the shortest time between daily backups",
    kind: "AtlasBackupPolicy",
    spec: { items: [{ frequencyType: "daily", frequencyInterval: 2, retentionUnit: "days", retentionValue: 7 }] },
    says: ["spec.items[0].frequencyInterval: must be 1 when frequencyType is daily, not 2"],
  },
  {
    because: "an organisation has an id",
    kind: "AtlasOrgSettings",
    spec: { orgID: "my-org" },
    says: ['spec.orgID: "my-org" is not an id of Atlas: 24 hexadecimal digits'],
  },
  {
    because: "secrets are valid for eight hours at least",
    kind: "AtlasOrgSettings",
    spec: { orgID, maxServiceAccountSecretValidityInHours: 7 },
    says: ["spec.maxServiceAccountSecretValidityInHours: must be 8 to 8760, not 7"],
  },
  {
    because: "letters go to an address",
    kind: "AtlasOrgSettings",
    spec: { orgID, securityContact: "the security team" },
    says: ['spec.securityContact: "the security team" is not an e-mail address'],
  },
  {
    because: "an empty contact takes it back",
    kind: "AtlasOrgSettings",
    spec: { orgID, securityContact: "" },
    says: [],
  },
  {
    because: "a right holds in the cluster or in a database",
    kind: "AtlasCustomRole",
    spec: role({ actions: actions({ cluster: true, database: "shop" }) }),
    says: ["spec.role.actions[0].resources[0]: is the whole cluster or a database and collection, but both are given"],
  },
  {
    because: "a right holds somewhere",
    kind: "AtlasCustomRole",
    spec: role({ actions: actions({}) }),
    says: ["spec.role.actions[0].resources[0]: must be the whole cluster (cluster: true) or name a database"],
  },
  {
    because: "upstream's manifests may say that a database is no cluster, and leave names empty",
    kind: "AtlasCustomRole",
    spec: role({ actions: actions({ cluster: false, database: "shop" }, { cluster: true, database: "" }) }),
    says: [],
  },
  {
    because: "a role allows something",
    kind: "AtlasCustomRole",
    spec: role({}),
    says: ["spec.role: allows nothing: give it actions or inheritedRoles"],
  },
  {
    because: "names of roles are of letters and digits",
    kind: "AtlasCustomRole",
    spec: role({ name: "see all", inheritedRoles: [{ name: "read", database: "shop" }] }),
    says: ['spec.role.name: must be letters, digits, - and _, the first of them a letter or digit, not "see all"'],
  },
  {
    because: "a filter is of some type",
    kind: "AtlasSearchIndexConfig",
    spec: analyzer({ charFilters: [{ mappings: {} }] }),
    says: ["spec.analyzers[0].charFilters[0].type: is required"],
  },
  {
    because: "the type says what a filter needs",
    kind: "AtlasSearchIndexConfig",
    spec: analyzer({ tokenFilters: [{ type: "regex", pattern: "a", replacement: "" }] }),
    says: ["spec.analyzers[0].tokenFilters[0].matches: is required when type is regex"],
  },
  {
    because: "terms have a least and a largest length",
    kind: "AtlasSearchIndexConfig",
    spec: analyzer({ tokenizer: { type: "nGram", minGram: 4, maxGram: 2 } }),
    says: ["spec.analyzers[0].tokenizer.minGram: must not be more than maxGram, which is 2, but is 4"],
  },
  {
    because: "an instance has a connection once",
    kind: "AtlasStreamInstance",
    spec: stream({ name: "broker" }, { name: "broker", namespace: "other" }, { name: "broker" }),
    says: ['spec.connectionRegistry[2]: "broker" is item 0 already; each connection can be in an instance once'],
  },
  {
    because: "a location belongs to a zone that there is",
    kind: "AtlasDeployment",
    spec: geo({ customZoneMapping: [{ location: "DE", zone: "Eurpe" }] }),
    says: [
      'spec.deploymentSpec.customZoneMapping[0].zone: "Eurpe" is no zone of replicationSpecs, which has Europe and America',
    ],
  },
  {
    because: "a collection is spread in one way",
    kind: "AtlasDeployment",
    spec: geo({
      managedNamespaces: [
        { db: "shop", collection: "orders", customShardKey: "id" },
        { db: "shop", collection: "orders" },
      ],
    }),
    says: ["spec.deploymentSpec.managedNamespaces[1]: shop.orders is item 0 already, declared otherwise there"],
  },
];

const warned: Case[] = [
  {
    because: "the right has a slip",
    kind: "AtlasCustomRole",
    spec: role({ actions: [{ name: "FNID", resources: [{ database: "shop" }] }] }),
    says: ['spec.role.actions[0].name: "FNID" is no right that this release knows: did you mean FIND?'],
  },
  {
    because: "rights may be written in small letters",
    kind: "AtlasCustomRole",
    spec: role({ actions: [{ name: "find", resources: [{ database: "shop" }] }] }),
    says: [],
  },
  {
    because: "Atlas may have filters that this release does not know",
    kind: "AtlasSearchIndexConfig",
    spec: analyzer({ tokenFilters: [{ type: "lowerCas" }] }),
    says: [
      'spec.analyzers[0].tokenFilters[0].type: "lowerCas" is no token filter that this release knows: did you mean lowercase?',
    ],
  },
  {
    because: "a field is another tokenizer's",
    kind: "AtlasSearchIndexConfig",
    spec: analyzer({ tokenizer: { type: "keyword", maxTokenLength: 5 } }),
    says: [
      "spec.analyzers[0].tokenizer.maxTokenLength: has no effect when type is keyword: it is for standard, uaxUrlEmail and whitespace",
    ],
  },
  {
    because: "one address is a block of full length",
    kind: "AtlasIPAccessList",
    spec: { projectRef, entries: [{ ipAddress: "192.0.2.1" }, { cidrBlock: "192.0.2.1/32" }] },
    says: ["spec.entries[1]: 192.0.2.1/32 is item 0 already"],
  },
  {
    because: "a role is granted once",
    kind: "AtlasDatabaseUser",
    spec: user({ roles: [1, 2].map(() => ({ roleName: "read", databaseName: "shop" })) }),
    says: ["spec.roles[1]: read on shop is item 0 already"],
  },
  {
    because: "labels are told apart by their keys",
    kind: "AtlasDatabaseUser",
    spec: user({ labels: ["a", "b"].map((value) => ({ key: "team", value })) }),
    says: ['spec.labels[1].key: "team" is item 0 already'],
  },
  {
    because: "a team is given roles in one place",
    kind: "AtlasProject",
    spec: { name: "shop", teams: [1, 2].map(() => ({ teamRef: { name: "dev" }, roles: ["GROUP_OWNER"] })) },
    says: ["spec.teams[1]: team dev is item 0 already"],
  },
];

const said = (found: readonly { path: string; message: string }[]) => found.map((one) => `${one.path}: ${one.message}`);

describe("what only Atlas would refuse", () => {
  it.each(refused)("is a fault of $kind in the engines: $because", ({ kind, spec, says }) => {
    expect(said(validateSpec(kind, spec, "manifest"))).toEqual(says);
  });

  it.each(refused)("is left to Atlas in a cluster: $kind, $because", ({ kind, spec }) => {
    expect(checkSpec<KindName>(kind, spec as SpecOf<KindName>)).toEqual([]);
  });
});

describe("a value that is not allowed", () => {
  it("is told with the first few of many that are, and with what may have been meant", () => {
    const [fault] = validateSpec("AtlasSearchIndexConfig", { analyzer: "lucene.englsh" }, "manifest");
    expect(fault?.message).toBe(
      '"lucene.englsh" is not one of lucene.standard, lucene.simple, lucene.whitespace, lucene.keyword, lucene.arabic, … (46 in all); did you mean lucene.english?',
    );
  });
});

describe("what may be a mistake", () => {
  it.each(warned)("is a warning about $kind: $because", ({ kind, spec, says }) => {
    expect(validateSpec(kind, spec, "manifest")).toEqual([]);
    expect(said(adviseSpec(kind, spec, "manifest"))).toEqual(says);
  });

  it.each(refused)("is nothing to warn of where $kind is refused: $because", ({ kind, spec }) => {
    expect(adviseSpec(kind, spec, "manifest")).toEqual([]);
  });
});

describe("what says two things of one", () => {
  it.each([
    {
      kind: "AtlasIPAccessList" as const,
      spec: { projectRef, entries: [{ ipAddress: "192.0.2.1", comment: "a" }, { cidrBlock: "192.0.2.1/32" }] },
      says: ["spec.entries[1]: 192.0.2.1/32 is item 0 already, declared otherwise there"],
    },
    {
      kind: "AtlasProject" as const,
      spec: {
        name: "shop",
        teams: ["GROUP_OWNER", "GROUP_READ_ONLY"].map((one) => ({ teamRef: { name: "dev" }, roles: [one] })),
      },
      says: ["spec.teams[1]: team dev is item 0 already, declared otherwise there"],
    },
  ])("is a fault of $kind everywhere", ({ kind, spec, says }) => {
    expect(said(validateSpec(kind, spec, "manifest"))).toEqual(says);
    expect(said(checkSpec<KindName>(kind, spec as SpecOf<KindName>))).toEqual(says);
  });
});
