import { check } from "./check";
import { Clients } from "./clients";
import { create } from "./create";
import { diff } from "./diff";
import type { Json } from "./json";
import { read } from "./read";
import { remove } from "./remove";
import { update } from "./update";

/** What the engine's dynamic provider process hands to `configure`. */
interface ConfigureRequest {
  config: { get(key: string): string | undefined };
}

const clients = new Clients();

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
  check: (olds: unknown, news: Json) => check(clients, olds, news),
  diff: async (_id: string, olds: unknown, news: unknown) => diff(olds, news),
  create: (inputs: unknown) => create(clients, inputs),
  read: (id: string, properties: unknown) => read(clients, id, properties),
  update: (id: string, olds: unknown, news: unknown) => update(clients, id, olds, news),
  delete: (_id: string, properties: unknown) => remove(clients, properties),
};
