import { readdir, readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import type { ManifestText } from "../sdk/model/manifest";
import { FileError, fileError, NothingGivenError } from "./errors";

/** Endings of the files that are read from a directory: as kubectl has them. */
const endings = new Set([".yaml", ".yml", ".json"]);

/** How many files are open at the same time. */
const atOnce = 32;

/**
 * Reads what the command line names: files whatever their ending, directories with all that is below them (but for hidden ones and
 * node_modules), and `-` for standard input. In the order given, directories sorted; a file that is named twice is read once.
 *
 * @throws FileError for the first that cannot be read, NothingGivenError when a directory holds no manifest
 */
export async function readManifests(paths: readonly string[]): Promise<ManifestText[]> {
  const files: string[] = [];
  for (const path of new Set(paths)) files.push(...(path === "-" ? [path] : await filesAt(path)));
  const unique = [...new Set(files)];
  const texts: ManifestText[] = [];
  for (let start = 0; start < unique.length; start += atOnce) {
    texts.push(...(await Promise.all(unique.slice(start, start + atOnce).map(readManifest))));
  }
  return texts;
}

async function filesAt(path: string): Promise<string[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileError("read", path, error);
  });
  if (!found.isDirectory()) return [path];
  const files = await filesBelow(path);
  if (files.length === 0) {
    throw new NothingGivenError(`Directory ${path} holds no .yaml, .yml or .json file.`, {
      hint: "Name the directory that the manifests are in, or - to read standard input.",
    });
  }
  return files;
}

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    throw fileError("read", directory, error);
  });
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) files.push(...(await filesBelow(path)));
    else if (endings.has(extname(entry.name).toLowerCase())) files.push(path);
  }
  return files;
}

async function readManifest(file: string): Promise<ManifestText> {
  const bytes = await (file === "-" ? readStandardInput() : readFile(file)).catch((error: unknown) => {
    throw fileError("read", file === "-" ? "standard input" : file, error);
  });
  return { file, text: decode(file, bytes) };
}

async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Takes a byte order mark off. @throws FileError for anything but UTF-8 */
function decode(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new FileError(`${file === "-" ? "Standard input" : file} is no UTF-8 text.`, {
      hint: "Manifests are UTF-8: convert it, or name another file.",
      cause: error,
    });
  }
}
