import type { Reference } from "../../../sdk/model/kind-info";
import { isKindName, type KindName, kindInfo } from "../../../sdk/model/kinds";
import type { Fixture } from "../../kinds/conformance/fixture";
import { fill, type Names } from "../../kinds/conformance/world";
import type { World } from "./world";

type Json = Record<string, unknown>;

/** Secret with credentials that an object is declared with, where it needs some or they are asked for. */
export const OWN_KEY = "own-key";
/** Project that an object is in, where it cannot name one by its id or is to use its credentials; kept in Atlas when it is deleted. */
export const SURROUNDING = "surrounding";

/**
 * Writes what a conformance fixture declares as manifests into a namespace: its references become objects and Secrets beside it.
 * @param ownKey whether the object, or the project that it is in, has credentials of its own where it can
 * @returns the name of the object that the fixture is about
 */
export async function declare(
  world: World,
  fixture: Fixture,
  names: Names,
  namespace: string,
  ownKey = false,
): Promise<string> {
  const spec = await surround(world, fixture, names, namespace, ownKey);
  await world.create(fixture.kind, namespace, "subject", spec);
  return "subject";
}

/** Writes all that the object names, and not yet the object. @returns what it is to be declared as */
export async function surround(
  world: World,
  fixture: Fixture,
  names: Names,
  namespace: string,
  ownKey = false,
): Promise<Json> {
  const credentials = kindInfo(fixture.kind).references.find(({ marker }) => marker === "credentials");
  const spec = await new Declaration(world, names, namespace).manifest(fixture.kind, fill(fixture.base, names));
  if (ownKey && credentials && spec.projectRef) {
    delete spec.projectRef;
    spec.externalProjectRef = { id: names.$project };
  }
  const own = ownKey || fixture.organisation !== undefined || spec.externalProjectRef !== undefined;
  if (own) {
    const { publicKey, privateKey } = world.atlas.addApiKey({ orgId: names.$org, roles: ["ORG_OWNER"] });
    await world.secret(namespace, OWN_KEY, { orgId: names.$org, publicApiKey: publicKey, privateApiKey: privateKey });
    if (credentials) spec[credentials.path] = { name: OWN_KEY };
  }
  if (spec.projectRef) {
    const connectionSecretRef = ownKey ? { name: OWN_KEY } : undefined;
    const project = { name: `for-${names.$unique}`, connectionSecretRef };
    const annotations = { "mongodb.com/atlas-resource-policy": "keep" };
    await world.create("AtlasProject", namespace, SURROUNDING, project, { annotations });
  }
  return spec;
}

/**
 * Has what was declared declared otherwise: `set` of its conformance fixture laid over it. What that names becomes objects and Secrets
 * beside it, and embedded objects that are there change with it.
 */
export async function redeclare(
  world: World,
  { kind }: Fixture,
  set: Json,
  names: Names,
  namespace: string,
): Promise<void> {
  const given = await new Declaration(world, names, namespace, "changed-").manifest(kind, fill(set, names));
  // Fields that are taken out, which JSON would lose.
  const gone = Object.fromEntries(Object.entries(set).filter(([, value]) => value === undefined));
  await world.edit(kind, namespace, "subject", (object) => ({
    ...object,
    spec: { ...object.spec, ...given, ...gone },
  }));
}

class Declaration {
  #secrets = 0;

  /** @param prefix Of the names of Secrets. With one, objects that are there already are changed. */
  constructor(
    readonly world: World,
    readonly names: Names,
    readonly namespace: string,
    readonly prefix = "",
  ) {}

  /** A spec as manifests have it, made from one in which every reference is what it stands for. */
  async manifest(kind: KindName, resolved: Json): Promise<Json> {
    const spec = structuredClone(resolved);
    for (const place of kindInfo(kind).references) {
      await this.#replaceAt(spec, place.path.replaceAll("[]", "").split("."), place);
    }
    return spec;
  }

  async #replaceAt(value: unknown, [step = "", ...rest]: string[], place: Reference): Promise<void> {
    if (Array.isArray(value)) {
      for (const item of value) await this.#replaceAt(item, [step, ...rest], place);
    } else if (isRecord(value) && value[step] !== undefined) {
      if (rest.length > 0) await this.#replaceAt(value[step], rest, place);
      else if (Array.isArray(value[step])) {
        value[step] = await Promise.all(value[step].map((item) => this.#reference(item, place)));
      } else value[step] = await this.#reference(value[step], place);
    }
  }

  async #reference(value: unknown, { marker, target = "", keys = [] }: Reference): Promise<unknown> {
    if (marker === "secret") return { name: await this.#secret(value, keys) };
    if (marker === "embedded" && isKindName(target)) return { name: await this.#object(target, value) };
    if (marker !== "resource") return value;
    if (target === "AtlasProject") return { name: SURROUNDING };
    if (target === "AtlasTeam") return { name: await this.#team(String(value)) };
    return { id: value };
  }

  async #secret(value: unknown, keys: readonly string[]): Promise<string> {
    this.#secrets += 1;
    const name = `${this.prefix}secret-${this.#secrets}`;
    const data = isRecord(value) ? Object.entries(value) : [[keys[0] ?? "", value] as const];
    await this.world.secret(this.namespace, name, Object.fromEntries(data.map(([key, text]) => [key, String(text)])));
    return name;
  }

  async #object(kind: KindName, value: unknown): Promise<string> {
    const { id, spec } = isRecord(value) ? value : {};
    const name = String(id)
      .toLowerCase()
      .replace(/[^a-z0-9-]/g, "-");
    const there = await this.world.get(kind, this.namespace, name);
    if (there && !this.prefix) return name;
    const declared = await this.manifest(kind, isRecord(spec) ? spec : {});
    if (there) await this.world.edit(kind, this.namespace, name, (object) => ({ ...object, spec: declared }));
    else await this.world.create(kind, this.namespace, name, declared);
    return name;
  }

  async #team(id: string): Promise<string> {
    const name = id === this.names.$teamA ? "a" : "b";
    if (!(await this.world.get("AtlasTeam", this.namespace, name))) {
      const spec = { name: `${name}-${this.names.$unique}`, usernames: ["alice@example.com"] };
      await this.world.create("AtlasTeam", this.namespace, name, spec);
    }
    return name;
  }
}

const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
