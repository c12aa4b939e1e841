import type { Block, Operand, Pipeline, Template } from "./parse";

function* pipelinesOf(blocks: readonly Block[]): Generator<Pipeline> {
  for (const block of blocks) {
    if ("pipeline" in block && block.pipeline) yield* nestedIn(block.pipeline);
    if ("body" in block) yield* pipelinesOf([...block.body, ...block.otherwise]);
  }
}

function* nestedIn(pipeline: Pipeline): Generator<Pipeline> {
  yield pipeline;
  for (const operand of pipeline.commands.flat()) {
    if (operand.kind === "pipeline") yield* nestedIn(operand.pipeline);
  }
}

/** All that a template can evaluate, whatever it branches on. */
export function evaluatedIn({ blocks, defined }: Template): Pipeline[] {
  return [blocks, ...defined.values()].flatMap((some) => [...pipelinesOf(some)]);
}

/**
 * The last arguments of a template's calls of a function, where they can be known before it runs: texts, and variables that are set
 * to one. Those with `least` arguments or more count, which may come through a pipe.
 */
export function lastArguments(template: Template, name: string, least: number): Set<string> {
  const all = evaluatedIn(template);
  const set = new Map<string, string>();
  for (const { variables, commands } of all) {
    const [only, ...more] = commands.flat();
    const [variable] = variables;
    if (variable && only?.kind === "literal" && more.length === 0) set.set(variable, String(only.value));
  }
  const textOf = (operand: Operand | undefined) => {
    if (operand?.kind === "literal") return String(operand.value);
    return operand?.kind === "variable" ? set.get(operand.name) : undefined;
  };
  const found = new Set<string>();
  for (const { commands } of all) {
    commands.forEach(([called, ...args], i) => {
      if (called?.kind !== "function" || called.name !== name) return;
      const piped = i > 0 ? commands[i - 1] : undefined;
      const given = piped?.length === 1 ? [...args, piped[0]] : args;
      const text = given.length >= least ? textOf(given.at(-1)) : undefined;
      if (text !== undefined) found.add(text);
    });
  }
  return found;
}
