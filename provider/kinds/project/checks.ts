import { contradictoryParts } from "../../../sdk/model/atlas-project/keyed-parts";
import { retiredFaults } from "../../../sdk/model/atlas-project/retired";
import type { Fault } from "../../../sdk/model/errors";
import type { ResolvedProject } from "./section";
import { checkParts } from "./sections";

/** What of a declaration cannot be made true: items that contradict each other, and what its parts rule out. */
export const checkProject = (desired: ResolvedProject): Fault[] => [
  ...retiredFaults(desired),
  ...checkParts(desired),
  ...contradictoryParts(desired),
];
