import { AtlasIacError, isAtlasIacError } from "../../sdk/model/errors";
import type { AtlasApi } from "../atlas/api";
import { type AnyHandler, handlerOf } from "../kinds/registry";
import { Clients } from "./clients";
import { type Json, plain } from "./json";
import type { ConfigReader } from "./stack-config";

/** Nothing answers to a query. */
export class NotFoundError extends AtlasIacError {
  readonly code = "NotFound";
}

/** One project by name or id, or one deployment by project and name. */
type Query = { id: string } | { name: string } | { project: string; name: string };

/** One set of clients for each way to read configuration: a program has one. */
const known = new WeakMap<ConfigReader, Clients>();

/**
 * Finds an object that a program does not manage. Reads only.
 *
 * @param config Reads the configuration of the stack that the program runs in.
 * @returns the object in the shape of a resource's outputs, with its `id` and `status`.
 * @throws NotFoundError when there is none, and the errors of the Admin API
 */
export async function lookUp(
  kind: string,
  query: Query,
  config: ConfigReader,
  { profile }: { profile?: string },
): Promise<Json> {
  const handler = handlerOf(kind);
  try {
    const api = clientsFor(config).client(profile);
    for (const identity of await identities(handler, api, query)) {
      const observed = await handler.observe(api, identity, { everything: true });
      if (observed === undefined) continue;
      return { ...plain(handler.toSpec(observed)), id: handler.atlasId(observed), status: handler.status(observed) };
    }
    throw new NotFoundError(`There is no ${kind} ${Object.values(query).join("/")}.`);
  } catch (error) {
    // Pulumi prints what a program throws as it is: the hint must be in it.
    if (isAtlasIacError(error)) error.message = error.describe();
    throw error;
  }
}

/** What the query may mean, in the order in which to look: a deployment's name does not tell its sort. */
async function identities(handler: AnyHandler, api: AtlasApi, query: Query): Promise<Json[]> {
  if ("id" in query) return [handler.parseIdentity(query.id)];
  if (!("project" in query)) return [await handler.identify(api, { name: query.name })];
  const name = `${query.project}/${query.name}`;
  return [handler.parseIdentity(name), handler.parseIdentity(`${name}/flex`)];
}

function clientsFor(config: ConfigReader): Clients {
  const clients = known.get(config) ?? new Clients();
  clients.configure(config);
  known.set(config, clients);
  return clients;
}
