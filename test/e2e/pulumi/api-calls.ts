import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const page = readFileSync(resolve(__dirname, "../../../docs/api-calls.md"), "utf8");

/**
 * Operations that a change writes with, as docs/api-calls.md has them.
 * @param section Heading: `AtlasTeam`.
 * @param change First column: `name`.
 */
export function writesOf(section: string, change: string): string[] {
  const below = page.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? "";
  const rows = below.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  const writes = rows.find((cells) => cells[1] === change)?.[3];
  if (writes === undefined) throw new Error(`docs/api-calls.md has no change "${change}" under "${section}"`);
  return writes.split(", ").flatMap((write) => {
    const [operation = "", times = "1"] = write.split(" × ");
    return Array.from({ length: Number(times) }, () => operation);
  });
}
