import type { SimulatorOptions } from "../../../provider/simulator";
import { type Simulator, startSimulator } from "../../../provider/simulator";
import { Contract } from "../../../provider/simulator/contract";
import { type Json, type JsonObject, stringAt } from "../../../provider/simulator/json";

const contract = new Contract();

/** A request by its operation. */
export interface ReplayRequest {
  operation: string;
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  body?: Json;
  /** Version date; the contract's when absent. */
  version?: string;
  /** Sent without credentials. */
  anonymous?: boolean;
}

/** An answer as it came over HTTP. */
export interface ReplayAnswer {
  status: number;
  body: Json | undefined;
}

/** A simulator for one replayed case, talked to over HTTP with a bearer token. */
export class World {
  private constructor(
    readonly simulator: Simulator,
    private readonly token: string,
  ) {}

  static async start(options: SimulatorOptions = {}): Promise<World> {
    // Replays let hours pass; the token has to outlive them.
    const simulator = await startSimulator({ tokenLifetimeSeconds: 1_000_000, ...options });
    const { clientId, clientSecret } = simulator.serviceAccount;
    const response = await fetch(`${simulator.url}/api/oauth/token`, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    const answer: Json = JSON.parse(await response.text());
    return new World(simulator, stringAt(answer, "access_token") ?? "");
  }

  /** Sends a request of an operation. */
  send(request: ReplayRequest): Promise<ReplayAnswer> {
    const operation = contract.operation(request.operation);
    if (!operation) throw new Error(`the contract has no operation ${request.operation}`);
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name) =>
      encodeURIComponent(request.params?.[name] ?? "none"),
    );
    const query = request.query ? `?${new URLSearchParams(request.query)}` : "";
    const version = request.version ?? operation.versions.at(-1) ?? "";
    return this.fetch(operation.method, `${path}${query}`, version, request.body, request.anonymous);
  }

  /** Sends a request as it was recorded. */
  async fetch(
    method: string,
    target: string,
    version: string,
    body?: Json,
    anonymous?: boolean,
  ): Promise<ReplayAnswer> {
    const type = `application/vnd.atlas.${version}+json`;
    const response = await fetch(`${this.simulator.url}${target}`, {
      method,
      headers: {
        accept: type,
        ...(body === undefined ? {} : { "content-type": type }),
        ...(anonymous ? {} : { authorization: `Bearer ${this.token}` }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  }

  /** Does something that must succeed on the way to the replayed request. */
  async must(request: ReplayRequest): Promise<Json> {
    const answer = await this.send(request);
    if (answer.status >= 300) {
      throw new Error(
        `${request.operation} was to lead there, but got ${answer.status} ${JSON.stringify(answer.body)}`,
      );
    }
    return answer.body ?? null;
  }

  /** Makes a project; answers with its id. */
  async project(name = "replay", more: JsonObject = {}): Promise<string> {
    const body = { ...more, name, orgId: this.simulator.orgId };
    return stringAt(await this.must({ operation: "createGroup", body }), "id") ?? "";
  }

  /** Lets so much simulated time pass that everything under way is done. */
  settle(): void {
    this.simulator.clock.advance(60 * 60 * 1000);
  }
}
