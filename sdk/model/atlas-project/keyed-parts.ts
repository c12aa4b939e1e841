import { contradictoryEntries, repeatedEntries } from "../atlas-ip-access-list/contradictions";
import type { AtlasProjectSpec } from "../atlas-project";
import { contradictions, repetitions } from "../contradictions";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";

type Spec = AtlasProjectSpec | Resolved<AtlasProjectSpec>;

/** Addresses and teams that a project says different things of. */
export const contradictoryParts = ({ projectIpAccessList = [], teams = [] }: Spec): Fault[] => [
  ...contradictoryEntries("spec.projectIpAccessList", projectIpAccessList),
  ...contradictions("spec.teams", teams.map(plain), teamOf),
];

/** Advice on addresses and teams that a project names twice. */
export const repeatedParts = ({ projectIpAccessList = [], teams = [] }: Spec): Fault[] => [
  ...repeatedEntries("spec.projectIpAccessList", projectIpAccessList),
  ...repetitions("spec.teams", teams.map(plain), teamOf),
];

interface Team {
  teamRef: string | { name: string; namespace?: string };
  roles: readonly string[];
}

/** A set of roles is the same in any order. */
const plain = ({ teamRef, roles }: Team): Team => ({ teamRef, roles: [...new Set(roles)].sort() });

const teamOf = ({ teamRef }: Team): string =>
  typeof teamRef === "string"
    ? `team ${teamRef}`
    : `team ${[teamRef.namespace, teamRef.name].filter(Boolean).join("/")}`;
