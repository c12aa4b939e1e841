/** Where a recorded case ends otherwise on purpose. */
export interface ByDesign {
  because: string;
  /** What is otherwise, in the order in which it is found: each step and what of it; only the latter where the case is of one step. */
  differs: readonly string[];
}

/** A case's entry in a list; one for its database (`name on database`) comes before one for all. */
export function listed(list: Readonly<Record<string, ByDesign>>, name: string, database: string): ByDesign | undefined {
  return list[`${name} on ${database}`] ?? list[name];
}
