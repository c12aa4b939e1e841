import { describe, expect, it } from "vitest";
import { resolveCredentials } from "../../provider/atlas/credentials";
import { configSources, stackOf } from "../../provider/pulumi/stack-config";

const reader = (values: Record<string, string>) => (key: string) => values[key];

describe("configSources", () => {
  const config = reader({
    "atlas:publicKey": "own-public",
    "atlas:privateKey": "own-private",
    "atlas:baseUrl": "http://127.0.0.1:1",
    "atlas:profiles": JSON.stringify({
      other: { orgId: "5f", publicKey: "other-public", privateKey: "other-private" },
    }),
  });

  it("takes the stack's own settings without a profile", () => {
    expect(resolveCredentials(configSources(config, undefined))).toMatchObject({
      credentials: { kind: "api-key", publicKey: "own-public", privateKey: "own-private" },
      credentialsFrom: "the stack's configuration",
    });
  });

  it("takes a profile whole, and only the address from the stack", () => {
    expect(resolveCredentials(configSources(config, "other"))).toMatchObject({
      credentials: { publicKey: "other-public" },
      orgId: "5f",
      baseUrl: "http://127.0.0.1:1",
      credentialsFrom: 'profile "other"',
    });
  });

  it("names the profiles there are when one is not among them", () => {
    expect(() => configSources(config, "prod")).toThrow('The stack\'s configuration has no credential profile "prod".');
  });

  it("says how to set profiles when they are not an object", () => {
    expect(() => configSources(reader({ "atlas:profiles": "prod" }), "prod")).toThrow(
      "is not an object of profiles by name",
    );
  });
});

describe("stackOf", () => {
  it("reads the stack out of a URN", () => {
    expect(stackOf("urn:pulumi:dev::shop::pulumi-nodejs:dynamic/atlas:AtlasTeam::devs")).toBe("dev");
    expect(stackOf("devs")).toBeUndefined();
  });
});
