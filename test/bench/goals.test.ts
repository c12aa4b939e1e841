import { expect, it } from "vitest";
import { verdicts } from "../../bench/goals/goals";

it.each([
  {
    because: "a goal is to stay below",
    measured: { version: 149 },
    says: "goal met: atlas-iac version: 149 ms (below 150)\n",
  },
  {
    because: "the bound itself is not below",
    measured: { version: 150 },
    says: "goal missed: atlas-iac version: 150 ms (below 150)\n",
  },
  {
    because: "another is not to exceed its bound",
    measured: { operatorCalls: 1030 },
    says: "goal met: calls to Atlas until 1,000 users in 10 projects are ready: 1,030 calls (at most 1,030)\n",
  },
  {
    because: "and misses it above",
    measured: { operatorLookWrites: 1 },
    says: "goal missed: a look at everything, writes to Atlas: 1 writes (at most 0)\n",
  },
  { because: "of what was not measured nothing is said", measured: { schemaPlan: undefined }, says: "" },
])("says whether a goal is met: $because", ({ measured, says }) => {
  expect(verdicts(measured)).toBe(says);
});
