import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { atlasIac, manifestDirectory, root } from "./atlas-iac";

const files = readdirSync(join(root, "crds")).sort();
const written = files.map((file) => readFileSync(join(root, "crds", file), "utf8"));
const namesIn = (text: string): unknown[] =>
  parseAllDocuments(text).map((document) => document.getIn(["spec", "names", "kind"]));

describe("atlas-iac crds", () => {
  it("prints all of them, ready for kubectl", async () => {
    const { code, out, err } = await atlasIac(["crds"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(namesIn(out).sort()).toEqual(written.flatMap(namesIn).sort());
  });

  it.each([
    { name: "AtlasDatabaseUser", because: "it is the kind's name" },
    { name: "atlasdatabaseusers", because: "it is the plural" },
    { name: "adu", because: "kubectl takes short names, too" },
  ])("prints one by $name, as $because", async ({ name }) => {
    expect(namesIn((await atlasIac(["crds", "--kind", name])).out)).toEqual(["AtlasDatabaseUser"]);
  });

  it("writes the files as they are in the package", async () => {
    using directory = manifestDirectory();
    const { code, out } = await atlasIac(["crds", "--write", "new/crds"], { cwd: directory.path });
    expect(code).toBe(0);
    const made = readdirSync(join(directory.path, "new/crds")).sort();
    expect(made).toEqual(files);
    expect(made.map((file) => readFileSync(join(directory.path, "new/crds", file), "utf8"))).toEqual(written);
    expect(out.trim().split("\n").sort()).toEqual(files.map((file) => `new/crds/${file}`));
  });

  it.each([
    { args: ["--kind", "AtlasProjekt"], says: "Did you mean AtlasProject?", because: "the kind is misspelt" },
    { args: ["--write", "taken"], says: "Cannot make taken: a file of that name is in the way", because: "of a file" },
  ])("ends with 1, as $because", async ({ args, says }) => {
    using directory = manifestDirectory({ taken: "" });
    const { code, err } = await atlasIac(["crds", ...args], { cwd: directory.path });
    expect(code).toBe(1);
    expect(err).toContain(says);
  });
});
