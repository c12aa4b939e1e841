import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Intent, type Journal, JournalError } from "./journal";

/**
 * Keeps each intent in a small file of its own. A file appears whole or not at all (written aside, synced, renamed), so a kill at any
 * instant leaves either the old state or the new one. Several processes may share a directory: keys differ.
 */
export class FileJournal implements Journal {
  constructor(readonly directory: string) {}

  async find(key: string): Promise<Intent | undefined> {
    const file = this.#file(key);
    let text: string;
    try {
      text = await readFile(file, "utf8");
    } catch (error) {
      if (hasCode(error, "ENOENT")) return undefined;
      throw new JournalError(file, "cannot be read", { cause: error, hint: "Give this user access to the directory." });
    }
    return parse(file, text, key);
  }

  async record(key: string, intent: Intent): Promise<void> {
    const file = this.#file(key);
    const aside = `${file}.${randomUUID()}`;
    try {
      await mkdir(this.directory, { recursive: true, mode: 0o700 });
      const handle = await open(aside, "wx", 0o600);
      try {
        await handle.writeFile(`${JSON.stringify({ key, ...intent })}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(aside, file);
      await this.#syncDirectory();
    } catch (error) {
      const causes = [error];
      await rm(aside, { force: true }).catch((second: unknown) => causes.push(second));
      throw new JournalError(file, "cannot be written", {
        cause: causes.length === 1 ? error : new AggregateError(causes),
        hint: "Make room on the disk, or access to it.",
      });
    }
  }

  async clear(key: string): Promise<void> {
    await rm(this.#file(key), { force: true });
  }

  #file(key: string): string {
    return join(this.directory, `${createHash("sha256").update(key).digest("hex").slice(0, 40)}.json`);
  }

  async #syncDirectory(): Promise<void> {
    // Windows cannot open a directory; there the rename itself is as durable as it gets.
    if (process.platform === "win32") return;
    const handle = await open(this.directory, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

const fields = ["kind", "identity", "operation", "declared", "at"] as const;

function parse(file: string, text: string, key: string): Intent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(file, key, error);
  }
  const record: Record<string, unknown> = typeof value === "object" && value !== null ? { ...value } : {};
  const [kind, identity, operation, declared, at] = fields.map((field) => record[field]);
  if (
    record.key !== key ||
    typeof kind !== "string" ||
    typeof identity !== "string" ||
    typeof operation !== "string" ||
    typeof declared !== "string" ||
    typeof at !== "string"
  ) {
    throw damaged(file, key, undefined);
  }
  return { kind, identity, operation, declared, owned: record.owned, at };
}

const damaged = (file: string, key: string, cause: unknown) =>
  new JournalError(file, "is damaged", {
    cause,
    hint: `It tells who made ${key}. If the object exists in Atlas, import it; then delete the file.`,
  });

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
