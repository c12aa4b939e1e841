import fc from "fast-check";

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const some = <T>(values: readonly T[], minLength = 0) => fc.shuffledSubarray([...values], { minLength });
const named = <T>(item: fc.Arbitrary<T>, maxLength = 3) =>
  fc.uniqueArray(
    fc.tuple(word, item).map(([name, rest]) => ({ name, ...rest })),
    { maxLength, selector: ({ name }) => name },
  );

const store = fc.oneof(
  fc.record({
    provider: fc.constant("atlas"),
    clusterName: word,
    readConcern: maybe(fc.record({ level: maybe(fc.constantFrom("LOCAL", "MAJORITY")) })),
    readPreference: maybe(
      fc.record({
        mode: fc.constantFrom("primary", "nearest"),
        maxStalenessSeconds: maybe(fc.integer({ min: 90, max: 200 })),
        tagSets: maybe(fc.array(fc.array(fc.record({ name: word, value: word }), { maxLength: 3 }), { maxLength: 1 })),
      }),
    ),
  }),
  fc.record({
    provider: fc.constant("s3"),
    bucket: word,
    region: fc.constantFrom("EU_WEST_1", "US_EAST_1"),
    prefix: maybe(word),
    delimiter: maybe(fc.constantFrom("/", "-")),
    public: maybe(fc.boolean()),
    includeTags: maybe(fc.boolean()),
    additionalStorageClasses: maybe(some(["STANDARD", "STANDARD_IA", "INTELLIGENT_TIERING"])),
  }),
  fc.record({ provider: fc.constant("http") }),
);

const database = (stores: readonly string[]) =>
  fc.record({
    maxWildcardCollections: maybe(fc.constantFrom(50, 100)),
    collections: maybe(
      named(
        fc.record({
          dataSources: maybe(
            fc.array(
              fc.record({
                storeName: fc.constantFrom(...stores),
                path: maybe(word),
                allowInsecure: maybe(fc.boolean()),
                urls: maybe(fc.uniqueArray(word, { maxLength: 3 })),
              }),
              { maxLength: stores.length > 0 ? 3 : 0 },
            ),
          ),
        }),
      ),
    ),
    views: maybe(named(fc.record({ source: word, pipeline: fc.constantFrom("[]", '[ {"$limit": 1} ]') }))),
  });

const storage = named(store).chain((stores) =>
  fc.record({
    stores: maybe(fc.constant(stores)),
    // Without stores there is nothing to read from.
    databases: stores.length === 0 ? fc.constant(undefined) : maybe(named(database(stores.map(({ name }) => name)), 2)),
  }),
);

/** Declarations of federated database instances. */
export const dataFederation = fc.record({
  cloudProviderConfig: maybe(
    fc.record({
      aws: maybe(
        fc.record({
          roleId: fc.constantFrom("64b000000000000000000001", "64b000000000000000000002"),
          testS3Bucket: word,
        }),
      ),
      gcp: maybe(fc.record({ roleId: fc.constant("64b000000000000000000003") })),
    }),
  ),
  dataProcessRegion: maybe(
    fc.record({ cloudProvider: fc.constant("AWS"), region: fc.constantFrom("DUBLIN_IRL", "LONDON_GBR") }),
  ),
  storage: maybe(storage.map((one) => (one.stores ? one : { stores: [] }))),
  privateEndpoints: maybe(
    some(["vpce-0123456789abcdef0", "vpce-fedcba98765432100"]).map((ids) => ids.map((endpointId) => ({ endpointId }))),
  ),
});

const assignment = fc.oneof(
  fc.constantFrom("ORG_OWNER", "ORG_READ_ONLY", "ORG_MEMBER").map((role) => ({ role })),
  fc.constantFrom("GROUP_OWNER", "GROUP_READ_ONLY").map((role) => ({ projectName: "for-$unique", role })),
);

/** Declarations of federation settings. */
export const federatedAuth = fc.record({
  enabled: fc.constant(true),
  domainRestrictionEnabled: maybe(fc.boolean()),
  domainAllowList: maybe(some(["a.example", "b.example"])),
  postAuthRoleGrants: maybe(some(["ORG_MEMBER", "ORG_READ_ONLY"])),
  ssoDebugEnabled: maybe(fc.boolean()),
  roleMappings: maybe(
    fc.uniqueArray(
      fc.record({ externalGroupName: word, roleAssignments: fc.array(assignment, { minLength: 1, maxLength: 3 }) }),
      { maxLength: 3, selector: ({ externalGroupName }) => externalGroupName },
    ),
  ),
});

const kafka = fc.record({
  authentication: fc.record({
    mechanism: fc.constantFrom("PLAIN", "SCRAM-512"),
    credentials: fc.record({ username: word, password: word }),
  }),
  bootstrapServers: word,
  security: fc.record(
    { protocol: fc.constantFrom("SSL", "PLAINTEXT"), certificate: maybe(word) },
    { requiredKeys: ["protocol"] },
  ),
  config: maybe(fc.dictionary(word, word, { maxKeys: 2 })),
});
const connection = fc.oneof(
  kafka.map((kafkaConfig) => ({ type: "Kafka", kafkaConfig })),
  fc
    .tuple(word, fc.constantFrom("BUILT_IN", "CUSTOM"))
    .map(([name, type]) => ({ type: "Cluster", clusterConfig: { name, role: { name, type } } })),
  fc.constant({ type: "Sample" }),
);

/** Declarations of stream instances with their connections. */
export const streamInstance = fc.record({
  clusterConfig: fc.record({
    provider: fc.constant("AWS"),
    region: fc.constantFrom("DUBLIN_IRL", "VIRGINIA_USA"),
    tier: fc.constantFrom("SP10", "SP30"),
  }),
  connectionRegistry: maybe(
    named(connection).map((specs) => specs.map((spec) => ({ id: `${spec.name}-object`, spec }))),
  ),
});
