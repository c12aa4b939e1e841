import fc from "fast-check";

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
const secret = fc.constantFrom("first-secret", "second-secret");
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const group = fc.record({
  typeName: fc.constant("GROUP"),
  emailEnabled: fc.constant(true),
  intervalMin: fc.constantFrom(5, 60),
  delayMin: maybe(fc.constantFrom(0, 5)),
  roles: maybe(fc.shuffledSubarray(["GROUP_OWNER", "GROUP_READ_ONLY"])),
});
const slack = fc.record({
  typeName: fc.constant("SLACK"),
  channelName: word,
  apiTokenRef: secret,
  intervalMin: maybe(fc.constantFrom(10, 30)),
});
const matcher = fc.record({
  fieldName: fc.constant("TYPE_NAME"),
  operator: fc.constantFrom("EQUALS", "NOT_EQUALS"),
  value: fc.constantFrom("PRIMARY", "SECONDARY"),
});
const alert = fc.record({
  eventTypeName: fc.constantFrom("NO_PRIMARY", "HOST_DOWN"),
  enabled: maybe(fc.boolean()),
  matchers: maybe(fc.uniqueArray(matcher, { maxLength: 2, selector: (one) => JSON.stringify(one) })),
  severityOverride: maybe(fc.constantFrom("INFO", "CRITICAL")),
  notifications: fc.tuple(group, slack),
});

const integration = fc.oneof(
  fc.record({ type: fc.constant("PAGER_DUTY"), region: maybe(fc.constantFrom("US", "EU")), serviceKeyRef: secret }),
  fc.record({ type: fc.constant("WEBHOOK"), url: fc.webUrl(), secretRef: maybe(secret) }),
  fc.record({
    type: fc.constant("PROMETHEUS"),
    enabled: maybe(fc.boolean()),
    serviceDiscovery: fc.constantFrom("http", "file"),
    username: word,
    passwordRef: secret,
  }),
);

const access = fc
  .record({ providerName: fc.constant("AWS"), name: maybe(fc.constantFrom("shop", "stock")) })
  .map(({ providerName, name }) => ({
    providerName,
    ...(name && { iamAssumedRoleArn: `arn:aws:iam::123456789012:role/${name}` }),
  }));

const google = fc.record({
  enabled: fc.boolean(),
  secretRef: fc.record({ ServiceAccountKey: secret, KeyVersionResourceID: fc.constantFrom("key/1", "key/2") }),
});

const withoutSecrets = (one: object): string => JSON.stringify(one).replace(/"(first|second)-secret"/g, "");

/** Declarations of the parts of a project that are about other services, keys and logs. */
export const projectServices = fc.record({
  alertConfigurationSyncEnabled: fc.constantFrom(true, true, false),
  // Alerts that are the same but for their secrets are refused.
  alertConfigurations: maybe(fc.uniqueArray(alert, { maxLength: 3, selector: withoutSecrets })),
  integrations: maybe(fc.uniqueArray(integration, { maxLength: 3, selector: ({ type }) => type })),
  cloudProviderIntegrations: maybe(
    fc.uniqueArray(access, { maxLength: 3, selector: (one) => one.iamAssumedRoleArn ?? one }),
  ),
  encryptionAtRest: maybe(fc.record({ googleCloudKms: google })),
  auditing: maybe(
    fc.record({
      enabled: maybe(fc.boolean()),
      auditFilter: maybe(fc.constantFrom("{}", '{"atype":"authCheck"}')),
    }),
  ),
  x509CertRef: maybe(fc.constantFrom("AAAA", "BBBB")),
});
