import { expect, it } from "vitest";
import { pairUp } from "../../provider/kinds/project/alerts/pair-up";

it.each([
  { because: "each has one", left: ["a", "b"], right: ["b", "a"], partners: [1, 0] },
  { because: "one that fits anything gives way", left: ["*", "a"], right: ["a", "b"], partners: [1, 0] },
  { because: "ways are given along a chain", left: ["*", "ab", "a"], right: ["a", "b", "c"], partners: [2, 1, 0] },
  { because: "one may be left over", left: ["a", "a"], right: ["a"], partners: [0, undefined] },
  { because: "there may be nothing", left: ["a"], right: [], partners: [undefined] },
])("pairs up $left with $right: $because", ({ left, right, partners }) => {
  expect(pairUp(left, right, (one, other) => one === "*" || one.includes(other))).toEqual(partners);
});
