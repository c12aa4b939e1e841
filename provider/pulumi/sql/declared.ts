import type { Surroundings } from "../../kinds/sql/contract";
import type { Hidden } from "../inputs";
import type { Json } from "../json";
import type { DatabaseContext } from "./context";

/** One database object that the program declares. */
export interface Declaration {
  urn: string;
  kind: Hidden["kind"];
  spec: Json;
  surroundings: Surroundings;
  /** This run of the engine makes it: state knows it by another name, as another object, or not at all. */
  isNew: boolean;
}

/**
 * The database objects that the program declares, as the engine tells of them before it deletes what the program has no more. The
 * engine starts a process for each run, so these are those of the run.
 */
export class DeclaredDatabases {
  readonly #byUrn = new Map<string, Declaration>();

  /** Notes an object. The engine asks twice about one that is replaced, the second time as of one to be made. */
  note({ hidden, spec, surroundings }: DatabaseContext, firstRun: boolean): void {
    const { urn, kind } = hidden;
    const isNew = firstRun || this.#byUrn.get(urn)?.isNew === true;
    this.#byUrn.set(urn, { urn, kind, spec, surroundings, isNew });
  }

  all(): Declaration[] {
    return [...this.#byUrn.values()];
  }
}
