import type { AtlasFederatedAuthSpec } from "../atlas-federated-auth";
import type { Claim } from "../claims";
import type { Resolved } from "../markers";

/** Federation settings claim the organisation of their credentials. Those that are not enabled are only put down. */
export const claims = ({ enabled }: AtlasFederatedAuthSpec | Resolved<AtlasFederatedAuthSpec>): Claim[] =>
  enabled ? [{ path: "spec", thing: "federation settings of the organisation", within: "account" }] : [];
