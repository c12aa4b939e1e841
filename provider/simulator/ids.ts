import { createHash } from "node:crypto";

/** Draws identifiers that look like Atlas's and are the same in every run with the same seed. */
export class IdSource {
  #drawn: number;

  constructor(
    private readonly seed: string,
    drawn = 0,
  ) {
    this.#drawn = drawn;
  }

  /** How many were drawn so far: a restarted simulator continues there. */
  get drawn(): number {
    return this.#drawn;
  }

  /** An object id: 24 hexadecimal digits. */
  objectId(): string {
    return this.#digest("id").slice(0, 24);
  }

  /** Lower case letters and digits, as in host names and public keys. */
  word(length: number): string {
    return BigInt(`0x${this.#digest("word")}`)
      .toString(36)
      .slice(0, length)
      .padStart(length, "a");
  }

  /** A private key: five groups of hexadecimal digits. */
  uuid(): string {
    const digits = this.#digest("uuid");
    return [8, 12, 16, 20, 32]
      .map((end, index, ends) => digits.slice(index === 0 ? 0 : ends[index - 1], end))
      .join("-");
  }

  #digest(purpose: string): string {
    this.#drawn += 1;
    return createHash("sha256").update(`${this.seed}/${purpose}/${this.#drawn}`).digest("hex");
  }
}
