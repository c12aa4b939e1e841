import { describe, expect, it } from "vitest";
import { diff } from "../../provider/pulumi/diff";
import { collides, replacedFields } from "../../provider/pulumi/replacement";
import { NewerStateError, outputsOf, readState } from "../../provider/pulumi/state";

const urn = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/atlas:AtlasTeam::devs";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("readState", () => {
  it("refuses the state of a newer release, by the version's name", () => {
    expect(() => readState({ __stateVersion: 2 }, { urn })).toThrow(NewerStateError);
    expect(() => readState({ __stateVersion: 2 }, { urn })).toThrow(`State of ${urn} has format 2`);
  });

  it("finds nothing in properties that were never saved", () => {
    expect(readState({ name: "devs" }, { urn })).toBeUndefined();
  });
});

describe("outputsOf", () => {
  it("leaves secrets out at every depth", () => {
    const spec = {
      name: "shop",
      integrations: [{ type: "DATADOG", apiKeyRef: "hush" }],
      encryptionAtRest: { awsKms: { enabled: true, secretRef: { AccessKeyID: "hush" } } },
    };
    expect(outputsOf("AtlasProject", spec)).toEqual({
      name: "shop",
      integrations: [{ type: "DATADOG" }],
      encryptionAtRest: { awsKms: { enabled: true } },
    });
    expect(JSON.stringify(spec)).toContain("hush");
  });

  it.each([
    {
      because: "objects of a list are named",
      registry: [{ id: "broker", spec: { kafkaConfig: "hush" } }],
      expected: { connectionRegistry: [{ id: "broker" }] },
    },
    { because: "an empty list says something", registry: [], expected: { connectionRegistry: [] } },
    { because: "of what was seen nobody knows the names", registry: [{ id: "", spec: {} }], expected: {} },
    {
      because: "the engine takes no list with gaps",
      registry: [{ id: "" }, { id: "solar", spec: {} }],
      expected: { connectionRegistry: [{ id: "solar" }] },
    },
  ])("leaves of embedded objects what they are called, as $because", ({ registry, expected }) => {
    expect(outputsOf("AtlasStreamInstance", { connectionRegistry: registry })).toEqual(expected);
  });
});

describe("replacedFields", () => {
  const user = { projectRef: "p", username: "app", roles: [] };
  it.each([
    { because: "nothing changed", before: user, after: user, expected: [] },
    { because: "roles change in place", before: user, after: { ...user, roles: [{}] }, expected: [] },
    { because: "a name is for ever", before: user, after: { ...user, username: "b" }, expected: ["username"] },
    { because: "a default is no change", before: user, after: { ...user, databaseName: "admin" }, expected: [] },
    {
      because: "a project is the same however it is named",
      before: user,
      after: { username: "app", roles: [], externalProjectRef: { id: "p" } },
      expected: [],
    },
    {
      because: "a project that is replaced takes its users along",
      before: user,
      after: { ...user, projectRef: unknown },
      expected: ["projectRef"],
    },
  ])("$because", ({ before, after, expected }) => {
    const paths = "projectRef" in after && after.projectRef === unknown ? ["spec.projectRef"] : [];
    expect(replacedFields("AtlasDatabaseUser", before, after, paths)).toEqual(expected);
  });
});

describe("collides", () => {
  const flex = (name: string, regionName: string) => ({
    projectRef: "p",
    flexSpec: { name, providerSettings: { backingProviderName: "AWS", regionName } },
  });

  it("is so when the new object bears the old one's name", () => {
    expect(collides("AtlasDeployment", flex("a", "EU_WEST_1"), flex("a", "US_EAST_1"))).toBe(true);
    expect(collides("AtlasDeployment", flex("a", "EU_WEST_1"), flex("b", "EU_WEST_1"))).toBe(false);
  });
});

describe("diff", () => {
  const spec = { name: "devs", usernames: ["a@example.com"] };
  const olds = {
    ...spec,
    __kind: "AtlasTeam",
    __urn: urn,
    __stateVersion: 1,
    __identity: { orgId: "o", teamId: "t", name: "devs" },
    __observed: { teamId: "t", name: "devs", members: [{ username: "a@example.com", userId: "u" }], candidates: {} },
    __owned: { spec },
  };
  const news = { ...spec, __kind: "AtlasTeam", __urn: urn };

  it.each([
    { because: "all is as it was", more: {}, changes: false },
    { because: "hidden inputs do not count", more: { __preview: true, __timeouts: { create: "1m" } }, changes: false },
    { because: "state must name the profile to use from now on", more: { __profile: "other" }, changes: true },
    { because: "a field differs", more: { name: "makers" }, changes: true },
    { because: "a field is not known yet", more: { name: unknown }, changes: true },
  ])("says $changes when $because", async ({ more, changes }) => {
    expect(await diff(olds, { ...news, ...more })).toEqual({ changes, replaces: [], deleteBeforeReplace: false });
  });

  it("refuses to plan from the state of a newer release", async () => {
    await expect(diff({ ...olds, __stateVersion: 9 }, news)).rejects.toThrow("npm install atlas-iac@latest");
  });
});
