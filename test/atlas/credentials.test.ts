import { describe, expect, it } from "vitest";
import {
  CredentialsError,
  configSource,
  createAtlasClient,
  environmentSource,
  resolveCredentials,
  secretSource,
} from "../../provider/atlas";
import { normaliseBaseUrl } from "../../provider/atlas/base-url";

const key = { publicKey: "pub", privateKey: "canary-priv" };
const account = { clientId: "id", clientSecret: "canary-secret" };

const refused = (action: () => unknown): CredentialsError => {
  try {
    action();
  } catch (error) {
    if (error instanceof CredentialsError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

describe("credentials", () => {
  it("come from the most specific place that has any: resource, stack, environment", () => {
    const found = resolveCredentials([
      configSource('profile "prod"', { ...account, orgId: "org-prod" }),
      configSource("the stack's configuration", { ...key, orgId: "org-stack", baseUrl: "https://stack.example" }),
      environmentSource({ MONGODB_ATLAS_PUBLIC_KEY: "x", MONGODB_ATLAS_PRIVATE_KEY: "y" }),
    ]);
    expect(found).toEqual({
      credentials: { kind: "service-account", ...account },
      orgId: "org-prod",
      baseUrl: "https://stack.example",
      credentialsFrom: 'profile "prod"',
      baseUrlFrom: "the stack's configuration",
    });
  });

  it("of one place never go with the organisation of a less specific one", () => {
    const sources = [
      configSource('profile "prod"', key),
      configSource("the stack's configuration", { orgId: "another" }),
    ];
    expect(resolveCredentials(sources).orgId).toBeUndefined();
  });

  it("from the environment go with the organisation that the stack names", () => {
    const sources = [
      configSource("the stack's configuration", { orgId: "stack" }),
      environmentSource({
        MONGODB_ATLAS_CLIENT_ID: "id",
        MONGODB_ATLAS_CLIENT_SECRET: "s",
        MONGODB_ATLAS_ORG_ID: "env",
      }),
    ];
    expect(resolveCredentials(sources)).toMatchObject({ orgId: "stack", credentialsFrom: "the environment" });
  });

  for (const [because, environment] of [
    ["the Atlas CLI", { MONGODB_ATLAS_PUBLIC_API_KEY: "pub", MONGODB_ATLAS_PRIVATE_API_KEY: "priv" }],
    ["the Terraform provider", { MONGODB_ATLAS_PUBLIC_KEY: "pub", MONGODB_ATLAS_PRIVATE_KEY: "priv" }],
    ["older tools", { MCLI_PUBLIC_API_KEY: "pub", MCLI_PRIVATE_API_KEY: "priv" }],
  ] as const) {
    it(`are read under the names of ${because}`, () => {
      expect(resolveCredentials([environmentSource(environment)]).credentials).toEqual({
        kind: "api-key",
        publicKey: "pub",
        privateKey: "priv",
      });
    });
  }

  it("in a Kubernetes Secret have the operator's keys", () => {
    const found = resolveCredentials([
      secretSource("Secret default/keys", { orgId: "o", publicApiKey: "a", privateApiKey: "b" }),
    ]);
    expect(found).toMatchObject({ orgId: "o", credentials: { publicKey: "a", privateKey: "b" } });
  });

  for (const { because, values, message, hint } of [
    {
      because: "both families are there",
      values: { ...key, ...account },
      message: /both an API key and a service account/,
      hint: /Keep either/,
    },
    {
      because: "two halves are there",
      values: { publicKey: "a", clientSecret: "b" },
      message: /both/,
      hint: /Keep either/,
    },
    {
      because: "half a key is there",
      values: { publicKey: "a" },
      message: /atlas:privateKey is missing/,
      hint: /Set atlas:privateKey/,
    },
    {
      because: "half an account is there",
      values: { clientSecret: "canary" },
      message: /atlas:clientId is missing/,
      hint: /Set atlas:clientId/,
    },
    {
      because: "an empty text is no key",
      values: { publicKey: "a", privateKey: "" },
      message: /atlas:privateKey is missing/,
      hint: /Set/,
    },
  ]) {
    it(`are refused when ${because}, even if a later place has whole ones`, () => {
      const later = environmentSource({ MONGODB_ATLAS_PUBLIC_KEY: "x", MONGODB_ATLAS_PRIVATE_KEY: "y" });
      const error = refused(() => resolveCredentials([configSource("the stack's configuration", values), later]));
      expect(error.message).toMatch(message);
      expect(error.hint).toMatch(hint);
      expect(error.describe()).not.toContain("canary");
    });
  }

  it("that are nowhere: the error lists where they were looked for", () => {
    const error = refused(() =>
      resolveCredentials([configSource("the stack's configuration", {}), environmentSource({})]),
    );
    expect(error.message).toContain(
      "the stack's configuration (atlas:publicKey and atlas:privateKey, or atlas:clientId and atlas:clientSecret)",
    );
    expect(error.message).toContain(
      "the environment (MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY, or",
    );
  });
});

describe("a base URL", () => {
  for (const [given, expected, because] of [
    ["https://cloud.mongodb.com/", "https://cloud.mongodb.com", "a slash at the end is no difference"],
    ["https://cloud.mongodb.com/api/atlas/v2", "https://cloud.mongodb.com", "people copy the whole API's address"],
    [" https://cloud.mongodbgov.com ", "https://cloud.mongodbgov.com", "blanks come with copying"],
    ["http://localhost:8080", "http://localhost:8080", "nobody listens in on the same machine"],
    ["http://127.0.0.1:8080/", "http://127.0.0.1:8080", "nobody listens in on the same machine"],
    ["http://[::1]:8080", "http://[::1]:8080", "nobody listens in on the same machine"],
  ] as const) {
    it(`may be ${JSON.stringify(given)}, since ${because}`, () => {
      expect(normaliseBaseUrl(given, "a test", false)).toBe(expected);
    });
  }

  for (const [given, message, because] of [
    ["http://atlas.example.com", /no TLS/, "keys would cross the network in the clear"],
    ["cloud.mongodb.com", /not an http or https URL/, "the scheme is missing"],
    ["ftp://cloud.mongodb.com", /not an http or https URL/, "the scheme is another"],
    ["https://me:canary@cloud.mongodb.com", /holds credentials/, "URLs end up in logs"],
    ["https://cloud.mongodb.com/proxy?x=1", /path or a query/, "nothing may follow the host"],
  ] as const) {
    it(`may not be ${JSON.stringify(given)}, since ${because}`, () => {
      const error = refused(() =>
        createAtlasClient({ credentials: { kind: "api-key", ...key }, baseUrl: given, baseUrlFrom: "the stack" }),
      );
      expect(error.message).toMatch(message);
      expect(error.message).toContain("from the stack");
      expect(error.describe()).not.toContain("canary");
    });
  }

  it("may go without TLS when that is said explicitly", () => {
    expect(normaliseBaseUrl("http://atlas.test:80", "a test", true)).toBe("http://atlas.test");
  });
});
