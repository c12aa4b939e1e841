import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { atlasIac, manifestDirectory } from "./atlas-iac";
import { flex, project, secret, team, together, user } from "./manifests";

const yaml = `# two objects
apiVersion: atlas.mongodb.com/v1
kind: AtlasTeam
metadata:
  name: developers
spec:
  name: shop-developers
  usernames: [alice@example.com]
  nmae: x
---
apiVersion: atlas.mongodb.com/v1
kind: AtlasDatabaseUser
metadata:
  name: app
spec:
  projectRef: {name: shop}
  externalProjectRef: {id: 0123456789abcdef01234567}
  username: app
  roles: [{roleName: read, databaseName: shop}]
  deleteAfterDate: tomorrow
  x509Type: MANGED
`;

interface Case {
  because: string;
  files: Readonly<Record<string, string | Buffer>>;
  args: readonly string[];
  input?: string;
  code: number;
  out?: readonly string[];
  err?: readonly string[];
}

const cases: Case[] = [
  {
    because: "all of it is right, and others' objects are let through",
    files: { "a.yaml": together(team(), project()), "b.json": secret("key", { a: "b" }) },
    args: ["."],
    code: 0,
    out: ["3 objects in 2 files: all valid; not checked, as others define them: 1 Secret\n"],
  },
  {
    because: "all of it is others'",
    files: { "b.json": secret("key", { a: "b" }) },
    args: ["b.json"],
    code: 0,
    out: ["1 object in 1 file: nothing to check; not checked, as others define them: 1 Secret\n"],
  },
  {
    because: "each fault has its place, and what is allowed",
    files: { "shop.yaml": yaml },
    args: ["shop.yaml"],
    code: 1,
    out: [
      "shop.yaml:9:3 AtlasTeam/developers spec.nmae: unknown field; did you mean name?",
      "AtlasDatabaseUser/app spec.deleteAfterDate:",
      "shop.yaml:21:3 AtlasDatabaseUser/app spec.x509Type:",
      "did you mean MANAGED?",
      "faults in 2 objects in 1 file",
    ],
  },
  {
    because: "Windows line ends count as one",
    files: { "shop.yaml": yaml.replaceAll("\n", "\r\n") },
    args: ["shop.yaml"],
    code: 1,
    out: ["shop.yaml:9:3 AtlasTeam/developers spec.nmae"],
  },
  {
    because: "a byte order mark is no part of the text",
    files: { "team.yaml": `\uFEFF${team()}` },
    args: ["team.yaml"],
    code: 0,
    out: ["1 object in 1 file: all valid\n"],
  },
  {
    because: "standard input may be one of the files",
    files: { "team.yaml": team() },
    args: ["team.yaml", "-"],
    input: user({ rolse: [] }),
    code: 1,
    out: ["-:1:", "AtlasDatabaseUser/app spec.rolse: unknown field; did you mean roles?"],
  },
  {
    because: "a file that is named twice is read once",
    files: { "team.yaml": team() },
    args: ["team.yaml", "team.yaml"],
    code: 0,
    out: ["1 object in 1 file: all valid\n"],
  },
  {
    because: "a region that nobody knows may be a new one, and is told",
    files: { "a.yaml": flex("EU_WST_1") },
    args: ["a.yaml"],
    code: 0,
    out: [
      "a.yaml:1:",
      'AtlasDeployment/sessions spec.flexSpec.providerSettings.regionName: warning: "EU_WST_1" is no region of AWS',
      "did you mean EU_WEST_1?",
      "1 object in 1 file: all valid, 1 warning\n",
    ],
  },
  {
    because: "an object that is declared twice would be one in a cluster",
    files: { "a.yaml": flex(), "b.yaml": flex() },
    args: ["a.yaml", "b.yaml"],
    code: 1,
    out: ["b.yaml:1:", "AtlasDeployment/sessions metadata.name: is declared already at a.yaml:1"],
  },
  {
    because: "an unknown kind of our groups is a fault",
    files: { "a.yaml": project().replace("AtlasProject", "AtlasProjekt") },
    args: ["a.yaml"],
    code: 1,
    out: ["unknown kind AtlasProjekt; did you mean AtlasProject?", "1 fault in 1 object in 1 file\n"],
  },
  {
    because: "a key that is given twice is a mistake",
    files: { "a.yaml": "apiVersion: v1\nkind: Secret\nkind: Secret\n" },
    args: ["a.yaml"],
    code: 1,
    out: ["a.yaml:3:1 cannot be read as YAML"],
  },
  {
    because: "what is no YAML is told with its place",
    files: { "a.yaml": "a: [1, 2\nb: }\n" },
    args: ["a.yaml"],
    code: 1,
    out: ["a.yaml:", "cannot be read as YAML"],
  },
  {
    because: "a text in another encoding cannot be told",
    files: { "a.yaml": Buffer.from([0xff, 0xfe, 0x61, 0x00]) },
    args: ["a.yaml"],
    code: 1,
    err: ["Error: a.yaml is no UTF-8 text.", "convert it"],
  },
  {
    because: "there is no such file",
    files: {},
    args: ["lost.yaml"],
    code: 1,
    err: ["Error: Cannot read lost.yaml: there is no such file or directory"],
  },
  {
    because: "a directory without manifests is a slip",
    files: { "readme.md": "# no" },
    args: ["."],
    code: 1,
    err: ["Error: Directory . holds no .yaml, .yml or .json file.", "standard input"],
  },
  {
    because: "an empty input is a broken pipe's doing",
    files: {},
    args: ["-"],
    code: 1,
    err: ["Error: There are no objects in -."],
  },
];

describe("atlas-iac validate", () => {
  it.each(cases)("ends with $code, as $because", async ({ files, args, input, code, out = [], err = [] }) => {
    using directory = manifestDirectory(files);
    const run = await atlasIac(["validate", ...args], { cwd: directory.path, input });
    for (const text of out) expect(run.out).toContain(text);
    for (const text of err) expect(run.err).toContain(text);
    expect(run.code).toBe(code);
    if (err.length === 0) expect(run.err).toBe("");
  });

  it("prints everything as JSON for programs", async () => {
    const { code, out } = await atlasIac(["validate", "-", "--json"], {
      input: together(team({ nmae: 1 }), project()),
    });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      valid: false,
      faults: [{ file: "-", line: 1, subject: "AtlasTeam/developers", path: "spec.nmae" }],
      objects: [
        { kind: "AtlasTeam", checked: true },
        { kind: "AtlasProject", checked: true },
      ],
    });
  });

  it("says so when a file cannot be read", async () => {
    using directory = manifestDirectory();
    symlinkSync("nowhere.yaml", join(directory.path, "dangling.yaml"));
    const { code, err } = await atlasIac(["validate", "."], { cwd: directory.path });
    expect(code).toBe(1);
    expect(err).toContain("Cannot read dangling.yaml: ");
  });
});
