import type { Claim } from "./claims";
import type { Fault } from "./errors";

/**
 * How an engine names what claims are made within. Each may have several names (a resource in a program, an id in Atlas): it is the
 * same as soon as one of them is. None: nothing is known of it.
 */
export type Places = Readonly<Record<Claim["within"], readonly string[]>>;

/** What is declared in one set of objects or one program, by whom. Finds what two of them declare. */
export class ClaimRegister {
  readonly #holders = new Map<string, Map<string, Claim>>();
  readonly #keysOf = new Map<string, string[]>();

  /**
   * Notes what an owner claims, in place of what it claimed before.
   * @param owner What people know it by: `AtlasProject/shop (shop.yaml:3)`.
   * @returns a fault for each thing that others claim as well
   */
  declare(owner: string, claims: readonly Claim[], places: Places): Fault[] {
    for (const key of this.#keysOf.get(owner) ?? []) this.#holders.get(key)?.delete(owner);
    const own = claims.map((claim) => ({ claim, keys: places[claim.within].map((place) => keyOf(place, claim)) }));
    this.#keysOf.set(
      owner,
      own.flatMap(({ keys }) => keys),
    );
    return own.flatMap(({ claim, keys }) => {
      const others = new Map(keys.flatMap((key) => [...(this.#holders.get(key) ?? [])]));
      for (const key of keys) {
        const holders = this.#holders.get(key) ?? new Map<string, Claim>();
        this.#holders.set(key, holders.set(owner, claim));
      }
      others.delete(owner);
      const clashing = [...others].filter(([, theirs]) => !areApart(claim, theirs));
      return clashing.map(([other, theirs]) => clash(claim, other, theirs));
    });
  }
}

function clash({ path, thing, name }: Claim, other: string, theirs: Claim): Fault {
  const what = name === undefined ? thing : `${thing} ${JSON.stringify(name)}`;
  const message = `${what} is declared by ${other} too, in ${theirs.path}: keep one of them, as each would undo what the other does`;
  return { path, message };
}

const areApart = (one: Claim, other: Claim): boolean =>
  one.apart !== undefined && other.apart !== undefined && one.apart !== other.apart;

const keyOf = (place: string, { thing, name, key = name }: Claim): string => JSON.stringify([place, thing, key]);
