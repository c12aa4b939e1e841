import type { PlanSchemaRequest } from "../../../provider/schema/declarative/plan";

/** A schema `s` that is not declared, and what keeps it from being dropped. */
export interface Kept {
  because: string;
  there: string[];
  request?: Partial<PlanSchemaRequest>;
  /** How the refusal names what keeps it. */
  names: string[];
}

/** What keeps a schema in every database that has schemas. */
export const KEPT_EVERYWHERE: readonly Kept[] = [
  {
    because: "it holds a table that is excluded",
    there: ["create table s.z (id int)", "create table s.managed (id int)"],
    request: { exclude: ["s.z"] },
    names: ["table s.z"],
  },
  {
    because: "everything in it is excluded, but not the schema itself",
    there: ["create table s.z (id int)"],
    request: { exclude: ["*.*"] },
    names: ["table s.z"],
  },
  {
    because: "a table in it has a column that is excluded",
    there: ["create table s.z (id int, j int)"],
    request: { exclude: ["s.z.j"] },
    names: ["what exclude leaves alone in s"],
  },
  {
    because: "a skip policy keeps its tables",
    there: ["create table s.z (id int)"],
    request: { policy: { diff: { skip: ["drop_table"] } } },
    names: ["table s.z, which policy.diff.skip keeps"],
  },
];
