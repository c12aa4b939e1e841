import type { Intent, Journal } from "../../kinds/journal";
import { INTENT, withAnnotations } from "../cluster/annotations";
import type { Subject } from "../controllers/subject";
import { isBeingDeleted, type ObjectKey } from "../runtime";
import { finalizerOf, released, withFinalizer } from "./finalizers";
import { type ObjectIntent, readIntent } from "./intent";
import { isKnownInAtlas } from "./known";

/**
 * Keeps the intent of one object in its own annotation. With it goes the finalizer: from the moment that something may exist in Atlas,
 * the object cannot go unnoticed.
 */
export class AnnotationJournal implements Journal {
  /** @param credentials Secret with which what is recorded is made. */
  constructor(
    private readonly subject: Subject,
    private readonly credentials?: ObjectKey,
  ) {}

  async find(): Promise<ObjectIntent | undefined> {
    return readIntent(this.subject.object);
  }

  async record(_key: string, intent: Intent): Promise<void> {
    const written: ObjectIntent = { ...intent, credentials: this.credentials };
    const text = JSON.stringify(written);
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
