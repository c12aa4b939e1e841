/** Where a text stops being UTF-8, counted from 1; columns count characters. */
export interface FaultyByte {
  line: number;
  column: number;
  /** What is there, as `0xe8`. */
  byte: string;
}

function firstFault(bytes: Uint8Array): FaultyByte {
  const given = Buffer.from(bytes);
  // Decoding replaces what is no UTF-8: the first byte that does not come back is at fault.
  const back = Buffer.from(given.toString("utf8"), "utf8");
  const at = given.findIndex((byte, index) => byte !== back[index]);
  const lines = given.subarray(0, at).toString("utf8").split("\n");
  const byte = `0x${(given[at] ?? 0).toString(16).padStart(2, "0")}`;
  return { line: lines.length, column: [...(lines.at(-1) ?? "")].length + 1, byte };
}

/**
 * The text that a source file holds. A byte order mark at its beginning stays: it is part of what is hashed.
 *
 * @throws what `refuse` makes of the first byte that is not UTF-8
 */
export function decodeSource(bytes: Uint8Array, refuse: (fault: FaultyByte) => Error): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // The decoder does not tell where it stopped.
    throw refuse(firstFault(bytes));
  }
}
