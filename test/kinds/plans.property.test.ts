import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isInSync } from "../../provider/kinds/plan";
import { handlerOf } from "../../provider/kinds/registry";
import type { Fixture, Spec } from "./conformance/fixture";
import { fixtures } from "./conformance/fixtures";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";
import { dataFederation, federatedAuth, streamInstance } from "./federation-arbitraries";
import { projectServices } from "./services-arbitraries";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
const pairs = fc.uniqueArray(fc.record({ key: word, value: word }), { maxLength: 4, selector: ({ key }) => key });
const some = <T>(values: readonly T[], minLength = 0) => fc.shuffledSubarray([...values], { minLength });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const user = fc.record({
  roles: fc.uniqueArray(fc.record({ roleName: fc.constantFrom("read", "readWrite", "dbAdmin"), databaseName: word }), {
    minLength: 1,
    maxLength: 4,
    selector: (role) => JSON.stringify(role),
  }),
  scopes: maybe(
    fc.uniqueArray(fc.record({ name: word, type: fc.constantFrom("CLUSTER", "DATA_LAKE") }), {
      maxLength: 3,
      selector: ({ name }) => name,
    }),
  ),
  labels: maybe(pairs),
  description: maybe(word),
});

const team = fc.record({
  usernames: some(["alice@example.com", "bob@example.com", "carol@example.com", "dave@example.com"], 1),
});

const place = fc.record({ database: word }).chain((at) => maybe(word).map((collection) => ({ ...at, collection })));
const role = fc.record({
  actions: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom("FIND", "INSERT", "REMOVE", "UPDATE"),
      resources: fc.uniqueArray(place, { minLength: 1, maxLength: 3, selector: (at) => JSON.stringify(at) }),
    }),
    { minLength: 1, maxLength: 3, selector: ({ name }) => name },
  ),
});
const project = fc.record({
  tags: maybe(pairs),
  settings: maybe(
    fc.record({ isDataExplorerEnabled: maybe(fc.boolean()), isSchemaAdvisorEnabled: maybe(fc.boolean()) }),
  ),
  projectIpAccessList: maybe(
    fc.uniqueArray(
      fc.record({
        ipAddress: fc.oneof(
          fc.ipV4(),
          fc.ipV6().filter((text) => !text.includes(".")),
        ),
        comment: maybe(word),
      }),
      { maxLength: 4, selector: ({ ipAddress }) => ipAddress },
    ),
  ),
  maintenanceWindow: maybe(
    fc.record({
      dayOfWeek: fc.integer({ min: 1, max: 7 }),
      hourOfDay: maybe(fc.integer({ min: 0, max: 23 })),
      autoDefer: maybe(fc.boolean()),
    }),
  ),
  teams: maybe(
    some(["$teamA", "$teamB"]).chain((ids) =>
      fc.tuple(
        ...ids.map((teamRef) => some(["GROUP_OWNER", "GROUP_READ_ONLY"], 1).map((roles) => ({ teamRef, roles }))),
      ),
    ),
  ),
  customRoles: maybe(
    fc.uniqueArray(
      fc.tuple(word, role).map(([name, rights]) => ({ name, ...rights })),
      { maxLength: 3, selector: ({ name }) => name },
    ),
  ),
});

const size = fc.constantFrom("M10", "M20", "M30");
const scaling = fc.constant({
  compute: { enabled: true, scaleDownEnabled: true, minInstanceSize: "M10", maxInstanceSize: "M30" },
  diskGB: { enabled: true },
});
const cluster = fc
  .record({
    instanceSize: size,
    others: some(["EU_CENTRAL_1", "US_EAST_1"]),
    analytics: fc.boolean(),
    readOnly: fc.boolean(),
    autoScaling: maybe(scaling),
    more: fc.record({
      tags: maybe(pairs),
      terminationProtectionEnabled: maybe(fc.boolean()),
      backupEnabled: maybe(fc.boolean()),
    }),
  })
  .map(({ instanceSize, others, analytics, readOnly, autoScaling, more }) => ({
    deploymentSpec: {
      name: "main-$unique",
      ...more,
      replicationSpecs: [
        {
          regionConfigs: ["EU_WEST_1", ...others].map((regionName, index) => ({
            providerName: "AWS",
            regionName,
            priority: 7 - index,
            electableSpecs: { instanceSize, nodeCount: index === 0 ? 3 : 2 },
            ...(analytics && index === 0 && { analyticsSpecs: { instanceSize, nodeCount: 1 } }),
            ...(readOnly && index === 0 && { readOnlySpecs: { instanceSize, nodeCount: 1 } }),
            autoScaling,
          })),
        },
      ],
    },
  }));

const address = fc.record({
  ipAddress: fc.oneof(
    fc.ipV4(),
    fc.ipV6().filter((text) => !text.includes(".")),
  ),
  comment: maybe(word),
});
const accessList = fc.record({
  entries: fc.uniqueArray(address, { minLength: 1, maxLength: 4, selector: ({ ipAddress }) => ipAddress }),
});

const endpointIds = ["vpce-0123456789abcdef0", "vpce-0123456789abcdef1", "vpce-0123456789abcdef2"];
const endpoint = fc.record({
  provider: fc.constant("AWS"),
  region: fc.constant("EU_WEST_1"),
  supportedRegions: maybe(some(["EU_CENTRAL_1", "EU_WEST_3"])),
  awsConfiguration: maybe(some(endpointIds).map((ids) => ids.map((id) => ({ id })))),
});

const projectEndpoints = ["EU_WEST_1", "EU_CENTRAL_1"].flatMap((region) =>
  endpointIds.slice(1).map((id) => ({ provider: "AWS", region, id })),
);
const projectPeers = ["EU_WEST_1", "EU_CENTRAL_1"].map((containerRegion, index) => ({
  accepterRegionName: "eu-west-1",
  awsAccountId: "123456789012",
  routeTableCidrBlock: "10.0.0.0/16",
  vpcId: `vpc-0123456789abcdef${index}`,
  containerRegion,
  atlasCidrBlock: `10.${8 * (index + 1)}.0.0/21`,
}));
const projectNetwork = fc.record({
  privateEndpoints: maybe(some(projectEndpoints)),
  networkPeers: maybe(some(projectPeers)),
  regionalizedPrivateEndpoint: maybe(fc.record({ enabled: maybe(fc.boolean()) })),
});

const zone = fc.constantFrom("Europe", "America");
const namespace = fc.record({ db: word, collection: word, customShardKey: word, isShardKeyUnique: fc.boolean() });
const globalCluster = fc
  .record({
    customZoneMapping: maybe(
      fc.uniqueArray(fc.record({ location: fc.constantFrom("DE", "FR", "US", "US-CA"), zone }), {
        selector: ({ location }) => location,
      }),
    ),
    managedNamespaces: maybe(
      fc.uniqueArray(namespace, { maxLength: 3, selector: ({ db, collection }) => `${db}.${collection}` }),
    ),
  })
  .map((more) => ({
    deploymentSpec: {
      name: "main-$unique",
      clusterType: "GEOSHARDED",
      replicationSpecs: Object.entries({ Europe: "EU_WEST_1", America: "US_EAST_1" }).map(([zoneName, regionName]) => ({
        zoneName,
        regionConfigs: [
          { providerName: "AWS", regionName, priority: 7, electableSpecs: { instanceSize: "M30", nodeCount: 3 } },
        ],
      })),
      ...more,
    },
  }));

const analyzer = fc.constantFrom("lucene.standard", "lucene.english");
const textIndex = fc
  .record({
    name: word,
    dynamic: fc.boolean(),
    fields: maybe(fc.dictionary(word, fc.constant([{ type: "token" }, { type: "string" }]), { maxKeys: 2 })),
    analyzer: maybe(analyzer),
  })
  .map(({ name, dynamic, fields, analyzer }) => ({
    name,
    DBName: "films",
    collectionName: "movies",
    type: "search",
    search: {
      mappings: { dynamic, ...(fields && { fields }) },
      searchConfigurationRef: { id: "shared", spec: { ...(analyzer && { analyzer }) } },
    },
  }));
const vectorIndex = fc
  .record({ name: word, numDimensions: fc.constantFrom(256, 1024) })
  .map(({ name, numDimensions }) => ({
    name,
    DBName: "films",
    collectionName: "movies",
    type: "vectorSearch",
    vectorSearch: {
      fields: [
        { type: "vector", path: "plot", numDimensions, similarity: "cosine" },
        { type: "filter", path: "year" },
      ],
    },
  }));
const searchCluster = fc
  .record({
    searchNodes: maybe(
      fc.array(
        fc.record({
          instanceSize: fc.constantFrom("S20_HIGHCPU_NVME", "S30_LOWCPU_NVME"),
          nodeCount: fc.integer({ min: 2, max: 4 }),
        }),
        { maxLength: 1 },
      ),
    ),
    searchIndexes: maybe(
      fc.uniqueArray(fc.oneof(textIndex, vectorIndex), { maxLength: 3, selector: ({ name }) => name }),
    ),
  })
  .map((more) => ({
    deploymentSpec: {
      name: "main-$unique",
      replicationSpecs: [
        {
          regionConfigs: [
            {
              providerName: "AWS",
              regionName: "EU_WEST_1",
              priority: 7,
              electableSpecs: { instanceSize: "M10", nodeCount: 3 },
            },
          ],
        },
      ],
      ...more,
    },
  }));

const declarations: Record<string, { arbitrary: fc.Arbitrary<Spec>; runs: number }> = {
  AtlasDatabaseUser: { arbitrary: user, runs: 40 },
  AtlasTeam: { arbitrary: team, runs: 15 },
  AtlasProject: { arbitrary: project, runs: 25 },
  AtlasIPAccessList: { arbitrary: accessList, runs: 20 },
  "AtlasPrivateEndpoint (AWS)": { arbitrary: endpoint, runs: 12 },
  "AtlasProject (network)": { arbitrary: projectNetwork, runs: 12 },
  "AtlasProject (services)": { arbitrary: projectServices, runs: 25 },
  AtlasDataFederation: { arbitrary: dataFederation, runs: 20 },
  AtlasFederatedAuth: { arbitrary: federatedAuth, runs: 15 },
  AtlasStreamInstance: { arbitrary: streamInstance, runs: 20 },
  "AtlasDeployment (replica set)": { arbitrary: cluster, runs: 12 },
  "AtlasDeployment (global)": { arbitrary: globalCluster, runs: 12 },
  "AtlasDeployment (search)": { arbitrary: searchCluster, runs: 12 },
};

/** The fixture with only what its declaration cannot do without, so that everything else is the arbitrary's. */
const bare = (fixture: Fixture): Fixture => {
  const { projectRef, username, databaseName, passwordSecretRef, name } = fixture.base;
  return {
    ...fixture,
    base: JSON.parse(JSON.stringify({ projectRef, username, databaseName, passwordSecretRef, name })),
  };
};

describe.each(fixtures.filter(({ title }) => title in declarations))("$title", (fixture) => {
  const { arbitrary, runs } = declarations[fixture.title] ?? expect.fail("there is no arbitrary");

  it("reaches a state whose plan is empty, from any declaration to any other", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrary, arbitrary, async (first, second) => {
        const subject = await Subject.fresh(world, bare(fixture));
        for (const spec of [first, second]) {
          await subject.up(subject.spec(spec));
          const { plan } = await subject.preview(subject.spec(spec));
          expect(isInSync(plan), JSON.stringify(plan)).toBe(true);
        }
      }),
      { numRuns: runs, seed: 20261121 },
    );
  }, 180_000);

  it("plans nothing for the same declaration in another order", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrary, fc.infiniteStream(fc.nat()), async (spec, chance) => {
        const subject = await Subject.fresh(world, bare(fixture));
        const { id, observed, owned } = await subject.up(subject.spec(spec));
        const desired = shuffled(subject.spec(spec), () => chance.next().value ?? 0) as Record<string, unknown>;
        const plan = handlerOf(fixture.kind).plan({ desired, observed, owned }, id, new Date(world.clock.now()));
        expect(plan.changes).toEqual([]);
      }),
      { numRuns: Math.ceil(runs / 2), seed: 20261121 },
    );
  }, 180_000);
});

/** Every list in another order, at every depth. */
function shuffled(value: unknown, chance: () => number): unknown {
  if (Array.isArray(value)) {
    const rest = value.map((item) => shuffled(item, chance));
    return value.flatMap(() => rest.splice(chance() % rest.length, 1));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shuffled(inner, chance)]));
}
