import { isRecord } from "../../sdk/model/is-record";
import { type KindName, kindInfo } from "../../sdk/model/kinds";
import { isSeal, matchesSeal, sealSecret } from "./seal";

type Json = Record<string, unknown>;

/**
 * A declaration with its secrets sealed, for what is owned. A secret that was owned before keeps its seal, so that what is kept does
 * not change from pass to pass.
 *
 * @param unsure Whether it is open, of a field at the top of the spec, what Atlas was sent of it: secrets in it count as not sent, but
 *   for those that are as they were owned before. In lists, whoever knows what tells items apart says which: see `withSureSecrets`.
 */
export function sealSpec<Spec extends object>(
  kind: KindName,
  spec: Spec,
  previous: object | undefined,
  unsure: (field: string) => boolean,
): Spec {
  const known = sealsIn(kind, previous ?? {});
  const before = new Map<string, unknown>(Object.entries(previous ?? {}));
  const certain = Object.entries(spec).map(([field, value]) =>
    unsure(field) && !Array.isArray(value) ? [field, withSureSecrets(value, before.get(field))] : [field, value],
  );
  return mapSecrets(kind, { ...spec, ...Object.fromEntries(certain) }, (value, field) => {
    if (isSeal(value)) return value;
    if (unsure(field)) return undefined;
    const seal = [...known].find((one) => matchesSeal(value, one));
    // Each seal stands for one place: equal secrets must not show as equal.
    if (seal) known.delete(seal);
    return seal ?? sealSecret(value);
  });
}

/** What is declared, with the seals of what was owned in the same place before, where they fit: those secrets were surely sent. */
export function withSureSecrets<T>(desired: T, previous: unknown): T;
export function withSureSecrets(desired: unknown, previous: unknown): unknown {
  if (typeof desired === "string") {
    return typeof previous === "string" && matchesSeal(desired, previous) ? previous : desired;
  }
  if (Array.isArray(desired)) {
    return Array.isArray(previous) ? desired.map((item, index) => withSureSecrets(item, previous[index])) : desired;
  }
  if (!isRecord(desired) || !isRecord(previous)) return desired;
  return Object.fromEntries(
    Object.entries(desired).map(([name, value]) => [name, withSureSecrets(value, previous[name])]),
  );
}

function sealsIn(kind: KindName, spec: object): Set<string> {
  const seals = new Set<string>();
  mapSecrets(kind, spec, (value) => {
    if (isSeal(value)) seals.add(value);
    return value;
  });
  return seals;
}

/** A copy of a resolved spec in which every secret text is what `replace` makes of it; `undefined` leaves it out. */
function mapSecrets<Spec extends object>(
  kind: KindName,
  spec: Spec,
  replace: (value: string, field: string) => string | undefined,
): Spec {
  const { references, secrets } = kindInfo(kind);
  const marked = references.filter(({ marker }) => marker === "secret" || marker === "secretKey");
  const copy = structuredClone(spec);
  for (const path of [...marked.map((place) => place.path), ...secrets]) {
    const steps = path.replaceAll("[]", "").split(".");
    mapAt(copy, steps, (value) => replace(value, steps[0] ?? ""));
  }
  return copy;
}

function mapAt(value: unknown, [step, ...rest]: string[], replace: (value: string) => string | undefined): void {
  if (Array.isArray(value)) {
    for (const item of value) mapAt(item, [step ?? "", ...rest], replace);
  } else if (isRecord(value) && step !== undefined && value[step] !== undefined) {
    if (rest.length > 0) mapAt(value[step], rest, replace);
    else put(value, step, sealed(value[step], replace));
  }
}

/** A secret is a text, or a record of texts. */
function sealed(secret: unknown, replace: (value: string) => string | undefined): unknown {
  if (typeof secret === "string") return replace(secret);
  if (!isRecord(secret)) return secret;
  const copy: Json = {};
  for (const [name, value] of Object.entries(secret)) put(copy, name, sealed(value, replace));
  return copy;
}

function put(record: Json, name: string, value: unknown): void {
  if (value === undefined) delete record[name];
  else record[name] = value;
}
