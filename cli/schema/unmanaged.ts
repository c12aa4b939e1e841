import type { Unmanaged } from "../../provider/schema/declarative/unmanaged/compare";
import type { Io } from "./io";

/** Names what is not managed: what only stays as it is in one line, as there can be a lot of it. */
export function noteUnmanaged(unmanaged: readonly Unmanaged[], io: Pick<Io, "err">): void {
  const left = unmanaged.filter(({ state, kind, name }) => state === "current" && !name.startsWith(`${kind} of `));
  for (const found of unmanaged) {
    if (found.state !== "same" && !left.includes(found)) io.err(`Note: ${found.message}\n`);
  }
  const names = left.map(({ kind, name }) => `${kind} ${name}`);
  if (names.length > 0) io.err(`Note: not managed, and left as it is: ${names.join(", ")}\n`);
}
