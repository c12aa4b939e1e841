import { retiredFaults } from "../../../sdk/model/atlas-project/retired";
import type { Fault } from "../../../sdk/model/errors";
import { contradictions } from "../contradictions";
import { normaliseEntry } from "../network/access-entries";
import type { ResolvedProject } from "./section";
import { checkParts } from "./sections";
import { declaredTeam } from "./teams";

/** What of a declaration cannot be made true: items that contradict each other, and what its parts rule out. */
export function checkProject(desired: ResolvedProject): Fault[] {
  const { projectIpAccessList = [], teams = [] } = desired;
  return [
    ...retiredFaults(desired),
    ...checkParts(desired),
    ...contradictions("spec.projectIpAccessList", projectIpAccessList.map(normaliseEntry), ({ entry }) => entry),
    ...contradictions("spec.teams", teams.map(declaredTeam), ({ teamId }) => `team ${teamId}`),
  ];
}
