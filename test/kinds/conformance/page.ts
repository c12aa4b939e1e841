import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";

/** Compares a generated file with what it should be; with `UPDATE=1` writes it anew first. */
export async function expectFile(path: string, text: string): Promise<void> {
  const at = join(__dirname, "../../..", path);
  if (process.env.UPDATE === "1") await writeFile(at, text);
  expect(text).toBe(await readFile(at, "utf8"));
}
