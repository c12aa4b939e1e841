import { AtlasIacError } from "../../sdk/model/errors";
import { clusterHandler } from "./cluster/handler";
import type { KindHandler } from "./contract";
import { customRoleHandler } from "./custom-role/handler";
import { dataFederationHandler } from "./data-federation/handler";
import { databaseUserHandler } from "./database-user/handler";
import { deploymentHandler } from "./deployment/handler";
import { federatedAuthHandler } from "./federated-auth/handler";
import { ipAccessListHandler } from "./ip-access-list/handler";
import { networkContainerHandler } from "./network-container/handler";
import { networkPeeringHandler } from "./network-peering/handler";
import { orgSettingsHandler } from "./org-settings/handler";
import { privateEndpointHandler } from "./private-endpoint/handler";
import { projectHandler } from "./project/handler";
import { streamInstanceHandler } from "./stream-instance/handler";
import { teamHandler } from "./team/handler";
import { thirdPartyIntegrationHandler } from "./third-party-integration/handler";

/** Every kind that can be made true, one line each. */
const handlers = {
  AtlasCluster: clusterHandler,
  AtlasCustomRole: customRoleHandler,
  AtlasDataFederation: dataFederationHandler,
  AtlasDatabaseUser: databaseUserHandler,
  AtlasDeployment: deploymentHandler,
  AtlasFederatedAuth: federatedAuthHandler,
  AtlasIPAccessList: ipAccessListHandler,
  AtlasNetworkContainer: networkContainerHandler,
  AtlasNetworkPeering: networkPeeringHandler,
  AtlasOrgSettings: orgSettingsHandler,
  AtlasPrivateEndpoint: privateEndpointHandler,
  AtlasProject: projectHandler,
  AtlasStreamInstance: streamInstanceHandler,
  AtlasTeam: teamHandler,
  AtlasThirdPartyIntegration: thirdPartyIntegrationHandler,
};

export type Handlers = typeof handlers;
export type HandledKind = keyof Handlers;

/** What a kind's own shapes are to an engine that serves every kind alike. */
type Json = Record<string, unknown>;

/** A handler whose kind is known at run time only: engines pass it the JSON they hold, which is in the kind's own shapes. */
export type AnyHandler = KindHandler<Json, Json, Json, Json>;

/** This version makes no objects of the kind. */
export class UnhandledKindError extends AtlasIacError {
  readonly code = "UnhandledKind";

  constructor(readonly kind: string) {
    super(`Objects of kind ${kind} cannot be made by this version`, { hint: `It makes ${handledKinds.join(", ")}.` });
  }
}

/** Names of the kinds that have a handler. */
export const handledKinds = Object.keys(handlers) as readonly HandledKind[];

export function isHandledKind(kind: string): kind is HandledKind {
  return Object.hasOwn(handlers, kind);
}

/** The handler of a kind, with its own types. */
export function handlerFor<K extends HandledKind>(kind: K): Handlers[K] {
  return handlers[kind];
}

/** The handler of a kind known at run time only. @throws UnhandledKindError */
export function handlerOf(kind: string): AnyHandler {
  if (!isHandledKind(kind)) throw new UnhandledKindError(kind);
  // Whoever knows the kind at run time only passes back what this same handler gave out: the shapes are right by origin.
  const handler: unknown = handlers[kind];
  return handler as AnyHandler;
}
