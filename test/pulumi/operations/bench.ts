import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../../provider/pulumi/check";
import { Clients } from "../../../provider/pulumi/clients";
import { create } from "../../../provider/pulumi/create";
import { diff } from "../../../provider/pulumi/diff";
import { read } from "../../../provider/pulumi/read";
import { remove } from "../../../provider/pulumi/remove";
import { update } from "../../../provider/pulumi/update";
import { type Simulator, startSimulator } from "../../../provider/simulator";

import { ClaimRegister } from "../../../sdk/model/claim-register";

type Json = Record<string, unknown>;

/** Simulated seconds a real second. */
const TIME_SCALE = 20_000;

/** A simulated Atlas, and a Pulumi home for the journal of what the engine below makes in it. */
export interface Bench {
  readonly simulator: Simulator;
  /** A resource of a kind; `hidden` are the inputs that options of the resource become. */
  resource(kind: string, name: string, hidden?: Json): SavedResource;
  close(): Promise<void>;
}

export async function startBench(): Promise<Bench> {
  const simulator = await startSimulator({ timeScale: TIME_SCALE });
  const home = await mkdtemp(join(tmpdir(), "atlas-iac-operations-"));
  const before = { PULUMI_HOME: process.env.PULUMI_HOME, ATLAS_IAC_TIME_SCALE: process.env.ATLAS_IAC_TIME_SCALE };
  Object.assign(process.env, { PULUMI_HOME: home, ATLAS_IAC_TIME_SCALE: String(TIME_SCALE) });
  const config = new Map([
    ["atlas:orgId", simulator.orgId],
    ["atlas:publicKey", simulator.apiKey.publicKey],
    ["atlas:privateKey", simulator.apiKey.privateKey],
    ["atlas:baseUrl", simulator.url],
  ]);
  return {
    simulator,
    resource: (kind, name, hidden) => new SavedResource((key) => config.get(key), kind, name, hidden),
    async close() {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      await simulator.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** One resource as the engine holds it between runs: inputs, id and outputs, nothing else. Every run is a process of its own. */
export class SavedResource {
  saved: { id: string; inputs: Json; outputs: Json } | undefined;
  readonly urn: string;

  constructor(
    private readonly config: (key: string) => string | undefined,
    private readonly kind: string,
    name: string,
    private readonly hidden: Json = {},
  ) {
    this.urn = `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/atlas:${kind}::${name}`;
  }

  /**
   * What a preview says: the reasons why it fails, or what would be done.
   * @param declared What the other resources of the program declare.
   */
  async preview(
    spec: Json,
    declared = new ClaimRegister(),
  ): Promise<"create" | "replace" | "update" | "same" | string[]> {
    const news = this.#inputs(spec, true);
    const { failures } = await check({ clients: this.#clients(), declared }, this.saved?.inputs ?? {}, news);
    if (failures.length > 0) return failures.map(({ reason }) => reason);
    return this.saved ? this.#decision(this.saved.outputs, news) : "create";
  }

  /** `pulumi up`, where nothing has to be replaced. */
  async up(spec: Json): Promise<"create" | "update" | "same"> {
    const news = this.#inputs(spec, false);
    const { saved } = this;
    if (saved === undefined) {
      const { id, outs } = await create(this.#clients(), news);
      this.saved = { id, inputs: news, outputs: throughState(outs) };
      return "create";
    }
    const decision = await this.#decision(saved.outputs, news);
    if (decision === "replace") throw new Error("this resource would be replaced");
    if (decision === "same") return "same";
    const { outs } = await update(this.#clients(), saved.id, saved.outputs, news);
    this.saved = { id: saved.id, inputs: news, outputs: throughState(outs) };
    return "update";
  }

  /** `pulumi refresh`: whether it is still there. */
  async refresh(): Promise<boolean> {
    if (this.saved === undefined) return false;
    const { id, props } = await read(this.#clients(), this.saved.id, this.saved.outputs);
    this.saved = id ? { id, inputs: this.saved.inputs, outputs: throughState(props ?? {}) } : undefined;
    return this.saved !== undefined;
  }

  /** The static `get`. */
  async get(id: string): Promise<void> {
    const inputs = this.#inputs({}, false);
    const { id: found = "", props = {} } = await read(this.#clients(), id, inputs);
    this.saved = { id: found, inputs, outputs: throughState(props) };
  }

  async destroy(): Promise<void> {
    if (this.saved) await remove(this.#clients(), this.saved.outputs);
    this.saved = undefined;
  }

  async #decision(olds: Json, news: Json): Promise<"replace" | "update" | "same"> {
    const { changes, replaces } = await diff(olds, news);
    if (replaces.length > 0) return "replace";
    return changes ? "update" : "same";
  }

  #inputs(spec: Json, preview: boolean): Json {
    return { ...spec, __kind: this.kind, __urn: this.urn, __preview: preview, ...this.hidden };
  }

  #clients(): Clients {
    const clients = new Clients();
    clients.configure(this.config);
    return clients;
  }
}

const throughState = (value: unknown): Json => JSON.parse(JSON.stringify(value));
