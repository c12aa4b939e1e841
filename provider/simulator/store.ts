/** Where collections keep their documents beyond the process. */
export interface Persistence {
  /** All kept documents of a collection, in the order they were first put. */
  load(collection: string): Iterable<readonly [key: string, json: string]>;
  put(collection: string, key: string, json: string): void;
  delete(collection: string, key: string): void;
  close(): void;
}

/**
 * Documents of one sort by key, in the order they were made. A document is changed by putting it again, which is also
 * what persists it.
 */
export class Collection<Doc extends object> {
  readonly #docs = new Map<string, Doc>();

  constructor(
    private readonly name: string,
    private readonly persistence?: Persistence,
  ) {
    for (const [key, json] of persistence?.load(name) ?? []) {
      const doc: Doc = JSON.parse(json);
      this.#docs.set(key, doc);
    }
  }

  get(key: string): Doc | undefined {
    return this.#docs.get(key);
  }

  put(key: string, doc: Doc): Doc {
    this.#docs.set(key, doc);
    this.persistence?.put(this.name, key, JSON.stringify(doc));
    return doc;
  }

  delete(key: string): boolean {
    const existed = this.#docs.delete(key);
    if (existed) this.persistence?.delete(this.name, key);
    return existed;
  }

  values(): Doc[] {
    return [...this.#docs.values()];
  }

  /** Documents that fulfil a condition. */
  where(condition: (doc: Doc) => boolean): Doc[] {
    const found: Doc[] = [];
    for (const doc of this.#docs.values()) if (condition(doc)) found.push(doc);
    return found;
  }

  /** Deletes the documents that fulfil a condition. */
  deleteWhere(condition: (doc: Doc) => boolean): void {
    for (const [key, doc] of this.#docs) if (condition(doc)) this.delete(key);
  }

  /** The first document that fulfils a condition. */
  find(condition: (doc: Doc) => boolean): Doc | undefined {
    for (const doc of this.#docs.values()) if (condition(doc)) return doc;
    return undefined;
  }
}

/** Joins the parts of a composite key; the parts may hold any character. */
export function keyOf(...parts: string[]): string {
  return parts.map(encodeURIComponent).join("/");
}
