import { annotationOf, withAnnotations } from "../cluster/annotations";
import type { ManagedObject } from "../cluster/managed-object";
import type { Subject } from "../controllers/subject";

/** Ours: the database that an object was last applied to, without who logs in. In any other one, a first run must not drop anything. */
export const APPLIED_TO = "atlas-iac/database";

/** The database that the object was last applied to; nothing for one that upstream's operator looked after. */
export const appliedTo = (object: ManagedObject): string | undefined => annotationOf(object, APPLIED_TO);

/** Remembers the database. @throws ObjectGoneError */
export async function rememberDatabase(subject: Subject, database: string): Promise<void> {
  await subject.edit((object) =>
    appliedTo(object) === database ? object : withAnnotations(object, { [APPLIED_TO]: database }),
  );
}
