import type { ClaimRegister, Places } from "../../sdk/model/claim-register";
import { claimsOf } from "../../sdk/model/claims-of";
import type { Fault } from "../../sdk/model/errors";
import type { Hidden } from "./inputs";
import type { Json } from "./json";
import { isUnknown } from "./unknowns";

/**
 * What of a valid specification other resources of the program declare as well, as far as it is known. A project is the same where the
 * resource is, which a preview knows, or its id.
 */
export function declaredElsewhere(hidden: Hidden, spec: Json, register: ClaimRegister): Fault[] {
  return register.declare(hidden.urn, claimsOf(hidden.kind, spec, isUnknown), placesOf(hidden, spec));
}

function placesOf({ urn, project, profile = "" }: Hidden, { projectRef, externalProjectRef }: Json): Places {
  const id: unknown = projectRef ?? (externalProjectRef as { id?: unknown } | undefined)?.id;
  const known = typeof id === "string" && !isUnknown(id) ? [`id ${id}`] : [];
  const places = {
    itself: [urn],
    project: project === undefined ? known : [project, ...known],
    account: isUnknown(profile) ? [] : [`profile ${profile}`],
    atlas: ["atlas"],
  };
  return (within) => places[within];
}
