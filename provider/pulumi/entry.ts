import { ClaimRegister } from "../../sdk/model/claim-register";
import { isDatabaseKind } from "../kinds/sql/names";
import { type CheckFailure, check } from "./check";
import { Clients } from "./clients";
import { type Created, create } from "./create";
import { type Diff, diff } from "./diff";
import { embeddedKinds, isEmbeddedKind } from "./embedded";
import { type Json, plain } from "./json";
import { type Read, read } from "./read";
import { remove } from "./remove";
import type { DeclaredDatabases } from "./sql/declared";
import type { ConfigReader } from "./stack-config";
import { update } from "./update";

/** What the engine's dynamic provider process hands to `configure`. */
interface ConfigureRequest {
  config: { get(key: string): string | undefined };
}

const clients = new Clients();

/** What the resources of the program declare. The engine starts a process for each run. */
const declared = new ClaimRegister();

/** Those of databases, once there is one. */
let declaredDatabases: DeclaredDatabases | undefined;

/** The stack's configuration as the engine handed it over. */
let stackConfig: ConfigReader = () => undefined;

/** What serves the resources of some kinds. */
interface Service {
  check(olds: unknown, news: Json): Promise<{ inputs: Json; failures: CheckFailure[] }>;
  diff(olds: unknown, news: unknown): Promise<Diff>;
  create(inputs: unknown): Promise<Created>;
  read(id: string, properties: unknown): Promise<Read>;
  update(id: string, olds: unknown, news: unknown): Promise<{ outs: Json }>;
  remove(properties: unknown): Promise<void>;
}

const atlas: Service = {
  check: (olds, news) => check({ clients, declared }, olds, news),
  diff,
  create: (inputs) => create(clients, inputs),
  read: (id, properties) => read(clients, id, properties),
  update: (id, olds, news) => update(clients, id, olds, news),
  remove: (properties) => remove(clients, properties),
};

const embedded: Service = {
  ...embeddedKinds,
  check: (_olds, news) => embeddedKinds.check(news),
  update: (_id, _olds, news) => embeddedKinds.update(news),
};

/** Database objects have a service of their own, loaded when the first is met: most stacks have none. */
async function serviceOf(properties: unknown): Promise<Service> {
  const kind = plain(properties).__kind;
  if (isEmbeddedKind(kind)) return embedded;
  return isDatabaseKind(kind) ? databases() : atlas;
}

async function databases(): Promise<Service> {
  const service = await import("./sql/service.js");
  declaredDatabases ??= new service.DeclaredDatabases();
  const declared = declaredDatabases;
  return {
    check: (olds, news) => service.check(stackConfig, olds, news, declared),
    diff: (olds, news) => service.diff(stackConfig, olds, news),
    create: (inputs) => service.create(stackConfig, inputs),
    read: (id, properties) => service.read(stackConfig, id, properties),
    update: (_id, olds, news) => service.update(stackConfig, olds, news),
    remove: (properties) => service.remove(stackConfig, properties, declared),
  };
}

/**
 * What serves every Atlas resource in Pulumi's dynamic provider process.
 *
 * FROZEN: state written by any release requires `atlas-iac/provider` and takes this name from it. The shape is that of
 * `dynamic.ResourceProvider` of `@pulumi/pulumi`.
 */
export const resourceProvider = {
  async configure({ config }: ConfigureRequest): Promise<void> {
    stackConfig = (key) => config.get(key);
    clients.configure(stackConfig);
  },
  check: async (olds: unknown, news: Json) => (await serviceOf(news)).check(olds, news),
  diff: async (_id: string, olds: unknown, news: unknown) => (await serviceOf(news)).diff(olds, news),
  create: async (inputs: unknown) => (await serviceOf(inputs)).create(inputs),
  read: async (id: string, properties: unknown) => (await serviceOf(properties)).read(id, properties),
  update: async (id: string, olds: unknown, news: unknown) => (await serviceOf(news)).update(id, olds, news),
  delete: async (_id: string, properties: unknown) => (await serviceOf(properties)).remove(properties),
};
