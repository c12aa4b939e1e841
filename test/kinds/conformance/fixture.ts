import type { AtlasCall } from "../../../provider/atlas";
import type { HandledKind } from "../../../provider/kinds/registry";
import type { Simulator } from "../../../provider/simulator";

/** A declaration as JSON, with placeholders (see `Names`). */
export type Spec = Record<string, unknown>;

/** A change of one group of fields: what it sets, and the writes it costs, in order. */
export interface Mutation {
  group: string;
  /** Laid over the base declaration; `undefined` takes a field out. */
  set: Spec;
  writes: readonly string[];
  /** Writes on the way back to the base declaration; those of `writes` when absent. */
  back?: readonly string[];
  /** There is no way back: Atlas lets nobody undo it. */
  final?: true;
  /** It waits for somebody outside Atlas then: for an endpoint in a network that nobody has made. */
  waits?: true;
}

/** All that conformance needs to know of a kind. */
export interface Fixture {
  title: string;
  kind: HandledKind;
  base: Spec;
  /**
   * Of a kind that an organisation has one of: every declaration gets an organisation of its own, which this makes ready for it. It
   * answers with the id that `$given` stands for, if there is one.
   */
  organisation?(simulator: Simulator, orgId: string): string | undefined;
  /** What there is in Atlas before: the answer has the id that `$given` stands for. */
  given?: AtlasCall;
  /** Writes that making the base declaration costs. */
  creates: readonly string[];
  /** Writes that adopting an object costs that differs as the first mutation says; those of that mutation when absent. */
  adopts?: readonly string[];
  removes: readonly string[];
  mutations: readonly Mutation[];
  /** Things done behind our back to an object that is as declared; the writes that mend them. */
  drift: readonly { what: string; call: AtlasCall; writes: readonly string[] }[];
}
