import type { AtlasStreamInstanceSpec } from "../atlas-stream-instance";
import type { Claim } from "../claims";
import type { Resolved } from "../markers";

/** A stream processing instance claims its name in the project. */
export const claims = ({ name }: AtlasStreamInstanceSpec | Resolved<AtlasStreamInstanceSpec>): Claim[] =>
  name ? [{ path: "spec.name", thing: "stream processing instance", name, within: "project" }] : [];
