import type { AtlasIPAccessListSpec } from "../atlas-ip-access-list";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { repeatedEntries } from "./contradictions";

/** What may be a mistake in an access list. */
export const advise = ({ entries }: AtlasIPAccessListSpec | Resolved<AtlasIPAccessListSpec>): Fault[] =>
  repeatedEntries("spec.entries", entries);
