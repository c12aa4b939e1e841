import type { Owned } from "../../kinds/contract";
import { APPLIED, annotationOf, INTENT, LAST_APPLIED, withAnnotations } from "../cluster/annotations";
import type { Json, ManagedObject } from "../cluster/managed-object";
import type { Subject } from "../controllers/subject";
import { writeApplied } from "./applied";
import { finalizerOf, withFinalizer } from "./finalizers";

/** Kinds on whose objects upstream keeps the spec that was applied last. */
const recordedByUpstream: ReadonlySet<string> = new Set([
  "AtlasDataFederation",
  "AtlasDatabaseUser",
  "AtlasDeployment",
  "AtlasProject",
  "AtlasTeam",
]);

/** What a pass has reached. */
export interface Reached {
  id: Json;
  atlasId?: string;
  owned?: Owned<Json>;
  /** Secret with the credentials that were used. */
  credentials: string;
  /** The spec that was made true, when all of it was. */
  complete?: Json;
}

/**
 * Writes down what was reached, in one edit: our own record, upstream's where it keeps one, the finalizer; and takes the intent away,
 * which has done its work. Nothing is sent when nothing changed.
 */
export async function remember(subject: Subject, reached: Reached): Promise<void> {
  await subject.edit(withRecord(subject, reached));
}

/** Writes down what is about to be reached. @throws BeingDeletedError when nothing is to be made any more */
export async function rememberAhead(subject: Subject, reached: Reached): Promise<void> {
  await subject.editLasting(withRecord(subject, reached));
}

const withRecord =
  ({ kind }: Subject, { complete, ...applied }: Reached) =>
  (object: ManagedObject): ManagedObject => {
    const upstream = recordedByUpstream.has(kind) ? JSON.stringify(complete) : undefined;
    // On other kinds it stood in for our record.
    const lastApplied = complete ? upstream : annotationOf(object, LAST_APPLIED);
    const annotated = withAnnotations(object, {
      [APPLIED]: writeApplied(applied, lastApplied),
      [LAST_APPLIED]: lastApplied,
      [INTENT]: undefined,
    });
    return object.metadata.deletionTimestamp ? annotated : withFinalizer(annotated, finalizerOf(kind));
  };
