import { Contract } from "../../../provider/simulator/contract";
import { isObject, type Json, objectsAt, stringAt } from "../../../provider/simulator/json";
import { routes } from "../../../provider/simulator/routes/registry";
import type { Conversation, Exchange, RecordedResponse } from "./corpus";
import { type Case, compareAnswers, type Skipped } from "./outcome";
import type { ReplayAnswer, World } from "./world";

const CLUSTER = "replayed-cluster";
/** Longest the service was seen to take, in simulated time, and how often to look meanwhile. */
const PATIENCE = 60 * 60 * 1000;
const LOOK_EVERY = 5_000;

const contract = new Contract();

/** Sends a conversation's requests in their recorded order and compares every answer. */
export class ConversationRun {
  #groupId = "";
  /** Everything the conversation itself asked for. */
  readonly #declared: string;

  constructor(
    private readonly world: World,
    private readonly conversation: Conversation,
  ) {
    this.#declared = JSON.stringify(conversation.steps.flatMap((step) => step.map(({ request }) => request ?? null)));
  }

  async run(): Promise<(Case | Skipped)[]> {
    this.#groupId = await this.world.project();
    const all = this.conversation.steps.flatMap((step) =>
      step.flatMap((exchange) => exchange.responses.map((response) => ({ exchange, response }))),
    );
    const outcomes: (Case | Skipped)[] = [];
    for (const { exchange, response } of all.sort((a, b) => a.response.order - b.response.order)) {
      outcomes.push(await this.#replay(exchange, response));
    }
    return outcomes;
  }

  async #replay(exchange: Exchange, response: RecordedResponse): Promise<Case | Skipped> {
    const [path = "", query] = this.#fill(exchange.path).split("?");
    const operation = contract.match(exchange.method, path)?.operation.id ?? exchange.path;
    const where = `${this.conversation.name}#${response.order}`;
    const because = this.#reasonToSkip(exchange, operation);
    if (because) return { where, operation, because };
    const target = query === undefined ? path : `${path}?${query}`;
    const answer = await this.#sendUntil(exchange, target, response);
    const recorded = { status: response.status, body: this.#own(this.#filled(response.body)) };
    return {
      where,
      operation,
      differences: compareAnswers(recorded, { status: answer.status, body: this.#own(answer.body ?? null) }),
    };
  }

  #reasonToSkip(exchange: Exchange, operation: string): string | undefined {
    if (!routes[operation]) return "the simulator does not serve it";
    return /\{clusterName\d\}/.test(exchange.path) ? "it is about a cluster of another conversation" : undefined;
  }

  /** A read that was repeated until something happened is repeated here too, on a clock that jumps. */
  async #sendUntil(exchange: Exchange, target: string, response: RecordedResponse): Promise<ReplayAnswer> {
    const send = () => this.world.fetch(exchange.method, target, exchange.version, this.#request(exchange));
    let answer = await send();
    if (exchange.method !== "GET") return answer;
    const wanted = stateIn(response);
    for (let waited = 0; waited < PATIENCE && stateIn(answer) !== wanted; waited += LOOK_EVERY) {
      this.world.simulator.clock.advance(LOOK_EVERY);
      answer = await send();
    }
    return answer;
  }

  #request(exchange: Exchange): Json | undefined {
    return exchange.request ? this.#filled(exchange.request) : undefined;
  }

  #fill(text: string): string {
    return text.replaceAll("{groupId}", this.#groupId).replaceAll("{clusterName}", CLUSTER);
  }

  #filled(value: Json): Json {
    return JSON.parse(this.#fill(JSON.stringify(value)));
  }

  /** A list without the clusters of other conversations, which shared the project, and without their networks. */
  #own(body: Json): Json | undefined {
    if (!isObject(body) || !Array.isArray(body.results)) return body ?? undefined;
    const results = objectsAt(body, "results").filter((item) => {
      const region = stringAt(item, "regionName") ?? stringAt(item, "region");
      return region === undefined
        ? [undefined, CLUSTER].includes(stringAt(item, "name"))
        : this.#declared.includes(`"${region}"`);
    });
    return { ...body, results, totalCount: results.length };
  }
}

/** What a reader waits for: the state, with the sort that an upgrade changes, the end, or the state of the cluster in a list. */
function stateIn({ status, body }: { status: number; body: Json | undefined }): string {
  if (status !== 200) return String(status);
  const own = objectsAt(body, "results").find((item) => /^(replayed-cluster|\{clusterName\})$/.test(String(item.name)));
  const region = objectsAt(objectsAt(own ?? body, "replicationSpecs")[0], "regionConfigs")[0];
  const sort = stringAt(region, "providerName") === "TENANT" ? "free" : "dedicated";
  return `${stringAt(own ?? body, "stateName") ?? ""} ${sort}`;
}
