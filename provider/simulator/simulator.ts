import { isIP } from "node:net";
import { SYSTEM } from "./auth/principal";
import { SimulatedClock } from "./clock";
import { type AutoscaledSizes, autoscale } from "./clusters/autoscale";
import { Contract } from "./contract";
import { createApiKey, createDemo, createOrg, createServiceAccount, type NewApiKey } from "./demo";
import { type Fault, Faults } from "./faults";
import { createFederation, type NewFederation } from "./federated-auth/create";
import { IdSource } from "./ids";
import { Inspection } from "./inspection";
import { type Json, numberAt, stringAt } from "./json";
import type { SimulatorOptions } from "./options";
import { RateLimiter, type RateLimits } from "./rate-limit";
import type { Registrar } from "./registrar";
import type { RequestRecord } from "./request-log";
import { SimulatorServer } from "./server";
import { remember, Service } from "./service";
import { SqlitePersistence } from "./sqlite-persistence";
import { State } from "./state";
import { sweep } from "./sweep";

const DEFAULT_REQUESTS_PER_MINUTE = 10_000;
/** Requests that are kept for looking at; older ones are forgotten. */
const MOST_RECORDS = 100_000;
const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "localhost"]);

/** A call of an operation by its public name. */
export interface OperationCall {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  body?: Json;
}

/** A running simulated Atlas. */
export interface Simulator {
  /** Where it listens, such as `http://127.0.0.1:40123`: the base URL for clients. */
  readonly url: string;
  /** The first organisation. */
  readonly orgId: string;
  /** Organization Owner of the first organisation, by HTTP digest. */
  readonly apiKey: { readonly publicKey: string; readonly privateKey: string };
  /** Organization Owner of the first organisation, by OAuth. */
  readonly serviceAccount: { readonly clientId: string; readonly clientSecret: string };
  /** The requests so far (the last 100,000), those included that were challenged or cut. */
  readonly requests: readonly RequestRecord[];
  /** Requests by an authenticated caller that were not reads: what a preview must not have. */
  writes(): RequestRecord[];
  /** Forgets the requests so far. */
  clearRequests(): void;
  /** Things that go wrong on demand. */
  readonly faults: { inject(fault: Fault): void; clear(): void };
  /** Simulated time. */
  readonly clock: { now(): number; advance(milliseconds: number): void };
  /** Read-only look at what there is. */
  readonly state: Inspection;
  /** Does something through the ordinary handlers, unseen by log, limits and faults; throws what the service would answer. */
  behindTheBack(operation: string, call?: OperationCall): Json | undefined;
  /** Lets auto-scaling change a cluster's sizes; it must have that sort of auto-scaling enabled. */
  autoscale(groupId: string, clusterName: string, sizes: AutoscaledSizes): void;
  /** Adds an API key with these roles. */
  addApiKey(key: Omit<NewApiKey, "orgId"> & { orgId?: string }): { id: string; publicKey: string; privateKey: string };
  /** Adds a service account with these roles. */
  addServiceAccount(account: Pick<NewApiKey, "roles" | "groupId" | "desc"> & { orgId?: string }): {
    clientId: string;
    clientSecret: string;
  };
  /** Connects an organisation (the first when none is named) to a new federation, which the API itself cannot do. */
  addFederation(federation?: NewFederation & { orgId?: string }): { federationSettingsId: string };
  /** Adds an organisation and an owner's API key for it. */
  addOrganization(name: string): { orgId: string; apiKey: { publicKey: string; privateKey: string } };
  /** Stops listening, cuts open connections and closes the state file. */
  stop(): Promise<void>;
}

/** Starts a simulated Atlas and answers when it listens. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const host = options.host ?? "127.0.0.1";
  if (!LOOPBACK.has(host)) {
    console.warn(`simulator: listening on ${host}; whoever reaches this machine can use it, and sees what it holds`);
  }
  const persistence = options.persistTo === undefined ? undefined : await SqlitePersistence.open(options.persistTo);
  const state = new State(persistence);
  const progress = state.meta.get("progress");
  const clock = new SimulatedClock(positive(options.timeScale ?? 1), startTime(options, numberAt(progress, "now")));
  const ids = new IdSource(options.seed ?? "atlas-iac", numberAt(progress, "drawn"));
  const registrar: Registrar = { state, clock, ids };
  const owner = restoreOwner(state) ?? createOwner(registrar, options);
  if (options.federation && !state.federations.get(owner.orgId)) {
    createFederation(registrar, owner.orgId, options.federation);
  }
  const service = new Service(new Contract(), state, clock, ids);
  remember(service);
  const requests: RequestRecord[] = [];
  const faults = new Faults();
  for (const fault of options.faults ?? []) faults.inject(fault);
  const server = new SimulatorServer({
    service,
    limiter: new RateLimiter(clock, limitsFrom(options)),
    faults,
    tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? 3600,
    latencyMs: options.latencyMs ?? 0,
    record: (record) => {
      requests.push(record);
      if (requests.length > MOST_RECORDS) requests.shift();
      options.log?.(record);
    },
  });
  const port = await server.listen(options.port ?? 0, host);
  const url = `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  return {
    url,
    ...owner,
    requests,
    writes: () => requests.filter((record) => record.method !== "GET" && record.principal !== undefined),
    clearRequests: () => requests.splice(0),
    faults: { inject: (fault) => faults.inject(fault), clear: () => faults.clear() },
    clock: { now: () => clock.now(), advance: (milliseconds) => clock.advance(milliseconds) },
    state: new Inspection(state, () => sweep(state, clock.now())),
    behindTheBack: (operation, call) => callAsSystem(service, url, operation, call),
    autoscale: (groupId, name, sizes) => {
      sweep(state, clock.now());
      autoscale(state, groupId, name, sizes);
    },
    addApiKey: (key) => {
      const { id, publicKey, privateKey } = createApiKey(registrar, { ...key, orgId: key.orgId ?? owner.orgId });
      return { id, publicKey, privateKey };
    },
    addServiceAccount: (account) => credentialsOf(registrar, { ...account, orgId: account.orgId ?? owner.orgId }),
    addFederation: ({ orgId = owner.orgId, ...wanted } = {}) => ({
      federationSettingsId: createFederation(registrar, orgId, wanted).id,
    }),
    addOrganization: (name) => {
      const org = createOrg(registrar, name);
      const { publicKey, privateKey } = createApiKey(registrar, { orgId: org.id, roles: ["ORG_OWNER"] });
      return { orgId: org.id, apiKey: { publicKey, privateKey } };
    },
    stop: async () => {
      await server.close();
      remember(service);
      persistence?.close();
    },
  };
}

type Owner = Pick<Simulator, "orgId" | "apiKey" | "serviceAccount">;

function createOwner(registrar: Registrar, options: SimulatorOptions): Owner {
  const { org } = createDemo(registrar, options);
  const { publicKey, privateKey, clientId, clientSecret } = options.credentials ?? {};
  const roles = ["ORG_OWNER"];
  const key = createApiKey(registrar, { orgId: org.id, roles, desc: "owner", publicKey, privateKey });
  const account = credentialsOf(registrar, { orgId: org.id, roles, desc: "owner", clientId, clientSecret });
  registrar.state.meta.put("owner", { orgId: org.id, keyId: key.id, clientId: account.clientId });
  return {
    orgId: org.id,
    apiKey: { publicKey: key.publicKey, privateKey: key.privateKey },
    serviceAccount: account,
  };
}

function restoreOwner(state: State): Owner | undefined {
  const kept = state.meta.get("owner");
  const key = state.apiKeys.get(stringAt(kept, "keyId") ?? "");
  const account = state.serviceAccounts.get(stringAt(kept, "clientId") ?? "");
  const secret = account?.secrets[0]?.secret;
  if (!key || !account || secret === undefined) return undefined;
  return {
    orgId: key.orgId,
    apiKey: { publicKey: key.publicKey, privateKey: key.privateKey },
    serviceAccount: { clientId: account.clientId, clientSecret: secret },
  };
}

function credentialsOf(registrar: Registrar, account: Parameters<typeof createServiceAccount>[1]) {
  const { clientId, secrets } = createServiceAccount(registrar, account);
  return { clientId, clientSecret: secrets[0]?.secret ?? "" };
}

function callAsSystem(service: Service, origin: string, id: string, call: OperationCall = {}): Json | undefined {
  const operation = service.contract.operation(id);
  if (!operation) throw new RangeError(`the contract has no operation ${id}`);
  return service.handle({
    match: { operation, params: call.params ?? {} },
    query: new URLSearchParams(call.query),
    text: call.body === undefined ? "" : JSON.stringify(call.body),
    headers: {
      accept: `application/vnd.atlas.${operation.versions.at(-1)}+json`,
      "content-type": "application/json",
    },
    principal: SYSTEM,
    origin,
  }).body;
}

/** A restarted simulator goes on where it was, or now, whichever is later: its time never runs back. */
function startTime(options: SimulatorOptions, kept: number | undefined): number {
  return Math.max(options.startAt ?? Date.now(), kept ?? 0);
}

function limitsFrom({ rateLimit }: SimulatorOptions): Required<RateLimits> {
  const asked = rateLimit?.requestsPerMinute ?? {};
  const limits = typeof asked === "number" ? { group: asked, org: asked } : asked;
  return {
    group: limits.group ?? DEFAULT_REQUESTS_PER_MINUTE,
    org: limits.org ?? DEFAULT_REQUESTS_PER_MINUTE,
  };
}

function positive(scale: number): number {
  if (!(scale > 0 && Number.isFinite(scale))) throw new RangeError(`timeScale must be above zero, not ${scale}`);
  return scale;
}
