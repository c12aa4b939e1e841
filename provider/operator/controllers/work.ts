import { applyDefaults } from "../../../sdk/model/defaults";
import { ValidationError } from "../../../sdk/model/errors";
import type { KindName } from "../../../sdk/model/kinds";
import { checkSpec, type SpecOf } from "../../../sdk/model/kinds";
import type { AtlasApi } from "../../atlas/api";
import { type AnyHandler, handlerOf, isHandledKind } from "../../kinds/registry";
import { resolveReferences } from "../../kinds/resolve";
import type { Unresolved } from "../../kinds/resolve-lookup";
import type { ClusterLookup } from "../cluster/lookup";
import type { Json } from "../cluster/managed-object";
import { lookAtForbidden } from "../cluster/rights";
import { noAccess } from "../credentials/clients";
import { type CredentialsPlace, credentialsPlace } from "../credentials/place";
import { mainCondition } from "../status/main-condition";
import { Hindrance } from "./errors";
import type { Services } from "./services";
import type { Subject } from "./subject";

/** An object, and what it takes to work on it in Atlas. */
export interface Work {
  subject: Subject;
  services: Services;
  handler: AnyHandler;
  api: AtlasApi;
  place: CredentialsPlace;
}

/** @throws Hindrance when there is no way into Atlas */
export async function beginWork(subject: Subject, services: Services): Promise<Work> {
  const { cluster, clients, globalSecret } = services;
  const place = credentialsPlace(cluster, subject.kind, subject.object, globalSecret);
  const api = await clients.client(subject.kind, place, subject.signal);
  return { subject, services, handler: handlerOf(subject.kind), api, place };
}

/**
 * The declaration as handlers take it.
 *
 * @param isRequired Whether it will not do without something that it names and that is not there. Default whatever that is.
 * @throws ValidationError when it contradicts itself
 * @throws Hindrance when something that it names is not there, or not yet
 */
export async function resolveDesired(
  { kind, spec, namespace, title }: Pick<Subject, "kind" | "spec" | "namespace" | "title">,
  lookup: ClusterLookup,
  isRequired: (one: Unresolved) => boolean = () => true,
): Promise<Json> {
  const filled: Json = { ...applyDefaults(kind, spec as SpecOf<KindName>) };
  const faults = checkSpec(kind, filled as SpecOf<KindName>);
  if (faults.length > 0) throw new ValidationError(title, faults);
  const resolution = await resolveReferences(kind, filled, namespace, lookup);
  const first = resolution.unresolved.find(isRequired);
  if (first) throw missing(kind, spec, first);
  return resolution.spec;
}

/** A thing that is named and not there: the pass comes back when it is. */
function missing(kind: KindName, spec: Json, { path, kind: named, message, ...why }: Unresolved): Hindrance {
  const text = `${path}: ${message}`;
  const unready = why.reason === "unready";
  if (named === "AtlasProject") return noAccess(kind, text, { waiting: true, unready });
  const ending =
    why.reason === "forbidden" ? { again: lookAtForbidden } : { again: "on-change" as const, waiting: true, unready };
  // The part that names it may have a condition of its own.
  const field = path.split(/[.[]/)[1] ?? "";
  const handler = isHandledKind(kind) ? handlerOf(kind) : undefined;
  const [condition = handler ? mainCondition(kind) : "Ready"] = handler?.conditions?.({ [field]: spec[field] }) ?? [];
  const reason = named === "AtlasNetworkContainer" ? "NetworkPeeringMissingContainer" : "InternalError";
  return new Hindrance(text, { condition, reason, ...ending });
}
