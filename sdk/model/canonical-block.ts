import { isIPv4, isIPv6 } from "node:net";

/**
 * An address or block in one form, so that what is the same reads the same: a single address is a block of full length (`/32` or
 * `/128`), IPv6 is compressed and in lower case. Text that is neither stays as it is, for Atlas to judge.
 */
export function canonicalBlock(text: string): string {
  const [address = "", prefix, ...rest] = text.trim().split("/");
  if (rest.length > 0) return text;
  if (isIPv4(address)) return `${address}/${prefix ?? "32"}`;
  if (isIPv6(address)) return `${new URL(`http://[${address}]`).hostname.slice(1, -1)}/${prefix ?? "128"}`;
  return text;
}
