import { isDatabaseKind } from "../kinds/sql/names";
import { check } from "./check";
import { Clients } from "./clients";
import { create } from "./create";
import { diff } from "./diff";
import { type Json, plain } from "./json";
import { read } from "./read";
import { remove } from "./remove";
import { update } from "./update";

/** What the engine's dynamic provider process hands to `configure`. */
interface ConfigureRequest {
  config: { get(key: string): string | undefined };
}

const clients = new Clients();

/** Loaded when the first database object is met: most stacks have none. */
const databases = () => import("./sql/service.js");

function ofDatabase(properties: unknown): boolean {
  return isDatabaseKind(plain(properties).__kind);
}

/**
 * What serves every Atlas resource in Pulumi's dynamic provider process.
 *
 * FROZEN: state written by any release requires `atlas-iac/provider` and takes this name from it. The shape is that of
 * `dynamic.ResourceProvider` of `@pulumi/pulumi`.
 */
export const resourceProvider = {
  async configure({ config }: ConfigureRequest): Promise<void> {
    clients.configure((key) => config.get(key));
  },
  check: async (olds: unknown, news: Json) =>
    ofDatabase(news) ? (await databases()).check(olds, news) : check(clients, olds, news),
  diff: async (_id: string, olds: unknown, news: unknown) =>
    ofDatabase(news) ? (await databases()).diff(olds, news) : diff(olds, news),
  create: async (inputs: unknown) =>
    ofDatabase(inputs) ? (await databases()).create(inputs) : create(clients, inputs),
  read: async (id: string, properties: unknown) =>
    ofDatabase(properties) ? (await databases()).read(id, properties) : read(clients, id, properties),
  update: async (id: string, olds: unknown, news: unknown) =>
    ofDatabase(news) ? (await databases()).update(olds, news) : update(clients, id, olds, news),
  delete: async (_id: string, properties: unknown) =>
    ofDatabase(properties) ? (await databases()).remove(properties) : remove(clients, properties),
};
