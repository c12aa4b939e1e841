import type { ClaimRegister } from "../claim-register";
import { claimsOf } from "../claims-of";
import type { Fault } from "../errors";
import { isRecord } from "../is-record";
import type { KindName } from "../kinds";
import { policyOf } from "../object-policy";
import { type PlacedObject, placesOfObject } from "../places-in-manifests";

/** An object, and where it is written. */
interface WrittenDown extends PlacedObject {
  kind: string;
  /** Absent where it is none of this model. */
  known?: KindName;
  metadata: Readonly<Record<string, unknown>>;
  file: string;
  line: number;
}

/**
 * What an object without faults declares that others of the set declare as well. Objects that are to be left alone declare nothing.
 * @param applied Namespace of objects that say none.
 */
export function claimFaults(object: WrittenDown, register: ClaimRegister, applied: string): Fault[] {
  const { known, kind, name, namespace, spec, metadata, file, line } = object;
  if (!known || isSkipped(metadata)) return [];
  const owner = `${kind}/${namespace === undefined ? "" : `${namespace}/`}${name} (${file}:${line})`;
  return register.declare(
    owner,
    claimsOf(known, spec),
    placesOfObject({ name, namespace: namespace ?? applied, spec }),
  );
}

function isSkipped({ annotations }: WrittenDown["metadata"]): boolean {
  const texts = Object.entries(isRecord(annotations) ? annotations : {});
  return policyOf(Object.fromEntries(texts.map(([key, value]) => [key, String(value)]))).reconciliation === "skip";
}
