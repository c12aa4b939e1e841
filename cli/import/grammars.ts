import { handledKinds, handlerOf } from "../../provider/kinds/registry";

/** How an existing object of each kind is named for an import, a line a kind. */
export function identityGrammars(): string {
  const width = Math.max(...handledKinds.map((kind) => kind.length));
  return handledKinds.map((kind) => `  ${kind.padEnd(width)}  ${handlerOf(kind).identityGrammar}`).join("\n");
}
