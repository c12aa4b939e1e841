import type { Reference } from "../../sdk/model/kind-info";
import { Code } from "./code";
import { camelCase, Names } from "./names";
import { nameIn, type ObjectSet } from "./object-set";
import { type Remark, type SourceObject, titleOf } from "./source";

/** Writes what references are in a Pulumi program, and collects what the stack's configuration must hold for it. */
export class References {
  readonly remarks: Remark[] = [];
  readonly #settings = new Map<string, string>();
  readonly #names = new Names();

  /** @param isOptional Tells Secrets that the program does without: what is not set stays as it is. */
  constructor(
    private readonly set: ObjectSet,
    private readonly isOptional: (secret: string) => boolean,
  ) {}

  /** Settings that the program asks for. */
  get settings(): readonly string[] {
    return [...this.#settings.keys()];
  }

  /** What stands in the program for a reference; `undefined` where there is nothing to stand for it. */
  write(value: object, place: Reference, path: string, referrer: SourceObject): unknown {
    const [name, namespace] = nameIn(value, referrer);
    const key = "key" in value && typeof value.key === "string" ? value.key : "";
    switch (place.marker) {
      case "resource":
      case "embedded":
        return this.#object(value, place, path, referrer);
      case "credentials":
        return this.#profile(name);
      case "configMapKey":
      case "configMap":
        return this.#content(value, place, referrer, key);
      case "secretKey":
        return this.#secret(name, [name, key], titleOf({ kind: "Secret", name, namespace }), key);
      default:
        return this.#secretOf(value, place, referrer);
    }
  }

  #object(value: object, { target = "", marker }: Reference, path: string, referrer: SourceObject): unknown {
    const found = this.set.find(target, value, referrer);
    if (found) return new Code(this.set.variable(found));
    const [name, namespace] = nameIn(value, referrer);
    // Some references may give the id in Atlas instead.
    if (name === "" && "id" in value) return value.id;
    const title = titleOf({ kind: target, name, namespace });
    if (marker === "resource")
      return this.#plain([name, target.replace(/^Atlas/, ""), "id"], `the Atlas id of ${title}`);
    this.remarks.push({ about: "lost", text: `${titleOf(referrer)} ${path}: ${title} is not among the manifests.` });
    return undefined;
  }

  #profile(name: string): string {
    const remark = `the profile ${JSON.stringify(name)}, from the Secret of that name: pulumi config set --path 'atlas:profiles["${name}"].publicKey' …`;
    if (!this.remarks.some(({ text }) => text === remark)) this.remarks.push({ about: "set", text: remark });
    return name;
  }

  #content(value: object, { marker }: Reference, referrer: SourceObject, key: string): unknown {
    const [name, namespace] = nameIn(value, referrer);
    const map = this.set.data("ConfigMap", value, referrer);
    const data = map && typeof map.value.data === "object" ? new Map(Object.entries(map.value.data ?? {})) : undefined;
    const title = titleOf({ kind: "ConfigMap", name, namespace });
    if (marker === "configMap")
      return data ? Object.fromEntries(data) : this.#record(name, `all of ${title}, as an object`);
    return data?.get(key) ?? this.#plain([name, key], `${key} of ${title}`);
  }

  /** A Secret with the keys that the field asks for: one is a value, several are a record of those that are there. */
  #secretOf(value: object, { keys = [] }: Reference, referrer: SourceObject): unknown {
    const [name, namespace] = nameIn(value, referrer);
    const title = titleOf({ kind: "Secret", name, namespace });
    const [only, ...more] = keys;
    if (only !== undefined && more.length === 0) return this.#secret(name, [name], title, only);
    const given = this.set.data("Secret", value, referrer)?.value;
    const has = new Set([...Object.keys(given?.data ?? {}), ...Object.keys(given?.stringData ?? {})]);
    const wanted = given ? keys.filter((key) => has.has(key)) : keys;
    return Object.fromEntries(wanted.map((key) => [key, this.#secret(name, [name, key], title, key)]));
  }

  #secret(name: string, words: readonly string[], title: string, key: string): Code {
    const optional = this.isOptional(name);
    const setting = this.#setting(words, `${key} of ${title}`, " --secret", optional ? "may-set" : "set");
    return new Code(`config.${optional ? "getSecret" : "requireSecret"}(${setting})`);
  }

  #plain(words: readonly string[], what: string): Code {
    return new Code(`config.require(${this.#setting(words, what, "")})`);
  }

  #record(name: string, what: string): Code {
    return new Code(`config.requireObject(${this.#setting([name], what, " --path")})`);
  }

  #setting(words: readonly string[], what: string, flag: string, about: "set" | "may-set" = "set"): string {
    const setting = this.#names.of(what, camelCase(...words));
    if (!this.#settings.has(setting)) {
      this.#settings.set(setting, what);
      this.remarks.push({ about, text: `${what}: pulumi config set${flag} ${setting}` });
    }
    return JSON.stringify(setting);
  }
}
