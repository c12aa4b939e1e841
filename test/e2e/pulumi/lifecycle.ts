import type { OperationCall, Simulator } from "../../../provider/simulator";
import type { Declared } from "./atlas-stack";

/** One change in place. */
interface Step {
  title: string;
  args: Record<string, unknown>;
  /** Operations that it takes, in order. */
  calls: readonly string[];
  /** Section and row of docs/api-calls.md that must say the same, where the page has this very change. */
  listed?: readonly [section: string, change: string];
}

/** One kind's whole life, as a table: what is declared, what is asked of Atlas for it. */
export interface Lifecycle {
  kind: Declared["kind"];
  /** What is lived through. */
  title: string;
  /** Its operations, as opposed to those of the other lives. */
  operations: RegExp;
  /** Makes what must be there before, behind everyone's back; answers with what `args` below needs. */
  prepare(simulator: Simulator): Record<string, string>;
  /** The declaration to begin with. */
  args(facts: Record<string, string>): Record<string, unknown>;
  /** Operations that create it, in order. */
  create: readonly string[];
  /** Changes, applied one after the other and kept. */
  changes: readonly Step[];
  /** A change that makes a new object take the place of the old one; absent where there is none. */
  replace?: { args: Record<string, unknown>; calls: readonly string[] };
  /** Something done by somebody else, and the operations that undo it. */
  drift: {
    title: string;
    by(facts: Record<string, string>, simulator: Simulator): { operation: string; call: OperationCall };
    calls: readonly string[];
  };
  /** An object that exists already: how to name it, what it looks like and what it does not. */
  existing(
    facts: Record<string, string>,
    simulator: Simulator,
  ): { id: string; args: Record<string, unknown>; different: Record<string, unknown>; says: string };
  /** Operations that remove it. */
  remove: readonly string[];
  /** Whether anything is left of it. */
  gone(facts: Record<string, string>, simulator: Simulator): boolean;
}

export const idOf = (made: unknown): string =>
  typeof made === "object" && made !== null && "id" in made ? String(made.id) : "";
