import { type Claim, describeClaim } from "./claims";
import type { Fault } from "./errors";

/**
 * How an engine names what claims are made within. Each may have several names (a resource in a program, an id in Atlas): it is the
 * same as soon as one of them is. None: nothing is known of it.
 */
export type Places = (within: Claim["within"]) => readonly string[];

/** Who claims something, and how. */
interface Holding {
  owner: string;
  claim: Claim;
}

/** What is declared in one set of objects or one program, by whom. Finds what two of them declare. */
export class ClaimRegister {
  /** One list a thing: nearly always of one owner, and there may be ten thousand. */
  readonly #holders = new Map<string, Holding[]>();
  readonly #keysOf = new Map<string, string[]>();

  /**
   * Notes what an owner claims, in place of what it claimed before.
   * @param owner What people know it by: `AtlasProject/shop (shop.yaml:3)`.
   * @returns a fault for each thing that others claim as well
   */
  declare(owner: string, claims: readonly Claim[], places: Places): Fault[] {
    this.#withdraw(owner);
    const keys: string[] = [];
    const faults: Fault[] = [];
    for (const claim of claims) {
      const others = new Map<string, Claim>();
      for (const key of keysOf(claim, places)) {
        keys.push(key);
        const holders = this.#holders.get(key);
        for (const other of holders ?? []) if (other.owner !== owner) others.set(other.owner, other.claim);
        if (holders) holders.push({ owner, claim });
        else this.#holders.set(key, [{ owner, claim }]);
      }
      for (const [other, theirs] of others) if (!areApart(claim, theirs)) faults.push(clash(claim, other, theirs));
    }
    this.#keysOf.set(owner, keys);
    return faults;
  }

  #withdraw(owner: string): void {
    for (const key of this.#keysOf.get(owner) ?? []) {
      const left = (this.#holders.get(key) ?? []).filter((holding) => holding.owner !== owner);
      if (left.length > 0) this.#holders.set(key, left);
      else this.#holders.delete(key);
    }
  }
}

/** What a claim is known by: two that share one are of one thing, unless they are kept `apart`. */
export function keysOf({ within, thing, name, key = name ?? "" }: Claim, places: Places): string[] {
  return places(within).map((place) => `${place}\0${thing}\0${key}`);
}

function clash(claim: Claim, other: string, theirs: Claim): Fault {
  const { path } = claim;
  const message = `${describeClaim(claim)} is declared by ${other} too, in ${theirs.path}: keep one of them, as each would undo what the other does`;
  return { path, message };
}

/** As far as they are written: whether an id in Atlas and a name are of one thing nobody knows here. */
const areApart = ({ apart: one }: Claim, { apart: other }: Claim): boolean =>
  one !== undefined && other !== undefined && JSON.stringify(one.reference) !== JSON.stringify(other.reference);
