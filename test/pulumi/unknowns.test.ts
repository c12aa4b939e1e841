import { describe, expect, it } from "vitest";
import { dependsOn, unknownPaths } from "../../provider/pulumi/unknowns";

const text = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const list = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";

describe("unknownPaths", () => {
  it("finds what is not known yet at every depth, whatever its type", () => {
    const spec = { projectRef: text, roles: [{ roleName: "read", databaseName: text }], labels: list, username: "app" };
    expect(unknownPaths(spec)).toEqual(["spec.projectRef", "spec.roles[0].databaseName", "spec.labels"]);
  });
});

describe("dependsOn", () => {
  it.each([
    { path: "spec.roles[0].databaseName", expected: true, because: "it is the unknown value" },
    { path: "spec.roles", expected: true, because: "it holds the unknown value" },
    { path: "spec.projectRef.id", expected: true, because: "it would lie in an unknown value" },
    { path: "spec.roles[1].databaseName", expected: false, because: "another item is unknown" },
    { path: "spec.projectRefs", expected: false, because: "only its beginning is alike" },
  ])("$path: $expected, as $because", ({ path, expected }) => {
    expect(dependsOn(path, ["spec.roles[0].databaseName", "spec.projectRef"])).toBe(expected);
  });
});
