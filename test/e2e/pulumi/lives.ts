import type { PulumiRun, PulumiRunResult } from "../../../tools/engines/pulumi-run";
import { type AtlasStack, atlasStack, type Declared } from "./atlas-stack";
import type { Lifecycle } from "./lifecycle";

/** A life under way. */
export interface Living {
  life: Lifecycle;
  facts: Record<string, string>;
  /** What is declared at the moment. */
  args: Record<string, unknown>;
}

/** A run of the engine, and what it did to each life. */
export interface Outcome {
  run: PulumiRunResult;
  /** All that it said. */
  said: string;
  /** The engine's steps for the life's resource, in order: `same`, `create`, `update`, … */
  steps(living: Living): string[];
  /** Operations by which it wrote, in order. */
  writes(living: Living): string[];
}

/** Several lives lived at once by one stack on one simulator: a run of the engine takes a second and a half, whatever it does. */
export class Lives {
  private constructor(
    readonly bench: AtlasStack,
    readonly all: readonly Living[],
  ) {}

  static async begin(lives: readonly Lifecycle[]): Promise<Lives> {
    const bench = await atlasStack({
      config: { "test:password": { secret: "first-pass-word" }, "test:rotated": { secret: "second-pass-word" } },
    });
    const all = lives.map((life) => {
      const facts = life.prepare(bench.simulator);
      return { life, facts, args: life.args(facts) };
    });
    const begun = new Lives(bench, all);
    await begun.declare();
    return begun;
  }

  of(life: Lifecycle): Living {
    const living = this.all.find((one) => one.life === life);
    if (living === undefined) throw new Error(`${life.title} is not lived here`);
    return living;
  }

  /** Lays over each declaration what is given for it, and declares them all. */
  async declare(changed: (life: Lifecycle) => Record<string, unknown> | undefined = () => undefined): Promise<void> {
    for (const living of this.all) {
      living.args = { ...living.args, ...filled(changed(living.life) ?? {}, living.facts) };
    }
    await this.bench.declare(...this.all.map(({ life, args }) => resourceOf(life, args)));
  }

  /** Waits for a run of the engine and looks at what it did. */
  async outcome(running: PulumiRun): Promise<Outcome> {
    const run = await running;
    const writes = this.bench.writes();
    for (const operation of writes) this.writer(operation);
    const done = run.events.flatMap(({ resOutputsEvent }) => (resOutputsEvent ? [resOutputsEvent.metadata] : []));
    return {
      run,
      said: run.stdout + run.stderr,
      steps: ({ life }) => done.filter(({ urn }) => urn.endsWith(`::${nameOf(life)}`)).map(({ op }) => op),
      writes: ({ life }) => writes.filter((operation) => this.writer(operation) === life),
    };
  }

  /** Whose operation it is. */
  private writer(operation: string): Lifecycle {
    const [writer, ...others] = this.all.map(({ life }) => life).filter(({ operations }) => operations.test(operation));
    if (writer === undefined || others.length > 0) throw new Error(`${operation} is not of one life alone`);
    return writer;
  }
}

/** The life's resource in a program. */
export function resourceOf(life: Lifecycle, args: object, options?: object): Declared {
  return { kind: life.kind, name: nameOf(life), args, options };
}

const nameOf = ({ title }: Lifecycle) => title.toLowerCase().replaceAll(" ", "-");

/** `value` with `{ $fact: name }` replaced by what was prepared under that name. */
function filled<Value>(value: Value, facts: Record<string, string>): Value {
  const text = JSON.stringify(value).replaceAll(/\{"\$fact":"(\w+)"\}/g, (_all, name) => JSON.stringify(facts[name]));
  return JSON.parse(text) as Value;
}
