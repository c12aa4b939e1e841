import { canonical } from "../../provider/kinds/canonical";
import type { Reference } from "../../sdk/model/kind-info";
import { isKindName, type KindName, kindInfo } from "../../sdk/model/kinds";
import { Names } from "../convert/names";
import type { SourceObject } from "../convert/source";
import type { Found } from "./live-project";
import { hiddenSecrets } from "./secret-places";

type Json = Record<string, unknown>;

/** A Secret that an imported declaration names, and nobody can read. */
export interface UnreadableSecret {
  /** Object that needs it: `AtlasDatabaseUser/app`. */
  object: string;
  name: string;
  keys: readonly string[];
  /** Whether nothing can be declared without it. */
  needed: boolean;
}

/** Turns what was found in Atlas into what manifests say: names for ids, objects for what is embedded, names of Secrets. */
export class ProjectSources {
  readonly objects: SourceObject[] = [];
  readonly secrets: UnreadableSecret[] = [];
  readonly #names = new Names();
  readonly #byId = new Map<string, string>();
  /** Names of those written, by what is in them. */
  readonly #searchConfigs = new Map<string, string>();
  readonly #project: string;

  /** @param namespace Namespace of the objects; absent: none is said. */
  constructor(
    found: readonly Found[],
    private readonly namespace?: string,
  ) {
    for (const one of found)
      this.#byId.set(`${one.kind}/${one.atlasId}`, this.#nameFor(one.kind, titleIn(one.spec), one.identity));
    const project = found.find(({ kind }) => kind === "AtlasProject");
    this.#project = project ? (this.#byId.get(`AtlasProject/${project.atlasId}`) ?? "") : "";
    for (const { kind, atlasId, identity, spec } of found) {
      this.#add(kind, this.#byId.get(`${kind}/${atlasId}`) ?? "", spec, identity);
    }
  }

  #add(kind: KindName, name: string, read: Json, existing?: string): void {
    const spec = structuredClone(read);
    const { references, fields } = kindInfo(kind);
    if (existing !== undefined && fields.includes("projectRef") && kind !== "AtlasProject") {
      delete spec.externalProjectRef;
      spec.projectRef = { name: this.#project };
    }
    for (const { holder, field, path, suffix, needed = false } of hiddenSecrets(kind, spec)) {
      const secret = objectName(`${name}-${suffix}`);
      holder[field] = { name: secret };
      const keys = references.find((place) => place.path === path)?.keys ?? [];
      this.secrets.push({ object: `${kind}/${name}`, name: secret, keys, needed });
    }
    for (const place of references) this.#writeReference(spec, kind, place, name);
    const { namespace } = this;
    this.objects.push({
      ...{ kind, name, spec, labels: {}, annotations: {} },
      ...(namespace !== undefined && { namespace }),
      ...(existing !== undefined && { existing }),
    });
  }

  /**
   * A reference that was read is an id, the embedded object itself, or what Atlas shows of a Secret. What is not among the objects is
   * left as an id.
   */
  #writeReference(
    spec: Json,
    kind: KindName,
    { path, marker, target = "", keys = [] }: Reference,
    referrer: string,
  ): void {
    const steps = path.replaceAll("[]", "").split(".");
    const wish = [referrer, (steps.at(-1) ?? "").replace(/Ref$/, "")].join("-");
    replaceAt(spec, steps, (value) => {
      if (marker === "secret") {
        if (isFields(value) && this.secrets.some((one) => one.name === value.name)) return value;
        const name = objectName(this.secrets.some((one) => one.name === objectName(wish)) ? `${wish}-2` : wish);
        this.secrets.push({ object: `${kind}/${referrer}`, name, keys, needed: false });
        return { name };
      }
      if (!isKindName(target)) return value;
      if (marker === "resource" && typeof value === "string") {
        const name = this.#byId.get(`${target}/${value}`);
        return name === undefined ? value : { name };
      }
      if (marker !== "embedded" || !isEmbedded(value)) return value;
      return { name: this.#embedded(target, wish, value.spec) };
    });
  }

  /**
   * The name of an embedded object. Atlas knows it as a part of its referrers only: each has its own, but for analyzers and other
   * definitions of search that are the same in several indexes.
   */
  #embedded(kind: KindName, wish: string, spec: Json): string {
    const content = kind === "AtlasSearchIndexConfig" ? canonical(spec) : undefined;
    const known = content === undefined ? undefined : this.#searchConfigs.get(content);
    if (known !== undefined) return known;
    const name = this.#nameFor(kind, wish, `${wish} ${this.objects.length}`);
    if (content !== undefined) this.#searchConfigs.set(content, name);
    this.#add(kind, name, spec);
    return name;
  }

  #nameFor(kind: string, wish: string, thing: string): string {
    return this.#names.of(`${kind} ${thing}`, `${kind} ${objectName(wish)}`).slice(kind.length + 1);
  }
}

/** The name that people know an object by. */
function titleIn(spec: Json): string {
  for (const holder of [spec, spec.deploymentSpec, spec.flexSpec]) {
    if (typeof holder !== "object" || holder === null) continue;
    const fields = new Map<string, unknown>(Object.entries(holder));
    const name = fields.get("name") ?? fields.get("username");
    if (typeof name === "string" && name !== "") return name;
  }
  const { provider, region } = spec;
  return [provider, region].filter((part) => typeof part === "string" && part !== "").join("-") || "it";
}

/** A name as Kubernetes takes it: lower case letters, digits, dashes and dots. */
function objectName(name: string): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9.-]+/g, "-");
  return plain.replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "").slice(0, 200) || "it";
}

function replaceAt(value: unknown, [field = "", ...rest]: string[], replace: (value: unknown) => unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) replaceAt(item, [field, ...rest], replace);
    return;
  }
  if (!isFields(value) || value[field] === undefined) return;
  const held = value[field];
  if (rest.length > 0) replaceAt(held, rest, replace);
  else value[field] = Array.isArray(held) ? held.map(replace) : replace(held);
}

const isFields = (value: unknown): value is Json => typeof value === "object" && value !== null;

const isEmbedded = (value: unknown): value is { spec: Json } => isFields(value) && isFields(value.spec);
