import type { KindName } from "./kinds";
import type { Resolved } from "./markers";

/** Something in Atlas of which there is one, and which a declaration makes its own. Two that claim the same undo each other's work. */
export interface Claim {
  /** Where it is declared: `spec.projectIpAccessList[0]`. */
  path: string;
  /** What it is, in words that tell it from things of other sorts: `IP access list entry`. */
  thing: string;
  /** What it is called, for people, and what tells it from others of its sort unless there is a `key`. Absent: there is one in its place. */
  name?: string;
  /** What tells it from others of its sort, where names can be written in several ways. */
  key?: string;
  /** Keeps things of one key apart where both claims name something, and name different things. */
  apart?: Named;
  /**
   * In what there is one of it: the declared object `itself`, the `project` that the declaration refers to, the organisation of its
   * credentials (`account`), or all of Atlas.
   */
  within: "itself" | "project" | "account" | "atlas";
}

/** Something that a declaration names. */
export interface Named {
  kind: KindName;
  /** As it is written: an id in Atlas, or an object with the `id` or the `name` of it. */
  reference: unknown;
}

/** Says what a specification of the right shape claims, in either form. Pure. */
export type Claims<Spec> = (spec: Spec | Resolved<Spec>) => Claim[];

/** Whether a claim is of what a declaration is as a whole, and not of something that it lists among other things. */
export const isOfWhole = ({ path, within }: Claim): boolean => within !== "itself" && !path.endsWith("]");

/** What is claimed, for people: `database user "admin/app"`. */
export const describeClaim = ({ thing, name }: Pick<Claim, "thing" | "name">): string =>
  name === undefined ? thing : `${thing} ${JSON.stringify(name)}`;

/** A claim of each item of a list that has a name. */
export function eachItem<Item>(
  path: string,
  items: readonly Item[] | undefined,
  claim: (item: Item) => Omit<Claim, "path"> | undefined,
): Claim[] {
  return (items ?? []).flatMap((item, index) => {
    const found = claim(item);
    return found ? [{ path: `${path}[${index}]`, ...found }] : [];
  });
}
