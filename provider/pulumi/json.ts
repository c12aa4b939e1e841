import { isRecord } from "../../sdk/model/is-record";

/** An object as it goes through the engine. */
export type Json = Record<string, unknown>;

/** A copy without anything that is absent or null: the engine drops the one and adds the other as it likes. */
export function plain(value: unknown): Json {
  const copy = withoutAbsent(value);
  return isRecord(copy) ? copy : {};
}

function withoutAbsent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAbsent);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null);
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutAbsent(inner)]));
}
