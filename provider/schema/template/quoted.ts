const SHORT: Readonly<Record<string, string>> = {
  ...{ a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
  ...{ "\\": "\\", '"': '"' },
};

const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|([abfnrtv\\"])|.)/gs;

/**
 * What a text in the quotes of Go means: between backquotes it stands for itself, between others a backslash begins an escape.
 * Nothing where an escape is none of Go's. Bytes are taken for characters of Latin-1.
 */
export function unquoted(token: string): string | undefined {
  const inner = token.slice(1, -1);
  if (token.startsWith("`")) return inner;
  let known = true;
  const text = inner.replaceAll(ESCAPE, (_, ...found: (string | undefined)[]) => {
    const [byte, four, eight, octal, short] = found;
    const code = octal === undefined ? Number.parseInt(byte ?? four ?? eight ?? "", 16) : Number.parseInt(octal, 8);
    if (short !== undefined) return SHORT[short] ?? "";
    if (code <= (octal === undefined ? 0x10ffff : 0xff)) return String.fromCodePoint(code);
    known = false;
    return "";
  });
  return known ? text : undefined;
}
