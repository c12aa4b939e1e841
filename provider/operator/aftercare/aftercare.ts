import type { Pending } from "../../kinds/contract";
import type { Json } from "../cluster/managed-object";
import type { Hindrance } from "../controllers/errors";
import type { Services } from "../controllers/services";
import type { Subject } from "../controllers/subject";
import type { Work } from "../controllers/work";

/** What a pass came to in Atlas. */
export interface Made {
  id: Json;
  observed: Json;
  /** Whether this pass changed anything there. */
  changed: boolean;
  /** Whether Atlas is as declared: nothing failed, nothing is under way. */
  settled: boolean;
}

/** What objects of a kind take in the cluster, beside what their handler makes true in Atlas. */
export interface Aftercare {
  /**
   * That the time of a thing is over: Atlas is not asked for it any more, and what the cluster has of it is released. Pure.
   * @throws Hindrance when nobody can tell
   */
  over?(work: Work, desired: Json): Hindrance | undefined;
  /** Whether the secrets that an object names have reached Atlas as they are now, as far as the object itself tells. */
  secretsSent?(work: Work): boolean;
  /** Once Atlas is as declared. Answers with what is still to be waited for. */
  after?(work: Work, desired: Json, made: Made): Promise<Pending | undefined>;
  /** Fields of the status that only the cluster knows. */
  status?(work: Work, desired: Json, made: Made): Json;
  /** When to look again though nothing will have changed, in milliseconds of Atlas's clock since 1970. */
  lookAgainAt?(work: Work, desired: Json): number | undefined;
  /** Before the object is let go, whatever becomes of the thing in Atlas. */
  release?(subject: Subject, services: Services): Promise<void>;
}
