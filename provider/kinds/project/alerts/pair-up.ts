/**
 * Gives as many items of one list as possible an item of the other that fits, each its own. An item that fits several gives way to one
 * that fits only it (augmenting paths, after Kuhn), so what belongs together is found whatever the order.
 *
 * @returns for each item of `left` the index of its partner in `right`; `undefined` where none is left for it
 */
export function pairUp<Left, Right>(
  left: readonly Left[],
  right: readonly Right[],
  fits: (one: Left, other: Right) => boolean,
): (number | undefined)[] {
  const partnerOf = new Map<number, number>();
  const place = (index: number, one: Left, tried: Set<number>): boolean => {
    for (const [candidate, other] of right.entries()) {
      if (tried.has(candidate) || !fits(one, other)) continue;
      tried.add(candidate);
      const holder = partnerOf.get(candidate);
      const rival = holder === undefined ? undefined : left[holder];
      if (holder === undefined || rival === undefined || place(holder, rival, tried)) {
        partnerOf.set(candidate, index);
        return true;
      }
    }
    return false;
  };
  for (const [index, one] of left.entries()) place(index, one, new Set());
  const partners = new Map([...partnerOf].map(([candidate, index]) => [index, candidate]));
  return left.map((_, index) => partners.get(index));
}
