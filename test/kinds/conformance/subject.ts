import type { AtlasApi } from "../../../provider/atlas";
import type { Owned } from "../../../provider/kinds/contract";
import { converge, foresee } from "../../../provider/kinds/converge";
import { ConvergeError } from "../../../provider/kinds/errors";
import { type Journal, MemoryJournal } from "../../../provider/kinds/journal";
import type { ConvergeOptions } from "../../../provider/kinds/options";
import { type AnyHandler, handlerOf } from "../../../provider/kinds/registry";
import { removeAll } from "../../../provider/kinds/remove";
import type { Fixture, Spec } from "./fixture";
import { fill, type Names, type World } from "./world";

type Json = Record<string, unknown>;

/** One declared object over its life, as an engine would hold it: what was saved after each pass, and nothing else. */
export class Subject {
  readonly handler: AnyHandler;
  journal: Journal = new MemoryJournal();
  saved: { id?: Json; owned?: Owned<Json>; observed?: Json } = {};

  constructor(
    readonly world: World,
    readonly fixture: Fixture,
    readonly names: Names,
    public api: AtlasApi = world.clientFor(names),
  ) {
    this.handler = handlerOf(fixture.kind);
  }

  static async fresh(world: World, fixture: Fixture): Promise<Subject> {
    return new Subject(world, fixture, await world.fresh(fixture));
  }

  /** The base declaration with `set` laid over it. */
  spec(set: Spec = {}): Json {
    return fill({ ...this.fixture.base, ...set }, this.names);
  }

  options(
    desired: Json,
    existing: "conflict" | "adopt" | "import" = "conflict",
  ): ConvergeOptions<Json, Json, Json, Json> {
    const { clock } = this.world;
    return {
      api: this.api,
      handler: this.handler,
      key: `test/${this.names.$unique}`,
      journal: this.journal,
      desired,
      existing,
      id: this.saved.id,
      owned: this.saved.owned,
      wait: { until: clock.now() + 24 * 3_600_000, sleep: clock.sleep },
      now: () => new Date(clock.now()),
    };
  }

  /** Converges and saves the outcome, also that of a partial failure. */
  async up(desired: Json, existing?: "conflict" | "adopt" | "import", onEvent?: (type: string) => void) {
    try {
      const result = await converge({ ...this.options(desired, existing), onEvent: ({ type }) => onEvent?.(type) });
      this.#save(result);
      return result;
    } catch (error) {
      if (error instanceof ConvergeError) this.#save(error.reached as ConvergeError<Json, Json, Json>["reached"]);
      throw error;
    }
  }

  /** One pass without leave to wait, as the operator makes it. */
  async once(desired: Json) {
    const result = await converge({ ...this.options(desired), wait: undefined });
    this.#save(result);
    return result;
  }

  #save({ id, owned, observed }: Subject["saved"]): void {
    if (observed) this.saved = throughState({ id, owned, observed });
  }

  preview(desired: Json, existing?: "conflict" | "adopt" | "import") {
    return foresee(this.options(desired, existing));
  }

  async down(onEvent?: (type: string) => void) {
    const { id, owned } = this.saved;
    const { existing: _existing, desired: _desired, ...options } = this.options({});
    return removeAll({ ...options, id: id ?? {}, owned, onEvent: ({ type }) => onEvent?.(type) });
  }

  /** Operations that wrote, while `action` ran. */
  async writesOf(action: () => Promise<unknown>): Promise<string[]> {
    this.world.simulator.clearRequests();
    await action();
    return this.world.simulator.writes().map(({ operation }) => operation ?? "token");
  }
}

/** What is left of a value after an engine has kept it as JSON. */
const throughState = <T>(value: T): T => JSON.parse(JSON.stringify(value));
