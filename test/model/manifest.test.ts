import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeManifestFault, validateManifest, validateManifests } from "../../sdk/model/manifest";

const header = (kind: string, name = "a") =>
  `apiVersion: atlas.mongodb.com/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;
const team = `${header("AtlasTeam")}spec:\n  name: dev\n  usernames: []\n`;

function lines(text: string): string[] {
  return validateManifest(text, "m.yaml").faults.map(describeManifestFault);
}

describe("a manifest", () => {
  it.each<{ text: string; says: string[]; because: string }>([
    { text: team, says: [], because: "it is right" },
    { text: "", says: [], because: "nothing is wrong with nothing" },
    { text: "---\n# a comment\n---\n", says: [], because: "empty documents count as nothing" },
    {
      text: `${header("AtlasTeam")}spec:\n  name: dev\n  usernames:\n    - nobody\n  usernmes: []\n`,
      says: [
        'm.yaml:8:7 AtlasTeam/a spec.usernames[0]: "nobody" is not an e-mail address',
        "m.yaml:9:3 AtlasTeam/a spec.usernmes: unknown field; did you mean usernames?",
      ],
      because: "faults point at the item, or the field's name",
    },
    {
      text: `${header("AtlasTeam")}spec:\n  name: dev\n`,
      says: ["m.yaml:5:1 AtlasTeam/a spec.usernames: is required"],
      because: "what is missing is missing in what is there",
    },
    { text: header("AtlasTeam"), says: ["m.yaml:1:1 AtlasTeam/a spec: is required"], because: "a spec must be given" },
    {
      text: `${team}stauts: {}\n`,
      says: ["m.yaml:8:1 AtlasTeam/a stauts: unknown field; did you mean status?"],
      because: "unknown fields are faults at the top, too",
    },
    {
      text: team.replace("  name: a\n", "  nmae: a\n"),
      says: [
        "m.yaml:3:1 AtlasTeam metadata.name: is required",
        "m.yaml:4:3 AtlasTeam metadata.nmae: unknown field; did you mean name?",
      ],
      because: "an object has a name",
    },
    {
      text: team.replace("metadata:\n  name: a\n", ""),
      says: ["m.yaml:1:1 AtlasTeam metadata.name: is required"],
      because: "an object has metadata",
    },
    {
      text: team.replace("name: a\n", "name: My Team\n"),
      says: [
        'm.yaml:4:3 AtlasTeam/My Team metadata.name: "My Team" must be lower case letters, digits, - and ., at most 253 characters',
      ],
      because: "a cluster would refuse the name",
    },
    {
      text: team.replace("name: a\n", "name: a\n  labels:\n    tier: 1\n"),
      says: ["m.yaml:6:5 AtlasTeam/a metadata.labels.tier: must be a string, not 1; put it in quotes"],
      because: "a cluster would refuse the label",
    },
    {
      text: header("AtlasTeem"),
      says: ["m.yaml:2:1 AtlasTeem/a kind: unknown kind AtlasTeem; did you mean AtlasTeam?"],
      because: "slips in kinds are named",
    },
    {
      text: header("AtlasTeam").replace("/v1", "/v2"),
      says: ["m.yaml:1:1 AtlasTeam/a apiVersion: unknown version v2; AtlasTeam is of atlas.mongodb.com/v1"],
      because: "there is one version",
    },
    {
      text: header("AtlasTeam").replace("mongodb.com", "mongdb.com"),
      says: ["m.yaml:1:1 AtlasTeam/a apiVersion: unknown group atlas.mongdb.com; AtlasTeam is of atlas.mongodb.com/v1"],
      because: "slips in groups are named",
    },
    {
      text: "apiVersion: atlas.generated.mongodb.com/v1\nkind: FlexCluster\nmetadata: {name: a}\n",
      says: [
        "m.yaml:1:1 FlexCluster/a apiVersion: atlas.generated.mongodb.com is not covered by atlas-iac; declare AtlasDeployment with flexSpec (atlas.mongodb.com/v1) instead of FlexCluster",
      ],
      because: "the generated kinds are out of scope",
    },
    {
      text: "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {password: x}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n",
      says: [],
      because: "what Kubernetes defines is let through",
    },
    {
      text: "apiVersion: example.com/v1\nkind: AtlasTeam\nmetadata: {name: a}\n",
      says: [],
      because: "another group may have a kind of the same name",
    },
    {
      text: "kind: AtlasTeam\n",
      says: ["m.yaml:1:1 AtlasTeam apiVersion: is required"],
      because: "an object says what it is",
    },
    {
      text: `${team}---\n${team}`,
      says: ["m.yaml:12:3 AtlasTeam/a metadata.name: is declared already at m.yaml:1"],
      because: "one name is one object",
    },
    {
      text: `${team}---\n${team.replace("name: a\n", "name: a\n  namespace: b\n")}`,
      says: [],
      because: "namespaces tell objects apart",
    },
    {
      text: "- 1\n",
      says: ["m.yaml:1:1 must be an object with apiVersion, kind and metadata"],
      because: "a list is no object",
    },
    {
      text: `${team}---\nfoo: [1\nbar: 2\n`,
      says: [
        "m.yaml:10:1 cannot be read as YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
      ],
      because: "broken YAML has a place, and what stands before it is still read",
    },
    {
      text: `${team}  name: again\n`,
      says: ["m.yaml:8:3 cannot be read as YAML: Map keys must be unique"],
      because: "of two equal keys one would be lost",
    },
    {
      text: `x-base: &base\n  usernames: []\napiVersion: atlas.mongodb.com/v1\nkind: AtlasTeam\nmetadata: {name: a}\nspec:\n  <<: *base\n  name: dev\n`,
      says: ["m.yaml:1:1 AtlasTeam/a x-base: unknown field"],
      because: "anchors and merges are followed",
    },
    {
      text: `${header("AtlasTeam")}spec:\n  <<: {usernames: [1]}\n  name: dev\n`,
      says: ["m.yaml:6:20 AtlasTeam/a spec.usernames[0]: must be a string, not a number"],
      because: "what is merged in has a place, too",
    },
    {
      text: `${header("AtlasDeployment")}spec:\n  projectRef: {name: y}\n  flexSpec:\n    name: 2026-12-31\n    providerSettings: {backingProviderName: AWS, regionName: "on"}\n    terminationProtectionEnabled: yes\n`,
      says: ["m.yaml:6:16 AtlasDeployment/a spec.projectRef.name: must be a string, not a boolean"],
      because: "a cluster reads y and yes as booleans, and dates as text",
    },
    {
      text: '{"apiVersion": "atlas.mongodb.com/v1", "kind": "AtlasTeam", "metadata": {"name": "a"}, "spec": {"name": "dev"}}',
      says: ["m.yaml:1:88 AtlasTeam/a spec.usernames: is required"],
      because: "JSON is YAML",
    },
    {
      text: `apiVersion: v1\nkind: List\nitems:\n  - ${team.replaceAll("\n", "\n    ")}\n  - 1\n`,
      says: ["m.yaml:12:5 must be an object with apiVersion, kind and metadata"],
      because: "a List counts as what is in it",
    },
    {
      text: "apiVersion: v1\nkind: List\nitems: 5\n",
      says: ["m.yaml:3:1 items of a List must be a list of objects"],
      because: "nobody would see that nothing is in it",
    },
    { text: "apiVersion: v1\nkind: List\nitems:\n", says: [], because: "an empty list is one" },
  ])("$because", ({ text, says }) => {
    expect(lines(text)).toEqual(says);
  });

  it("is answered, whatever the text", () => {
    const piece = fc.constantFrom(
      "apiVersion: ",
      "kind: ",
      "AtlasTeam",
      "\n",
      "- ",
      "  ",
      "{",
      "]",
      "&a ",
      "*a",
      "<<: ",
      "---\n",
      "!x ",
      "? ",
      "|",
    );
    const text = fc.array(fc.oneof(piece, fc.string({ maxLength: 4 }))).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, (written) => {
        for (const fault of validateManifest(written, "-").faults) {
          expect(fault.line).toBeGreaterThan(0);
          expect(fault.column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it("is refused when an alias stands inside its own anchor", () => {
    const text =
      "apiVersion: atlas.mongodb.com/v1\nkind: AtlasTeam\nmetadata: {name: t}\nspec: &x {name: t, usernames: *x}\n";
    const { faults } = validateManifests([{ file: "t.yaml", text }]);
    expect(faults).toMatchObject([{ line: 1, message: expect.stringContaining("an alias stands inside") }]);
  });

  it("is refused when its anchors unfold into far too much", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
    for (let i = 1; i < 9; i++)
      bomb.push(`${"abcdefghi"[i]}: &${"abcdefghi"[i]} [${`*${"abcdefghi"[i - 1]},`.repeat(10)}]`);
    expect(lines(bomb.join("\n"))).toEqual([expect.stringContaining("cannot be read as YAML: Excessive alias count")]);
  });

  it("gives its objects, those of others too, with what is known of them", () => {
    const { objects } = validateManifest(
      `${team}---\napiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: shop}\n`,
      "m.yaml",
    );
    expect(objects.map(({ kind, known, name, namespace, line }) => ({ kind, known, name, namespace, line }))).toEqual([
      { kind: "AtlasTeam", known: "AtlasTeam", name: "a", namespace: undefined, line: 1 },
      { kind: "Secret", known: undefined, name: "s", namespace: "shop", line: 9 },
    ]);
  });

  it("is looked at together with the others it is applied with", () => {
    const { faults } = validateManifests([
      { file: "one.yaml", text: team },
      { file: "two.yaml", text: team },
    ]);
    expect(faults.map(describeManifestFault)).toEqual([
      "two.yaml:4:3 AtlasTeam/a metadata.name: is declared already at one.yaml:1",
    ]);
  });
});
