import { isIP } from "node:net";
import { parseAtlasDate } from "./atlas-date";

interface Format {
  test(text: string): boolean;
  /** What a text must be, after "is not". */
  expected: string;
}

function isCidr(text: string): boolean {
  const [, address = "", bits = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128);
}

/** Whether a text can be an e-mail address. Which ones there are, only a letter tells. */
export const isContact = (text: string): boolean => /^[^@\s]+@[^@\s]+$/.test(text);

/** Formats that the engines know beside those of JSON Schema. A custom resource definition has none of them. */
export const strictFormats: Readonly<Record<string, Format>> = {
  ip: { test: (text) => isIP(text) !== 0, expected: "an IP address (IPv4 or IPv6)" },
  cidr: { test: isCidr, expected: "a block of addresses such as 10.0.0.0/8 or 2001:db8::/32" },
  contact: { test: isContact, expected: "an e-mail address" },
  "atlas-id": { test: (text) => /^[a-f0-9]{24}$/.test(text), expected: "an id of Atlas: 24 hexadecimal digits" },
  "atlas-date": {
    test: (text) => parseAtlasDate(text) !== undefined,
    expected: "a date such as 2026-12-31 or 2026-12-31T23:59:59Z",
  },
};
