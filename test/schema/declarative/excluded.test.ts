import { expect, it } from "vitest";
import { isExcluded } from "../../../provider/schema/declarative/unmanaged/excluded";

it.each([
  { name: "v", pattern: "v", excluded: true, because: "it is the name" },
  { name: "vv", pattern: "v", excluded: false, because: "a name is meant whole" },
  { name: "v1", pattern: "v?", excluded: true, because: "? is any character" },
  { name: "a/b", pattern: "*", excluded: false, because: "* goes up to a slash, as in paths" },
  { name: "v.x", pattern: "v.*", excluded: false, because: "dots separate parts" },
  { name: "v.x", pattern: '"v.x"', excluded: true, because: "in quotes they do not" },
  { name: 'a"b', pattern: '"a""b"', excluded: true, because: "a quote is doubled in quotes" },
  { name: "v7", pattern: "v[0-9]", excluded: true, because: "a class has ranges" },
  { name: "v7", pattern: "v[^0-9]", excluded: false, because: "and their contrary" },
  { name: "v-", pattern: "v[\\-d]", excluded: true, because: "a class has escapes" },
  { name: "v7", pattern: "v[\\d]", excluded: false, because: "an escape is of a character, never a class of its own" },
  { name: "v7", pattern: "v[9-0]", excluded: false, because: "nothing is in a range that runs backwards" },
  { name: "*", pattern: "\\*", excluded: true, because: "an escaped character is itself" },
  { name: "ab", pattern: "a+b*", excluded: false, because: "other characters are themselves" },
])("takes $name for excluded by $pattern, $excluded: $because", ({ name, pattern, excluded }) => {
  expect(isExcluded([name], [pattern])).toBe(excluded);
});

it("compares names of as many parts", () => {
  expect(isExcluded(["public", "v"], ["v"])).toBe(false);
  expect(isExcluded(["public", "v"], ["other.*", "pub*.v"])).toBe(true);
  expect(isExcluded(["v"], ["public.v"])).toBe(false);
});
