import type { Intent } from "../../kinds/journal";
import { annotationOf, INTENT } from "../cluster/annotations";
import type { ManagedObject } from "../cluster/managed-object";
import type { ObjectKey } from "../runtime";
import { isIdentity } from "./applied";

/** An intent as an object's annotation has it. */
export interface ObjectIntent extends Intent {
  /** Secret with the credentials that the call is made with. */
  credentials?: ObjectKey;
}

/** What an object's annotation tells of what was begun. What is not an intent of ours tells nothing. */
export function readIntent(object: ManagedObject): ObjectIntent | undefined {
  const text = annotationOf(object, INTENT);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const { kind, identity, operation, declared, owned, at, credentials } = Object(value);
    const texts = [kind, identity, operation, declared, at];
    if (!texts.every((part) => typeof part === "string") || !isIdentity(JSON.parse(identity))) return undefined;
    const known = typeof credentials === "string" ? { credentials } : {};
    return { kind, identity, operation, declared, owned, at, ...known };
  } catch (error) {
    // Anybody may write an annotation.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
