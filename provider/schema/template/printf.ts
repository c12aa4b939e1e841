import { FunctionFault, numberIn, printed } from "./functions";

const VERB = /%(?:%|([-+ #0]*)(\d+)?(?:\.(\d+))?(.?))/gsu;

/** Go's `printf`, of the verbs for text and numbers. @throws FunctionFault where Go would print a complaint into the text */
export function format(pattern: unknown, ...values: unknown[]): string {
  const left = [...values];
  const text = String(pattern).replaceAll(VERB, (all, flags: string, width, digits, verb: string) => {
    if (all === "%%") return "%";
    if (left.length === 0) throw new FunctionFault(`nothing is given for ${all}`);
    return padded(signed(one(all, verb, left.shift(), digits), flags, verb), flags, Number(width ?? 0));
  });
  if (left.length > 0) throw new FunctionFault(`more is given than "${String(pattern)}" takes`);
  return text;
}

function one(all: string, verb: string, value: unknown, digits: string | undefined): string {
  switch (verb) {
    case "s":
    case "v":
      return digits ? [...printed(value)].slice(0, Number(digits)).join("") : printed(value);
    case "q":
      return JSON.stringify(printed(value));
    case "t":
      if (typeof value === "boolean") return String(value);
      break;
    case "d":
      if (typeof value === "bigint" || Number.isInteger(numberIn(value))) return String(value);
      break;
    case "x":
    case "X": {
      const hex = hexOf(value);
      if (hex !== undefined) return verb === "x" ? hex : hex.toUpperCase();
      break;
    }
    case "f": {
      const number = numberIn(value);
      if (typeof number === "number") return number.toFixed(Number(digits ?? 6));
    }
  }
  throw new FunctionFault(`${all} cannot print ${value === null ? "null" : `a ${typeof value}`}`);
}

function hexOf(value: unknown): string | undefined {
  if (typeof value === "string") return Buffer.from(value).toString("hex");
  if (typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value))) return value.toString(16);
  return undefined;
}

function signed(text: string, flags: string, verb: string): string {
  if (!"df".includes(verb) || text.startsWith("-")) return text;
  if (flags.includes("+")) return `+${text}`;
  return flags.includes(" ") ? ` ${text}` : text;
}

function padded(text: string, flags: string, width: number): string {
  if (flags.includes("-")) return text.padEnd(width);
  if (!flags.includes("0")) return text.padStart(width);
  const [sign = ""] = /^[-+ ]?/.exec(text) ?? [];
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}
