import type { DatabaseSync } from "node:sqlite";
import type { Persistence } from "./store";

/** Keeps the simulator's state in one SQLite file, so that it survives a restart. */
export class SqlitePersistence implements Persistence {
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    database.exec(
      `CREATE TABLE IF NOT EXISTS documents (
         number INTEGER PRIMARY KEY AUTOINCREMENT,
         collection TEXT NOT NULL, key TEXT NOT NULL, json TEXT NOT NULL,
         UNIQUE (collection, key))`,
    );
  }

  /** Opens or makes the file. Loaded on demand: Node prints a warning for its SQLite module. */
  static async open(file: string): Promise<SqlitePersistence> {
    const { DatabaseSync } = await import("node:sqlite");
    return new SqlitePersistence(new DatabaseSync(file));
  }

  *load(collection: string): Iterable<readonly [string, string]> {
    const rows = this.#database
      .prepare("SELECT key, json FROM documents WHERE collection = ? ORDER BY number")
      .all(collection);
    for (const row of rows) yield [String(row.key), String(row.json)];
  }

  put(collection: string, key: string, json: string): void {
    this.#database
      .prepare(
        `INSERT INTO documents (collection, key, json) VALUES (?, ?, ?)
         ON CONFLICT (collection, key) DO UPDATE SET json = excluded.json`,
      )
      .run(collection, key, json);
  }

  delete(collection: string, key: string): void {
    this.#database.prepare("DELETE FROM documents WHERE collection = ? AND key = ?").run(collection, key);
  }

  close(): void {
    this.#database.close();
  }
}
