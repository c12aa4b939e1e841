import type { EmbeddedValue } from "../../../sdk/model/markers";
import { union } from "../project/section";
import { connectionOf } from "./connection";
import type { ResolvedInstance } from "./plan";
import { connectionCondition } from "./registry";
import { sealConnection } from "./secrets";

const nameOf = (value: EmbeddedValue): string => connectionOf(value).name;

/** What is owned after a pass, with sealed secrets. Pure but for the salt of new seals. */
export function claimInstance(
  desired: ResolvedInstance,
  previous: ResolvedInstance | undefined,
  failed: (condition: string) => boolean,
): ResolvedInstance {
  const unsure = failed(connectionCondition);
  return withRegistry(desired, previous, unsure, () => !unsure);
}

/** What is owned once one connection went through while others are still to come. */
export function claimConnection(
  desired: ResolvedInstance,
  previous: ResolvedInstance | undefined,
  connection: string,
): ResolvedInstance {
  return withRegistry(desired, previous, true, (name) => name === connection);
}

function withRegistry(
  desired: ResolvedInstance,
  previous: ResolvedInstance | undefined,
  keep: boolean,
  sent: (connection: string) => boolean,
): ResolvedInstance {
  const { connectionRegistry: declared, ...own } = desired;
  const before = new Map((previous?.connectionRegistry ?? []).map((value) => [nameOf(value), connectionOf(value)]));
  const sealed = (declared ?? []).map((value) => {
    const name = nameOf(value);
    return sealConnection(value, before.get(name), sent(name));
  });
  const owned = keep ? union(previous?.connectionRegistry, sealed, nameOf) : sealed;
  return owned.length > 0 || declared ? { ...own, connectionRegistry: owned } : own;
}
