import { createHash } from "node:crypto";
import { isRecord } from "../../../sdk/model/is-record";
import type { Owned } from "../../kinds/contract";
import { readOwned } from "../../kinds/owned";
import { APPLIED, annotationOf, LAST_APPLIED } from "../cluster/annotations";
import type { Json, ManagedObject } from "../cluster/managed-object";

/** What is remembered of an object from pass to pass: who it is in Atlas, and what of that is ours. */
export interface Applied {
  /** Identity, as the kind's handler has it. */
  id: Json;
  /** What references to the object carry. */
  atlasId?: string;
  owned?: Owned<Json>;
  /** Secret with the credentials that were used, for when nothing names them any more. */
  credentials?: string;
}

/** As it is written down. */
interface Written extends Applied {
  /** Digest of upstream's own annotation at that time. Another one there says that another operator has worked on the object since. */
  upstream?: string;
}

/** The memory as an annotation has it. */
export function writeApplied(applied: Applied, lastApplied: string | undefined): string {
  const written: Written = { ...applied, ...(lastApplied !== undefined && { upstream: digest(lastApplied) }) };
  return JSON.stringify(written);
}

/**
 * What an object's annotation tells. What is not of the expected shape was not written by us and tells nothing. Where another operator
 * has applied the object since, what we owned is outdated: only the identity stays.
 */
export function readApplied(object: ManagedObject): Applied | undefined {
  const written = parse(annotationOf(object, APPLIED));
  if (!written) return undefined;
  const { id, atlasId, owned, credentials, upstream } = written;
  if (!isIdentity(id)) return undefined;
  const ours = readOwned(owned);
  const lastApplied = annotationOf(object, LAST_APPLIED);
  const outdated = lastApplied !== undefined && upstream !== undefined && digest(lastApplied) !== upstream;
  return {
    id,
    ...(typeof atlasId === "string" && { atlasId }),
    ...(ours && !outdated && { owned: ours }),
    ...(typeof credentials === "string" && { credentials }),
  };
}

/** Atlas id of an object, as far as it is known: ours, else the one that upstream's status shows. */
export function atlasIdOf(object: ManagedObject): string | undefined {
  const known = readApplied(object)?.atlasId ?? object.status?.id;
  return typeof known === "string" && known !== "" ? known : undefined;
}

/** Upstream's own record, if there is one that can be read. */
export function readLastApplied(object: ManagedObject): Json | undefined {
  return parse(annotationOf(object, LAST_APPLIED));
}

function parse(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch (error) {
    // Anybody may write an annotation.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const digest = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, 22);

/** Whether two identities are of different things. That one of them has an id of Atlas's that the other has not yet tells nothing. */
export const areDistinct = (one: Json, other: Json): boolean =>
  Object.keys(one).some((name) => other[name] !== undefined && other[name] !== one[name]);

/** Whether it can be an identity of some kind: names and ids, each by what it is of. */
export function isIdentity(value: unknown): value is Json {
  const texts = isRecord(value) ? Object.values(value) : [];
  return texts.length > 0 && texts.every((text) => typeof text === "string");
}
