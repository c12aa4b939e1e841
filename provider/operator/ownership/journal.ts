import type { Intent, Journal } from "../../kinds/journal";
import { annotationOf, INTENT, withAnnotations } from "../cluster/annotations";
import type { Subject } from "../controllers/subject";
import { isBeingDeleted } from "../runtime";
import { isIdentity } from "./applied";
import { finalizerOf, released, withFinalizer } from "./finalizers";
import { isKnownInAtlas } from "./known";

/**
 * Keeps the intent of one object in its own annotation. With it goes the finalizer: from the moment that something may exist in Atlas,
 * the object cannot go unnoticed.
 */
export class AnnotationJournal implements Journal {
  constructor(private readonly subject: Subject) {}

  async find(): Promise<Intent | undefined> {
    const text = annotationOf(this.subject.object, INTENT);
    return text === undefined ? undefined : parseIntent(text);
  }

  async record(_key: string, intent: Intent): Promise<void> {
    const text = JSON.stringify(intent);
    await this.subject.editLasting((object) =>
      withFinalizer(withAnnotations(object, { [INTENT]: text }), finalizerOf(this.subject.kind)),
    );
  }

  /** Where nothing else is the object's, as when Atlas refused to make it, the finalizer goes as well: there is nothing to wait for. */
  async clear(): Promise<void> {
    await this.subject.edit((object) => {
      const cleared = withAnnotations(object, { [INTENT]: undefined });
      return isBeingDeleted(cleared) || isKnownInAtlas(cleared) ? cleared : released(cleared);
    });
  }
}

/** What is not an intent of ours tells nothing of what was made. */
function parseIntent(text: string): Intent | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const { kind, identity, operation, declared, owned, at } = Object(value);
    const texts = [kind, identity, operation, declared, at];
    if (!texts.every((part) => typeof part === "string") || !isIdentity(JSON.parse(identity))) return undefined;
    return { kind, identity, operation, declared, owned, at };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
