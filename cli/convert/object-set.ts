import { type KindName, kindInfo } from "../../sdk/model/kinds";
import { mapReferences } from "../../sdk/model/map-references";
import { camelCase, Names, reservedWords } from "./names";
import type { OtherObject, SourceObject, Sources } from "./source";

/** The objects of a program by name, in an order in which each comes after those that it refers to. */
export class ObjectSet {
  readonly ordered: readonly SourceObject[];
  readonly #byKey = new Map<string, SourceObject>();
  readonly #others: ReadonlyMap<string, OtherObject>;
  readonly #names = new Names(reservedWords);
  readonly #referred = new Set<SourceObject>();

  constructor({ objects, others }: Sources) {
    for (const object of objects) this.#byKey.set(keyOf(object.kind, object.name, object.namespace), object);
    this.#others = new Map(others.map((one) => [keyOf(one.kind, one.name, one.namespace), one]));
    const ordered = new Set<SourceObject>();
    for (const object of objects) this.#place(object, ordered, new Set());
    this.ordered = [...ordered];
  }

  /** The object that a reference names. A reference without a namespace means the referrer's own. */
  find(kind: string, reference: object, referrer: SourceObject): SourceObject | undefined {
    return this.#byKey.get(keyOf(kind, ...nameIn(reference, referrer)));
  }

  /** The Secret or ConfigMap that a reference names. */
  data(kind: string, reference: object, referrer: SourceObject): OtherObject | undefined {
    return this.#others.get(keyOf(kind, ...nameIn(reference, referrer)));
  }

  /** The variable that holds an object. */
  variable(object: SourceObject): string {
    const short = object.kind.replace(/^Atlas/, "");
    const wishes = [
      camelCase(object.name),
      camelCase(object.name, short),
      camelCase(object.namespace ?? "", object.name, short),
    ];
    return this.#names.of(keyOf(object.kind, object.name, object.namespace), ...wishes);
  }

  /** Whether another object refers to this one, so that it needs a variable. */
  isReferred(object: SourceObject): boolean {
    return this.#referred.has(object);
  }

  #place(object: SourceObject, ordered: Set<SourceObject>, above: Set<SourceObject>): void {
    if (ordered.has(object) || above.has(object)) return;
    mapReferences(object.spec, kindInfo(object.kind).references, (value, { target }) => {
      const found = target === undefined ? undefined : this.find(target, value, object);
      if (!found) return value;
      this.#referred.add(found);
      this.#place(found, ordered, new Set([...above, object]));
      return value;
    });
    ordered.add(object);
  }
}

/** A spec's fields in the order in which the model, and so its documentation, has them. */
export function inModelOrder(kind: KindName, spec: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { fields } = kindInfo(kind);
  const known = fields.filter((field) => spec[field] !== undefined).map((field) => [field, spec[field]] as const);
  return { ...Object.fromEntries(known), ...spec };
}

/** Name and namespace that a reference gives. */
export function nameIn(reference: object, referrer: SourceObject): [name: string, namespace: string | undefined] {
  const fields = new Map<string, unknown>(Object.entries(reference));
  const text = (field: string): string | undefined => {
    const value = fields.get(field);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return [text("name") ?? "", text("namespace") ?? referrer.namespace];
}

const keyOf = (kind: string, name: string, namespace = ""): string => `${kind}/${namespace}/${name}`;
