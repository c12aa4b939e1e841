import type { AtlasIPAccessListSpec } from "../atlas-ip-access-list";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { contradictoryEntries } from "./contradictions";

/** Rules of an access list that its schema cannot say. */
export const check = ({ entries }: AtlasIPAccessListSpec | Resolved<AtlasIPAccessListSpec>): Fault[] =>
  contradictoryEntries("spec.entries", entries);
